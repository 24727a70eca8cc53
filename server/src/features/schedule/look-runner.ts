import { text } from '@bongsu/contract/text.ts'
import type { Artifacts } from '#features/artifacts/index.ts'
import {
  type AnyCheckKind,
  type Checks,
  type HowToLook,
  type Inbox,
  type LookMemory,
  type Outcome,
  withFilesKept,
} from '#features/checks/index.ts'
import type { Monitor, Projects } from '#features/projects/index.ts'
import { type Look, lookState, type Recorder } from '#features/results/index.ts'
import { type Clock, second } from '#kernel/clock.ts'
import { errorMessage, Failure } from '#kernel/errors.ts'
import type { Entry, Gates, Permit } from './gates.ts'
import { lookInSlot } from './look-in-slot.ts'
import { placeOfOptions } from './place.ts'
import type { ScheduleCounters } from './schedule-counters.ts'
import type { Sentinel } from './sentinel.ts'
import { nextSlot, phaseOf } from './slots.ts'
import type { StallWatch } from './stall-watch.ts'

export interface LookRunnerParts {
  readonly clock: Clock
  readonly checks: Pick<Checks, 'lookOnce' | 'kindOf'>
  /** The cap of a kind, or several that share a lane, apart from all others. */
  readonly ownCap: (lane: string, cap: number) => number
  /** Stores the files of a look. */
  readonly keepFiles: Artifacts['keep']
  readonly projects: Pick<Projects, 'openOptions' | 'maintenanceNow'>
  readonly recorder: Pick<Recorder, 'record'>
  /** What is kept of a monitor between two looks; asked for kinds that want it only. */
  memoryOf(monitorId: number): Promise<LookMemory | undefined>
  inboxOf(monitorId: number): Promise<Inbox | undefined>
  readonly gates: Gates
  readonly sentinel: Sentinel
  readonly stalls: StallWatch
  readonly counters: ScheduleCounters
  warn(message: string): void
}

/** Everything of a slot ends this long before the next one begins. */
const slotMarginMs = 500
/** The longest a look by hand may take altogether. */
const longestManualMs = 120 * second
/** And so long whoever asked waits until its result is stored. */
const storingMs = 10 * second

export type RunResult = { readonly look: Look } | { readonly skipped: 'late' | 'overlap' | 'crowded' }

interface Running {
  readonly looking: Promise<RunResult>
  /** The same, once it is stored. */
  readonly recorded: Promise<RunResult>
}

interface Run {
  readonly monitor: Monitor
  readonly slotAt: number
  readonly trigger: Look['trigger']
  /** Monotonic. */
  readonly until: number
  readonly isRecorded: boolean
  readonly signal: AbortSignal
}

/** Looks at monitors: options opened, caps obeyed, repeats inside the slot, our own faults taken out, result recorded. */
export class LookRunner {
  readonly #parts: LookRunnerParts
  readonly #running = new Map<number, Running>()
  /** Monitors whose last look hung. */
  readonly #slow = new Set<number>()

  constructor(parts: LookRunnerParts) {
    this.#parts = parts
  }

  get inFlight(): number {
    return this.#running.size
  }

  forget(monitorId: number): void {
    this.#slow.delete(monitorId)
  }

