import { text } from '@bongsu/contract/text.ts'
import type { Clock } from '#kernel/clock.ts'
import { errorMessage } from '#kernel/errors.ts'
import type { Browsers } from '#platform/browser/index.ts'
import { type Outbound, withStages } from '#platform/outbound/index.ts'
import type { SharedJudge } from './judging/body-judge.ts'
import type { AnyCheckKind, Inbox, Seen } from './kinds/contract.ts'
import { memoryToKeep, readMemory, scopeOf } from './look-memory.ts'
import { type LookProgress, teller } from './look-progress.ts'
import type { LookMemory, Outcome } from './outcome.ts'
import { secretValues, withoutSecrets } from './redact.ts'

export interface LookParts {
  readonly outbound: Outbound
  readonly clock: Clock
  readonly judge: SharedJudge
  readonly browsers?: Browsers
  /**
   * Can anything at all be reached from here? Asked when a target failed in a way that a lost uplink looks like.
   * Without it such a failure is the target's.
   */
  readonly isConnected?: () => Promise<boolean>
  /** Told of faults of ours, with the kind; never with options, which hold secrets. */
  readonly onFault?: (kind: string, error: unknown) => void
}

export interface HowToLook {
  readonly timeoutMs: number
  /** Whoever aborts wants no outcome: the look then rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** What is stored of the monitor that is looked at, for kinds that remember or are signalled. */
  readonly before?: LookMemory | undefined
  readonly inbox?: Inbox | undefined
  /** Told what the look is doing, for whoever watches it. Must not throw. */
  readonly onProgress?: (progress: LookProgress) => void
}

/** A kind that has not answered so long after its deadline has broken its promise. */
const graceMs = 1_000
/** And so long after it an answer that came in time may still be judged. */
const judgingMs = 800

/**
 * Runs one look to its end and says what it means. Whatever is our own doing, a thrown exception, a look that does not
 * end, a resolver that answers nobody, a lost uplink, is `unknown` and never `down`.
 */
export async function lookOnce(
  name: string,
  kind: AnyCheckKind,
  options: Readonly<Record<string, unknown>>,
  parts: LookParts,
  how: HowToLook,
): Promise<Outcome> {
  const { timeoutMs, signal } = how
  signal?.throwIfAborted()
  const asked = readOptions(kind, options)
  if ('problemAt' in asked) return unusable(asked.problemAt)
  const startedAt = parts.clock.monotonic()
  const controller = new AbortController()
  const stop = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', stop, { once: true })
  let timer: NodeJS.Timeout | undefined
  const overdue = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the look did not end ${graceMs} ms after its deadline`)),
      timeoutMs + graceMs,
    )
  })
  try {
    const { clock, judge, browsers } = parts
    const joined = { clock, judge: judge.within(timeoutMs + judgingMs, asked), ...(browsers ? { browsers } : {}) }
    const context = {
      ...joined,
      ...watched(asked, parts, how),
      signal: controller.signal,
      timeoutMs,
      ...kept(asked, how),
    }
    const seen = await Promise.race([kind.look(asked.options, context), overdue])
    signal?.throwIfAborted()
    return await withoutDoubt(withMemory(withoutSecrets(seen, asked.secrets), asked, how), parts)
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    parts.onFault?.(name, error)
    controller.abort(error)
    return withoutSecrets(ownFault(error, parts.clock.monotonic() - startedAt), asked.secrets)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

interface Read {
  readonly kind: AnyCheckKind
  readonly options: Record<string, unknown>
  /** In clear, to be kept out of whatever is shown. */
  readonly secrets: readonly string[]
  /** What the kind's memory belongs to; undefined for the many that have none. */
  readonly scope: string | undefined
}

/** Whoever looks again and again with one and the same object has it parsed once. */
const read = new WeakMap<object, Read>()

function readOptions(
  kind: AnyCheckKind,
  options: Readonly<Record<string, unknown>>,
): Read | { readonly problemAt: string } {
  const known = read.get(options)
  if (known?.kind === kind) return known
  const parsed = kind.options.safeParse(options)
  if (!parsed.success) return { problemAt: parsed.error.issues[0]?.path.join('.') ?? '' }
  const made = {
    kind,
    options: parsed.data,
    secrets: secretValues(parsed.data, kind.secrets),
    scope: scopeOf(kind, parsed.data),
  }
  read.set(options, made)
  return made
}

/** The way out, which tells what it waits for where somebody watches. */
function watched({ secrets }: Read, { outbound, clock }: LookParts, { onProgress }: HowToLook) {
  if (!onProgress) return { outbound }
  const tell = teller({ clock, secrets, onProgress })
  return { outbound: withStages(outbound, (phase) => tell({ phase, isPart: true })), tell }
}

function kept({ scope }: Read, { before, inbox }: HowToLook) {
  const remembered = readMemory(before, scope)
  return { ...(remembered === undefined ? {} : { remembered }), ...(inbox ? { inbox } : {}) }
}

type Looked = Outcome & Pick<Seen, 'doubt'>

function withMemory({ remember, ...seen }: Seen, { scope }: Read, { before }: HowToLook): Looked {
  const memory = memoryToKeep(remember, scope, before)
  return memory ? { ...seen, memory } : seen
}

async function withoutDoubt({ doubt, ...outcome }: Looked, parts: LookParts): Promise<Outcome> {
  if (doubt === 'resolver' && !(await parts.outbound.resolverAnswers())) return excused(outcome, resolverGone)
  if (doubt !== undefined && parts.isConnected && !(await parts.isConnected())) return excused(outcome, uplinkGone)
  return outcome
}

const excused = (outcome: Outcome, message: Outcome['message']): Outcome => ({
  ...outcome,
  state: 'unknown',
  errorCode: 'own_fault',
  message,
})

const resolverGone = text(
  '이 서버가 쓰는 DNS 서버가 응답하지 않아 대상의 상태를 알 수 없습니다.',
  "Our own DNS server does not answer, so the target's state is not known.",
)
const uplinkGone = text(
  '이 서버의 네트워크 연결이 끊어져 대상의 상태를 알 수 없습니다.',
  "Our own network connection is lost, so the target's state is not known.",
)

const ownFault = (error: unknown, durationMs: number): Outcome => ({
  state: 'unknown',
  errorCode: 'own_fault',
  message: text('점검 중 봉수 내부에서 오류가 발생했습니다.', 'The look failed on our own side.'),
  durationMs,
  evidence: { fault: errorMessage(error).slice(0, 300) },
})

/** Options that were stored by an older release and no longer fit: for a person to mend, not for the target to answer. */
const unusable = (path: string): Outcome => ({
  state: 'unknown',
  errorCode: 'config',
  message: text(
    `저장된 점검 설정을 더 이상 쓸 수 없습니다(${path}). 모니터를 다시 저장하세요.`,
    `The stored options can no longer be used (${path}). Save the monitor again.`,
  ),
  durationMs: 0,
  evidence: { path },
})
