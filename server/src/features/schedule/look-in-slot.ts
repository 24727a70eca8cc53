import type { Outcome } from '#features/checks/index.ts'
import { type Clock, second } from '#kernel/clock.ts'

export interface SlotLook {
  readonly clock: Clock
  /** One try; null when it did not get its turn in time. Rejects only when `signal` aborts. */
  tryOnce(timeoutMs: number, signal: AbortSignal): Promise<Outcome | null>
  /** Ms a try may take. */
  readonly timeoutMs: number
  /** Repeats after the first try. */
  readonly retries: number
  /** Monotonic time by which everything is over. */
  readonly until: number
  readonly signal: AbortSignal
  /** While we are blind there is nothing to be gained by trying again. */
  isBlind(): boolean
}

export interface SlotResult {
  readonly outcome: Outcome
  readonly attempts: number
}

/** A try shorter than this proves nothing. */
const shortestTryMs = 1 * second
const waits = [1, 2, 4, 8, 16].map((seconds) => seconds * second)

/**
 * One look with its quick repeats, all inside one slot: after 1 s, 2 s, 4 s … while the target fails and time is left.
 * Null when not even the first try got its turn.
 */
export async function lookInSlot(look: SlotLook): Promise<SlotResult | null> {
  const { clock, until, timeoutMs, signal } = look
  const tries: Try[] = []
  for (let attempt = 0; ; attempt++) {
    const room = until - clock.monotonic()
    if (attempt > 0 && room < shortestTryMs) break
    const outcome = await look.tryOnce(Math.max(1, Math.min(timeoutMs, room)), signal)
    if (!outcome) break
    tries.push({ outcome, at: clock.now(), wasCut: room < timeoutMs })
    const wait = waits[attempt] ?? 0
    if (attempt >= look.retries || !mayHelp(outcome) || look.isBlind()) break
    if (clock.monotonic() + wait + shortestTryMs > until) break
    await clock.sleep(wait, signal)
  }
  return tries.length === 0 ? null : { outcome: withTries(tries), attempts: tries.length }
}

interface Try {
  readonly outcome: Outcome
  readonly at: number
  /** It had less than its own time, so that its timing out says nothing. */
  readonly wasCut: boolean
}

/** An expired certificate or a wrong setting is the same in a second. */
function mayHelp({ state, errorCode }: Outcome): boolean {
  if (state !== 'down' && state !== 'unknown') return false
  return errorCode !== 'expiry' && errorCode !== 'config'
}

/** The last try speaks, unless it was cut short by the end of the slot: then the last one that was not. */
function withTries(tries: readonly Try[]): Outcome {
  const last = tries[tries.length - 1] as Try
  const isTruncated = last.wasCut && last.outcome.errorCode === 'timeout'
  const speaking = isTruncated ? (tries.findLast((one) => !one.wasCut) ?? last) : last
  if (tries.length === 1) return speaking.outcome
  return { ...speaking.outcome, evidence: { ...speaking.outcome.evidence, attempts: tries.map(noteOf) } }
}

const noteOf = ({ outcome, at }: Try) => ({
  ended_at: new Date(at).toISOString(),
  state: outcome.state,
  ...(outcome.errorCode ? { error_code: outcome.errorCode } : {}),
  ...(outcome.statusCode ? { status_code: outcome.statusCode } : {}),
  duration_ms: Math.round(outcome.durationMs),
  message: outcome.message,
})
