import { type Text, text } from '@bongsu/contract/text.ts'
import { isoTime, second } from '#kernel/clock.ts'
import type { Inbox, Seen, Signal } from '../contract.ts'
import { countExpected, expectedAfter, type Rhythm } from './rhythm.ts'

export interface Expectation {
  readonly when: Rhythm
  /** Seconds. */
  readonly grace: number
  /** Seconds. */
  readonly max_run?: number | undefined
}

type Verdict = Pick<Seen, 'state' | 'message' | 'errorCode' | 'evidence' | 'doubt'>

/** A stretch in which something had to come. */
interface Awaited {
  readonly from: number
  readonly until: number
}

/**
 * What the signals of a job say at `now`. In the order in which a person would ask: did the last run fail, does one run
 * too long, is one missing, did the last one take too long. What may have been lost while none of our processes listened
 * is nobody's failure but ours.
 */
export function judgeInbox(expected: Expectation, inbox: Inbox, now: number): Verdict {
  const ended = newer(inbox.succeeded, inbox.failed)
  const running = inbox.started !== null && inbox.started.at > (ended?.at ?? 0) ? inbox.started : null
  const anchor = ended?.at ?? inbox.openedAt
  const due = dueAt(expected, anchor, running)
  const facts = {
    ...factsOf(inbox, running),
    expected_by: timeOrNull(due),
    late_from: timeOrNull(due + graceOf(expected)),
  }

  const clock = clockOf(expected.when)
  if (ended !== null && ended === inbox.failed) return failed(ended, clock, facts)
  if (running && isTooLong(expected, running, now)) {
    const awaited = { from: running.at, until: running.at + (expected.max_run ?? 0) * second }
    if (mayBeLost(inbox, awaited, now)) return lost(inbox, clock, facts)
    return tooLong(expected, running, now, facts)
  }
  if (now > due + graceOf(expected)) {
    if (isExcused(expected, inbox, due, now)) return lost(inbox, clock, facts)
    return missing(expected, inbox, { anchor, due, now }, facts)
  }
  return present(expected, ended, running, facts)
}

const graceOf = ({ grace }: Expectation): number => grace * second

/** The newer one; where both came in the same millisecond, the bad news. */
const newer = (success: Signal | null, fail: Signal | null): Signal | null =>
  !success || (fail && fail.at >= success.at) ? fail : success

/** A run that has begun in time is awaited until the run after it would be due. */
function dueAt({ when, grace }: Expectation, anchor: number, running: Signal | null): number {
  const due = expectedAfter(when, anchor)
  return running && running.at <= due + grace * second ? Math.max(due, expectedAfter(when, running.at)) : due
}

const isTooLong = ({ max_run }: Expectation, running: Signal, now: number): boolean =>
  max_run !== undefined && now - running.at > max_run * second

/** Whether we were deaf at a time when what is awaited may have come. */
const mayBeLost = ({ deaf }: Inbox, { from, until }: Awaited, now: number): boolean =>
  deaf !== null && deaf.until > from && deaf.from < Math.min(until, now)

/** A signal that fell into our deaf time is asked for again the next time it is due. */
function isExcused(expected: Expectation, inbox: Inbox, due: number, now: number): boolean {
  const grace = graceOf(expected)
  if (!inbox.deaf || !mayBeLost(inbox, { from: due - grace - second, until: due + grace }, now)) return false
  return now <= expectedAfter(expected.when, inbox.deaf.until) + grace
}

function factsOf(inbox: Inbox, running: Signal | null) {
  return {
    last_success_at: timeOrNull(inbox.succeeded?.at ?? null),
    last_failure_at: timeOrNull(inbox.failed?.at ?? null),
    running_since: timeOrNull(running?.at ?? null),
    last_run_ms: newer(inbox.succeeded, inbox.failed)?.runMs ?? null,
  }
}

const timeOrNull = (at: number | null): string | null => (at === null || !Number.isFinite(at) ? null : isoTime(at))

type Facts = Readonly<Record<string, unknown>>

/** What a person reads of a body in a result; the whole of it is in the list of signals. */
const shown = (body: string | null): Facts => (body === null ? {} : { said: body.slice(0, 2000) })

function failed({ at, exitCode, body }: Signal, clock: SayTime, facts: Facts): Verdict {
  const code = exitCode === null ? text('', '') : text(`(종료 코드 ${exitCode})`, ` (exit code ${exitCode})`)
  return {
    state: 'down',
    errorCode: 'assertion',
    message: text(
      `작업이 ${clock(at)}에 실패를 알렸습니다${code.ko}.`,
      `The job reported a failure at ${clock(at)}${code.en}.`,
    ),
    evidence: { ...facts, exit_code: exitCode, ...shown(body) },
  }
}