  /** The look of a slot. Skipped, and counted, when the slot is over or the monitor is being looked at already. */
  async runSlot(monitor: Monitor, slotAt: number, dueAt: number, signal: AbortSignal): Promise<RunResult> {
    const { clock, counters } = this.#parts
    const now = clock.now()
    const left = endOf(monitor, dueAt) - slotMarginMs - now
    const result: RunResult = this.#running.has(monitor.id)
      ? { skipped: 'overlap' }
      : left <= 0
        ? { skipped: 'late' }
        : await this.#run({
            monitor,
            slotAt,
            trigger: 'schedule',
            until: clock.monotonic() + left,
            isRecorded: true,
            signal,
          }).recorded
    if ('skipped' in result) counters.skipped(result.skipped)
    else counters.late(result.look.startedAt - dueAt)
    return result
  }

  /** A look by hand; one that is under way already is the same look. Of a stopped monitor nothing is recorded. */
  async runNow(monitor: Monitor, isRecorded: boolean, signal: AbortSignal): Promise<Look> {
    const { clock } = this.#parts
    const joined = this.#running.get(monitor.id)
    const known = joined && (await joined.looking)
    if (joined && known && 'look' in known) return this.#onceStored(joined, known.look)
    const until = clock.monotonic() + longestManualMs
    const run = this.#run({ monitor, slotAt: clock.now(), trigger: 'manual', until, isRecorded, signal })
    const result = await run.looking
    if ('look' in result) return this.#onceStored(run, result.look)
    throw new Failure(
      'unavailable',
      text(
        '지금은 점검이 너무 많이 밀려 있습니다. 잠시 뒤 다시 시도하세요.',
        'Too many checks are waiting right now. Try again in a moment.',
      ),
    )
  }

  /** Whoever asked by hand is told when the result cannot be stored for now; it is kept all the same. */
  async #onceStored({ recorded }: Running, look: Look): Promise<Look> {
    const over = new AbortController()
    const waited = this.#parts.clock.sleep(storingMs, over.signal).then(
      () => Promise.reject(notStoredYet()),
      () => undefined,
    )
    try {
      await Promise.race([recorded, waited])
      return look
    } finally {
      over.abort()
    }
  }

  /**
   * A monitor is being looked at until the look is over, not until it is stored: while the store refuses (a full disk),
   * checks go on and their results wait in the recorder's memory.
   */
  #run(run: Run): Running {
    const { id } = run.monitor
    const looking = this.#look(run).finally(() => this.#running.delete(id))
    const recorded = looking.then(async (result) => {
      if (run.isRecorded && 'look' in result) await this.#parts.recorder.record(result.look)
      return result
    })
    // Whoever waits for the look alone need not hear what became of storing it.
    recorded.catch(() => undefined)
    const running = { looking, recorded }
    this.#running.set(id, running)
    return running
  }

  async #look({ monitor, slotAt, trigger, until, signal }: Run): Promise<RunResult> {
    const { clock, projects, sentinel, counters } = this.#parts
    const began = clock.monotonic()
    let startedAt: number | null = null
    const options = this.#openOptions(monitor)
    const kind = this.#parts.checks.kindOf(monitor.kind)
    // Not awaited for the many kinds that keep nothing: they pay nothing for those that do.
    const kept = kind && keepsSomething(kind) ? await this.#keptOf(monitor, kind) : nothingKept
    const slotResult = !options.isOpen
      ? { outcome: options.outcome, attempts: 1 }
      : 'outcome' in kept
        ? { outcome: kept.outcome, attempts: 1 }
        : await lookInSlot({
            clock,
            timeoutMs: monitor.timeout * second,
            // What has come in is the same in a second.
            retries: kind?.isSignalled ? 0 : monitor.retryCount,
            until,
            signal,
            isBlind: () => sentinel.blindSince !== null,
            tryOnce: (timeoutMs) =>
              this.#tryOnce(monitor, options.value, kept, { timeoutMs, until, signal }, () => {
                startedAt ??= clock.now()
              }),
          })
    if (!slotResult) return { skipped: 'crowded' }
    const seen = this.#withoutStall(slotResult.outcome, monitor, began)
    const look: Look = {
      monitor,
      slotAt,
      startedAt: startedAt ?? clock.now(),
      outcome: seen.files ? await this.#withFilesKept(seen, monitor, slotAt) : seen,
      attempts: slotResult.attempts,
      trigger,
      maintenance: projects.maintenanceNow(monitor.projectId, slotAt),
      ...(sentinel.blindSince !== null && slotResult.outcome.state === 'unknown' ? { blind: true } : {}),
    }
    counters.looked(monitor.kind, lookState(look))
    return { look }
  }

  async #tryOnce(
    monitor: Monitor,
    options: Readonly<Record<string, unknown>>,
    kept: Kept,
    { timeoutMs, until, signal }: { timeoutMs: number; until: number; signal: AbortSignal },
    began: () => void,
  ): Promise<Outcome | null> {
    const { checks, clock, gates } = this.#parts
    const entry = this.#entryOf(monitor, options, until)
    const entering = gates.enter(entry)
    const permit: Permit | null = entering instanceof Promise ? await entering : entering
    if (!permit) return null
    try {
      signal.throwIfAborted()
      began()
      const left = Math.max(1, Math.min(timeoutMs, until - clock.monotonic()))
      const outcome = await checks.lookOnce(monitor.kind, options, { timeoutMs: left, signal, ...kept })
      if (entry.host !== '' && hasAnswered(outcome)) this.#parts.sentinel.answered(entry.host, placeOfOptions(options))
      return outcome
    } finally {
      if (permit.isSlow) this.#slow.add(monitor.id)
      else this.#slow.delete(monitor.id)
      permit.leave()
    }
  }

  #withFilesKept(outcome: Outcome, { id, projectId }: Monitor, slotAt: number): Promise<Outcome> {
    const owner = { monitorId: id, projectId, slotAt, state: outcome.state }
    return withFilesKept(outcome, (files) => this.#parts.keepFiles(owner, files))
  }

  #entryOf(monitor: Monitor, options: Readonly<Record<string, unknown>>, until: number): Entry {
    const { checks, ownCap } = this.#parts
    const kind = checks.kindOf(monitor.kind)
    const cap = kind?.ownConcurrency
    const lane = kind?.ownLane ?? monitor.kind
    const own = cap === undefined ? null : { name: lane, most: ownCap(lane, cap) }
    return { host: hostOf(kind, options), own, isSlow: this.#slow.has(monitor.id), until }
  }

  /** A store that does not answer is our fault. */
  async #keptOf({ id }: Monitor, kind: AnyCheckKind): Promise<Kept | { readonly outcome: Outcome }> {
    const { memoryOf, inboxOf, warn } = this.#parts
    try {
      return {
        ...(kind.remembers ? { before: await memoryOf(id) } : {}),
        ...(kind.isSignalled ? { inbox: await inboxOf(id) } : {}),
      }
    } catch (error) {
      warn(`what is kept of monitor ${id} cannot be read: ${errorMessage(error)}`)
      return {
        outcome: { state: 'unknown', errorCode: 'own_fault', message: cannotRead, durationMs: 0, evidence: {} },
      }
    }
  }

  /** Secrets whose key is gone are our fault, and no reason to call the target down. */
  #openOptions(
    monitor: Monitor,
  ): { isOpen: true; value: Readonly<Record<string, unknown>> } | { isOpen: false; outcome: Outcome } {
    try {
      return { isOpen: true, value: this.#parts.projects.openOptions(monitor) }
    } catch (error) {
      this.#parts.warn(`the secrets of monitor ${monitor.id} do not open: ${errorMessage(error)}`)
      const message = error instanceof Failure ? error.text : secretsClosed
      return {
        isOpen: false,
        outcome: { state: 'unknown', errorCode: 'own_fault', message, durationMs: 0, evidence: {} },
      }
    }
  }

  /** What failed or was slow while this very process stood still is not the target's doing. */
  #withoutStall(outcome: Outcome, monitor: Monitor, began: number): Outcome {
    const { clock, stalls } = this.#parts
    const isSlow = monitor.timeLimit !== null && outcome.durationMs > monitor.timeLimit
    const isSuspect = outcome.state === 'down' || outcome.state === 'degraded' || isSlow
    if (!isSuspect || !isTimeRelated(outcome, isSlow) || !stalls.touches(began, clock.monotonic())) return outcome
    return {
      ...outcome,
      state: 'unknown',
      errorCode: 'own_fault',
      message: stoodStill,
      evidence: { ...outcome.evidence, seen: { state: outcome.state, message: outcome.message } },
    }
  }
}

