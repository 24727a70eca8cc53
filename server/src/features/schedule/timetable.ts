import { DueHeap } from './due-heap.ts'
import { nextSlot, phaseOf, slotAt } from './slots.ts'

/** A slot whose time has come. */
export interface DueSlot {
  readonly monitorId: number
  /** What the result will be stored under. */
  readonly slotAt: number
  /** When it should have begun; later than `slotAt` never, except for a look outside the grid. */
  readonly dueAt: number
}

export interface TimetableEntry {
  readonly monitorId: number
  readonly intervalMs: number
}

interface Entry extends TimetableEntry {
  readonly phase: number
  readonly dueAt: number
  /** A look outside the grid: a new monitor's first, or a daily one that was missed. */
  readonly isExtra: boolean
}

/** A missed look at a longer interval than this (a daily certificate) is made up for, instead of waiting for its slot. */
const longInterval = 3_600_000
/** Missed looks are spread over this long. */
const catchUpSpread = 600_000
/** A slot that began so long before we did is not given up: nobody waits longer than an interval for a start. */
const justMissed = 1_000
/** Later than by this part of its interval a look is not made any more. */
const latestPart = 1 / 2
/** A first look that would come this soon anyway is left to its slot. */
const soon = 2_000

/**
 * Which monitor is due next, in memory. Nothing here asks a clock or a database: times are handed in.
 *
 * - A monitor has one next time; being late never makes it two. Late by up to half its interval it still runs, later than
 *   that (a suspended machine, a jumped clock) its slots are counted as skipped and it waits for its next one.
 * - What is handed out is paced: however many are late, at most about three times the mean rate begins in any second.
 */
export class Timetable {
  readonly #entries = new Map<number, Entry>()
  readonly #heap = new DueHeap<Entry>()
  readonly #pace = new Pace()
  /** Looks begun per ms when everything is on time. */
  #meanPerMs = 0
  /** Added to every slot after the clock was set back, so that the same slot time never comes twice. */
  #shift = 0
  skipped = 0

  get size(): number {
    return this.#entries.size
  }

  has(monitorId: number): boolean {
    return this.#entries.has(monitorId)
  }

  /** A monitor that was just made or started again: looked at now, and from then on in its slots. */
  begin({ monitorId, intervalMs }: TimetableEntry, now: number): void {
    this.#enter(monitorId, intervalMs, now, now)
  }

