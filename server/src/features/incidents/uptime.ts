import type { MaintenanceStretch } from '#features/projects/index.ts'
import type { TimeKind, TimePiece, Uptime } from './incidents-key.ts'
import type { StateInterval } from './interval-store.ts'

/** The worst state wins where monitors differ; the same order a project's own state goes by. */
const byWeight = ['down', 'degraded', 'unknown', 'up'] as const

/**
 * Splits `from`..`to` by what it was: the worst confirmed state of the monitors at each instant, with maintenance laid
 * over it. `exclude` makes time maintenance, `as_up` makes it up, `count` leaves it as it was; time that nobody looked at
 * stays without data under any of them. Exact to the millisecond, and the pieces add up to the stretch.
 */
export function timePieces(
  intervals: readonly StateInterval[],
  maintenance: readonly MaintenanceStretch[],
  from: number,
  to: number,
): TimePiece[] {
  const edges = new Set([from, to])
  const within = (at: number) => at > from && at < to && edges.add(at)
  for (const { fromAt, toAt } of intervals) {
    within(fromAt)
    if (toAt !== null) within(toAt)
  }
  for (const stretch of maintenance) {
    within(stretch.from)
    within(stretch.to)
  }
  const times = [...edges].sort((a, b) => a - b)
  const states = new Sweep(intervals)
  let window = 0
  const pieces: TimePiece[] = []
  for (let index = 0; index + 1 < times.length; index++) {
    const [start, end] = [times[index] as number, times[index + 1] as number]
    while ((maintenance[window]?.to ?? Number.POSITIVE_INFINITY) <= start) window++
    const stretch = maintenance[window]
    const accounting = stretch && stretch.from <= start ? stretch.accounting : 'count'
    add(pieces, { from: start, to: end, kind: kindOf(states.worstAt(start), accounting) })
  }
  return pieces
}

function kindOf(state: (typeof byWeight)[number] | null, accounting: MaintenanceStretch['accounting']): TimeKind {
  if (state === null) return 'no_data'
  if (accounting === 'exclude') return 'maintenance'
  return accounting === 'as_up' ? 'up' : state
}

function add(pieces: TimePiece[], piece: TimePiece): void {
  const last = pieces.at(-1)
  if (last?.kind === piece.kind) pieces[pieces.length - 1] = { ...last, to: piece.to }
  else pieces.push(piece)
}

/** Counts how many monitors are in each state while time moves forward. */
class Sweep {
  readonly #starts: readonly StateInterval[]
  readonly #ends: readonly StateInterval[]
  readonly #counts = { up: 0, degraded: 0, down: 0, unknown: 0, paused: 0 }
  #started = 0
  #ended = 0

  constructor(intervals: readonly StateInterval[]) {
    const real = intervals.filter(({ fromAt, toAt }) => toAt === null || toAt > fromAt)
    this.#starts = real.toSorted((a, b) => a.fromAt - b.fromAt)
    this.#ends = real.filter(({ toAt }) => toAt !== null).sort((a, b) => (a.toAt ?? 0) - (b.toAt ?? 0))
  }

  worstAt(at: number): (typeof byWeight)[number] | null {
    for (let next = this.#starts[this.#started]; next && next.fromAt <= at; next = this.#starts[++this.#started]) {
      this.#counts[next.state]++
    }
    for (let next = this.#ends[this.#ended]; next && (next.toAt ?? 0) <= at; next = this.#ends[++this.#ended]) {
      this.#counts[next.state]--
    }
    return byWeight.find((state) => this.#counts[state] > 0) ?? null
  }
}

const noTime = { up: 0, degraded: 0, down: 0, maintenance: 0, unknown: 0, no_data: 0 }

/** What the pieces amount to between `from` and `to`, which they cover. */
export function spent(pieces: readonly TimePiece[], from: number, to: number): Uptime {
  const time = { ...noTime }
  for (const piece of pieces) {
    const length = Math.min(piece.to, to) - Math.max(piece.from, from)
    if (length > 0) time[piece.kind] += length
  }
  return uptimeOfTime(time)
}

function uptimeOfTime(time: Readonly<Record<TimeKind, number>>): Uptime {
  return {
    upMs: time.up,
    degradedMs: time.degraded,
    downMs: time.down,
    maintenanceMs: time.maintenance,
    unknownMs: time.unknown,
    noDataMs: time.no_data,
    percent: flooredPercent(time.up + time.degraded, time.down),
  }
}

/** Three decimals, never rounded up: 99.9999 is not 100. BigInt, because the products leave what a double holds exactly. */
export function flooredPercent(good: number, bad: number): number | null {
  const total = good + bad
  if (total === 0) return null
  return Number((BigInt(good) * 100_000n) / BigInt(total)) / 1000
}