type Kept = Pick<HowToLook, 'before' | 'inbox'>
const nothingKept: Kept = {}
const keepsSomething = (kind: AnyCheckKind): boolean => kind.remembers !== undefined || kind.isSignalled === true

const isTimeRelated = ({ errorCode }: Outcome, isSlow: boolean): boolean =>
  isSlow ||
  errorCode === 'timeout' ||
  errorCode === 'connect' ||
  errorCode === 'dns' ||
  errorCode === 'slow' ||
  errorCode === 'tls'

/** When the next slot begins; a look outside the grid, shortly before it, may use its whole timeout first. */
function endOf({ id, checkInterval, timeout }: Monitor, dueAt: number): number {
  const intervalMs = checkInterval * second
  const next = nextSlot(dueAt + 1, phaseOf(id, intervalMs), intervalMs)
  return Math.max(next, dueAt + Math.min(timeout * second, intervalMs))
}

/** Something came back from there, whatever it was. */
const hasAnswered = ({ state, statusCode, errorCode }: Outcome): boolean =>
  state === 'up' ||
  state === 'degraded' ||
  statusCode !== undefined ||
  errorCode === 'assertion' ||
  errorCode === 'http'

function hostOf(kind: AnyCheckKind | undefined, options: Readonly<Record<string, unknown>>): string {
  try {
    return kind?.host(options) ?? ''
  } catch {
    // Options of an older release: the look itself will say that they no longer fit.
    return ''
  }
}

const cannotRead = text(
  '이전 점검의 기록을 데이터베이스에서 읽지 못했습니다.',
  'What earlier looks left could not be read from the database.',
)
const secretsClosed = text(
  '저장된 비밀 값을 열 수 없어 점검하지 못했습니다.',
  'The stored secrets could not be opened, so nothing was checked.',
)
const stoodStill = text(
  '점검하는 동안 봉수 서버가 멈춰 있어 대상의 상태를 알 수 없습니다.',
  "Bongsu itself stood still during this look, so the target's state is not known.",
)

const notStoredYet = (): Failure =>
  new Failure(
    'unavailable',
    text(
      '점검은 끝났지만 지금은 데이터베이스에 쓸 수 없습니다. 결과는 보관했다가 쓸 수 있게 되면 기록합니다.',
      'The check is done, but the database cannot be written now. The result is kept and stored as soon as it can be.',
    ),
  )