/** Here and below `doubt`: what did not come may have found our own uplink gone. */
function tooLong({ max_run = 0 }: Expectation, running: Signal, now: number, facts: Facts): Verdict {
  const [runs, most] = [spanText(now - running.at), spanText(max_run * second)]
  return {
    state: 'down',
    errorCode: 'timeout',
    doubt: 'network',
    message: text(
      `작업이 ${runs.ko}째 끝나지 않았습니다. (최대 ${most.ko})`,
      `The job has been running for ${runs.en} without an end (at most ${most.en}).`,
    ),
    evidence: { ...facts, ...shown(running.body) },
  }
}

function missing(
  expected: Expectation,
  inbox: Inbox,
  { anchor, due, now }: { anchor: number; due: number; now: number },
  facts: Facts,
): Verdict {
  const clock = clockOf(expected.when)
  const late = spanText(now - due)
  const isNever = inbox.succeeded === null && inbox.failed === null
  return {
    state: 'down',
    errorCode: 'timeout',
    doubt: 'network',
    message: isNever
      ? text(
          `첫 신호가 오지 않았습니다. ${clock(due)}까지 와야 했습니다.`,
          `The first signal has not come. It was due by ${clock(due)}.`,
        )
      : text(
          `신호가 ${late.ko} 늦었습니다. ${clock(due)}까지 와야 했습니다.`,
          `The signal is ${late.en} late. It was due by ${clock(due)}.`,
        ),
    evidence: { ...facts, missing: countExpected(expected.when, anchor, now) },
  }
}

const lost = ({ deaf }: Inbox, clock: SayTime, facts: Facts): Verdict => ({
  state: 'unknown',
  errorCode: 'own_fault',
  message: text(
    `봉수가 ${clock(deaf?.from ?? 0)}부터 ${clock(deaf?.until ?? 0)}까지 신호를 받지 못해 작업이 끝났는지 알 수 없습니다.`,
    `Bongsu could not receive signals from ${clock(deaf?.from ?? 0)} to ${clock(deaf?.until ?? 0)}, so it is not known whether the job was done.`,
  ),
  evidence: { ...facts, deaf_from: timeOrNull(deaf?.from ?? null), deaf_until: timeOrNull(deaf?.until ?? null) },
})

function present({ when, max_run }: Expectation, ended: Signal | null, running: Signal | null, facts: Facts): Verdict {
  if (ended?.runMs != null && max_run !== undefined && ended.runMs > max_run * second) {
    const [took, most] = [spanText(ended.runMs), spanText(max_run * second)]
    return {
      state: 'degraded',
      errorCode: 'slow',
      message: text(
        `마지막 실행이 ${took.ko} 걸렸습니다. (최대 ${most.ko})`,
        `The last run took ${took.en} (at most ${most.en}).`,
      ),
      evidence: facts,
    }
  }
  return { state: 'up', message: presentText(ended, running, clockOf(when)), evidence: facts }
}

function presentText(ended: Signal | null, running: Signal | null, clock: SayTime): Text {
  if (running)
    return text(`작업이 ${clock(running.at)}에 시작해 실행 중입니다.`, `The job runs since ${clock(running.at)}.`)
  if (!ended) return text('첫 신호를 기다리고 있습니다.', 'Waiting for the first signal.')
  return text(`마지막 신호를 ${clock(ended.at)}에 받았습니다.`, `The last signal came at ${clock(ended.at)}.`)
}

type SayTime = (at: number) => string

const clocks = new Map<string, Intl.DateTimeFormat>()

/** To the second, in the zone of the job's own schedule, which is what its people think in; UTC where it has none. */
function clockOf(when: Rhythm): SayTime {
  const zone = when.by === 'cron' ? when.time_zone : 'UTC'
  const format =
    clocks.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  clocks.set(zone, format)
  return (at) => (Number.isFinite(at) ? `${format.format(at)} ${zone}` : '-')
}

function spanText(ms: number): Text {
  const seconds = Math.round(ms / second)
  if (seconds < 120) return text(`${seconds}초`, `${seconds} s`)
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return text(`${minutes}분`, `${minutes} min`)
  const hours = Math.round(minutes / 60)
  return hours < 48
    ? text(`${hours}시간`, `${hours} h`)
    : text(`${Math.round(hours / 24)}일`, `${Math.round(hours / 24)} days`)
}