  /**
   * A monitor that was there before we were. Only a long interval is worth catching up on. But a look that is missing
   * because the process that led before us died, or was started anew, is still made: all were on time until then.
   */
  load({ monitorId, intervalMs }: TimetableEntry, now: number, lastLookAt: number | null): void {
    const isOverdue = intervalMs > longInterval && (lastLookAt === null || now - lastLookAt >= intervalMs)
    this.#enter(monitorId, intervalMs, now, isOverdue ? catchUpAt(monitorId, now) : null)
    const justBegun = slotAt(now, phaseOf(monitorId, intervalMs) + this.#shift, intervalMs)
    const wasOnTime = lastLookAt !== null && lastLookAt >= justBegun - intervalMs
    const mayBeLate = wasOnTime ? Math.max(justMissed, intervalMs * latestPart) : justMissed
    const isMissed = now - justBegun <= mayBeLate && (lastLookAt === null || lastLookAt < justBegun)
    const entry = this.#entries.get(monitorId)
    if (entry && isMissed && !entry.isExtra) this.#put({ ...entry, dueAt: justBegun })
  }

  /** Another rhythm, from its next slot on; the same one changes nothing. */
  change({ monitorId, intervalMs }: TimetableEntry, now: number): void {
    if (this.#entries.get(monitorId)?.intervalMs !== intervalMs) this.#enter(monitorId, intervalMs, now, null)
  }

  remove(monitorId: number): void {
    const known = this.#entries.get(monitorId)
    if (!known) return
    this.#entries.delete(monitorId)
    this.#meanPerMs -= 1 / known.intervalMs
    this.#compactWhenStale()
  }

  clear(): void {
    this.#entries.clear()
    this.#heap.clear()
    this.#meanPerMs = 0
  }

  /** When the next one is due, or undefined when there is none. */
  nextAt(): number | undefined {
    this.#dropStale()
    return this.#heap.peek()?.dueAt
  }

  /** How long the pace holds back what is due at `now`, in ms; 0 when something may begin. */
  holdsFor(now: number): number {
    return this.#pace.holdsFor(now)
  }

  /** Takes out what is due and may begin now, each moved on to its next slot. */
  takeDue(now: number): DueSlot[] {
    this.#pace.refill(now, this.#meanPerMs)
    const due: DueSlot[] = []
    for (;;) {
      this.#dropStale()
      const entry = this.#heap.peek()
      if (!entry || entry.dueAt > now) return due
      const late = now - entry.dueAt
      if (late > entry.intervalMs * latestPart) this.#skip(entry, now)
      else if (this.#pace.take()) {
        due.push({ monitorId: entry.monitorId, slotAt: entry.isExtra ? now : entry.dueAt, dueAt: entry.dueAt })
        this.#moveOn(entry, now)
      } else return due
    }
  }

  /** The wall clock was set: everybody waits for the next slot of the new time. */
  clockWasSet(now: number, byMs: number): void {
    if (byMs < 0) this.#shift++
    const entries = [...this.#entries.values()]
    this.#heap.clear()
    for (const entry of entries) {
      if (entry.dueAt <= now) this.#skip(entry, now)
      else this.#moveOn(entry, now)
    }
  }

  #enter(monitorId: number, intervalMs: number, now: number, extraAt: number | null): void {
    const phase = phaseOf(monitorId, intervalMs)
    const slot = nextSlot(now, phase + this.#shift, intervalMs)
    const isExtra = extraAt !== null && extraAt + soon < slot
    this.#put({ monitorId, intervalMs, phase, dueAt: isExtra ? extraAt : slot, isExtra })
  }

  #skip(entry: Entry, now: number): void {
    this.skipped += Math.floor((now - entry.dueAt) / entry.intervalMs) + 1
    if (entry.intervalMs <= longInterval) this.#moveOn(entry, now)
    else this.#put({ ...entry, dueAt: catchUpAt(entry.monitorId, now), isExtra: true })
  }

  /** To the first slot that begins after now; a look outside the grid does not use up the slot it fell into. */
  #moveOn(entry: Entry, now: number): void {
    const dueAt = nextSlot(now + 1, entry.phase + this.#shift, entry.intervalMs)
    this.#put({ ...entry, dueAt, isExtra: false })
  }

  #put(entry: Entry): void {
    const known = this.#entries.get(entry.monitorId)
    this.#meanPerMs += 1 / entry.intervalMs - (known ? 1 / known.intervalMs : 0)
    this.#entries.set(entry.monitorId, entry)
    this.#heap.push(entry)
    this.#compactWhenStale()
  }

  /** An entry that was replaced or removed stays in the heap until it surfaces. */
  #dropStale(): void {
    for (;;) {
      const entry = this.#heap.peek()
      if (!entry || this.#entries.get(entry.monitorId) === entry) return
      this.#heap.pop()
    }
  }

  #compactWhenStale(): void {
    if (this.#heap.size <= 2 * this.#entries.size + 100) return
    this.#heap.clear()
    for (const entry of this.#entries.values()) this.#heap.push(entry)
  }
}

/** Missed looks are spread, by the monitor as always, so that a start with many of them is no storm. */
const catchUpAt = (monitorId: number, now: number): number => now + phaseOf(monitorId, catchUpSpread)

const leastPerSecond = 20
const timesMean = 2.5
const burstMs = 200

/** A token bucket whose rate follows the number of monitors. */
class Pace {
  #tokens = leastPerSecond
  #refilledAt: number | null = null
  #perMs = leastPerSecond / 1000

  refill(now: number, meanPerMs: number): void {
    this.#perMs = Math.max(leastPerSecond / 1000, timesMean * meanPerMs)
    const most = Math.max(leastPerSecond, burstMs * this.#perMs)
    const elapsed = Math.max(0, now - (this.#refilledAt ?? now))
    this.#tokens = Math.min(most, this.#tokens + elapsed * this.#perMs)
    this.#refilledAt = now
  }

  take(): boolean {
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }

  holdsFor(now: number): number {
    const tokens = this.#tokens + Math.max(0, now - (this.#refilledAt ?? now)) * this.#perMs
    return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / this.#perMs)
  }
}
