import { text } from '@bongsu/contract/text.ts'
import { type Clock, hour, minute } from '#kernel/clock.ts'
import { localDay } from '#kernel/local-day.ts'
import type { Job } from '#kernel/room.ts'
import type { Database } from '#platform/db/contract.ts'
import { bringUpLate } from './late-results.ts'
import { addResult, emptyRollUp, type RollUp, type RollUpRow, rowOfRollUp } from './roll-up.ts'
import {
  allMonitors,
  checkedMonitorIds,
  lateResults,
  nextBucket,
  nextSlot,
  type Progress,
  portions,
  progressOf,
  type RollUpSize,
  rawOf,
  saveProgress,
  saveRollUps,
} from './roll-up-store.ts'
import { fiveMinuteBucket, hourBucket, summedFromSmaller } from './summing.ts'

export interface RollUpParts {
  readonly database: Database
  readonly clock: Clock
  readonly timeZone: () => string
}

/** A look may take this long after its slot, retries included, before its bucket is closed; later ones are late. */
const grace = 90_000
/** Catching up goes in steps small enough for the loop, also with looks every ten seconds. */
const stepMs = 15 * minute
const mostLateAtOnce = 2000

/**
 * Sums up closed stretches of time: five minutes from raw rows, hours from those, local days from hours. Everything can
 * be repeated with the same result, so a kill at any point costs nothing but doing a step again. The loop is let go after
 * every portion of monitors.
 */
export const rollUpJob = (parts: RollUpParts): Job => ({
  name: 'roll-up-results',
  title: text('점검 기록 요약', 'Summing up results'),
  when: { everyMs: minute },
  async run(signal) {
    const work = new RollingUp(parts, signal)
    const buckets = await work.fiveMinutes()
    const late = await work.late()
    return { buckets, late, hours: await work.hours(), days: await work.days() }
  },
})

class RollingUp {
  readonly #database: Database
  readonly #clock: Clock
  readonly #zone: string
  readonly #signal: AbortSignal

  constructor({ database, clock, timeZone }: RollUpParts, signal: AbortSignal) {
    this.#database = database
    this.#clock = clock
    this.#zone = timeZone()
    this.#signal = signal
  }

  /** Closes first, computes then: a result that arrives in between is late and brings its bucket up again. */
  async fiveMinutes(): Promise<number> {
    const target = fiveMinuteBucket(this.#clock.now() - grace)
    const doneTo = (await progressOf(this.#database, 'five_minutes'))?.doneTo ?? 0
    if (doneTo >= target) return 0
    await this.#save('five_minutes', { closedTo: target, doneTo })
    let written = 0
    for (let from = doneTo; from < target; ) {
      // Time in which nobody looked, such as a night switched off, is stepped over.
      from = fiveMinuteBucket((await nextSlot(this.#database, from)) ?? target)
      const to = Math.min(target, from + stepMs)
      if (from < target) written += await this.#sumUp('five_minutes', await checkedMonitorIds(this.#database), from, to)
      await this.#save('five_minutes', { closedTo: target, doneTo: to })
      from = to
    }
    return written
  }

  async hours(): Promise<number> {
    const target = hourBucket(await this.#doneTo('five_minutes'))
    return this.#advance('hour', 'five_minutes', target, (at) => ({ from: hourBucket(at), to: hourBucket(at) + hour }))
  }

  async days(): Promise<number> {
    const target = localDay(await this.#doneTo('hour'), this.#zone).from
    return this.#advance('day', 'hour', target, (at) => localDay(at, this.#zone))
  }

  async late(): Promise<number> {
    const results = await lateResults(this.#database, mostLateAtOnce)
    const buckets = Map.groupBy(results, (late) => `${late.monitorId}:${fiveMinuteBucket(late.slotAt)}`)
    for (const together of buckets.values()) {
      await this.#database.transaction((tx) => bringUpLate(tx, together, this.#zone))
      await this.#letGo()
    }
    return results.length
  }

  async #advance(
    size: 'hour' | 'day',
    source: RollUpSize,
    target: number,
    bucketAt: (at: number) => { readonly from: number; readonly to: number },
  ): Promise<number> {
    const doneTo = await this.#doneTo(size)
    let written = 0
    for (let at = doneTo; at < target; ) {
      const next = Math.min((await nextBucket(this.#database, source, at)) ?? target, target)
      const { from, to } = bucketAt(next)
      if (next < target) {
        // A bucket that was begun in another time zone goes on where the last one ended.
        const ids = [allMonitors, ...(await checkedMonitorIds(this.#database))]
        written += await this.#sumUp(size, ids, Math.max(from, doneTo), to)
      }
      at = next < target ? to : target
      await this.#save(size, { closedTo: at, doneTo: at })
    }
    return written
  }

  async #sumUp(size: RollUpSize, ids: readonly number[], from: number, to: number): Promise<number> {
    const together = new Map<number, RollUp>()
    let written = 0
    for (const portion of portions(ids)) {
      const rows =
        size === 'five_minutes'
          ? await this.#fromRaw(portion, from, to, together)
          : await summedFromSmaller(this.#database, size, portion, from, to)
      if (rows.length > 0) await this.#database.transaction((tx) => saveRollUps(tx, size, rows))
      written += rows.length
      await this.#letGo()
    }
    const totals = [...together].map(([at, rollUp]) => rowOfRollUp(allMonitors, at, rollUp))
    if (totals.length > 0) await this.#database.transaction((tx) => saveRollUps(tx, size, totals))
    return written
  }

  async #fromRaw(
    ids: readonly number[],
    from: number,
    to: number,
    together: Map<number, RollUp>,
  ): Promise<RollUpRow[]> {
    const buckets = new Map<string, { monitorId: number; at: number; rollUp: RollUp }>()
    for (const row of await rawOf(this.#database, ids, from, to)) {
      const at = fiveMinuteBucket(row.slot_at)
      const key = `${row.monitor_id}:${at}`
      const bucket = buckets.get(key) ?? { monitorId: row.monitor_id, at, rollUp: emptyRollUp() }
      buckets.set(key, bucket)
      addResult(bucket.rollUp, row)
      const total = together.get(at) ?? emptyRollUp()
      together.set(at, total)
      addResult(total, row, true)
    }
    return [...buckets.values()].map(({ monitorId, at, rollUp }) => rowOfRollUp(monitorId, at, rollUp))
  }

  async #doneTo(size: RollUpSize): Promise<number> {
    return (await progressOf(this.#database, size))?.doneTo ?? 0
  }

  #save(size: RollUpSize, progress: Progress): Promise<void> {
    return this.#database.transaction((tx) => saveProgress(tx, size, progress))
  }

  async #letGo(): Promise<void> {
    this.#signal.throwIfAborted()
    await new Promise((resolve) => setImmediate(resolve))
  }
}
