import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Monitor, monitorChanged } from '#features/projects/index.ts'
import { day, hour, minute } from '#kernel/clock.ts'
import { quantile } from '#kernel/histogram.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { testLook } from '#test/looks.ts'
import { insertTestMonitor, insertTestProject } from '#test/projects.ts'
import { openWatchRooms, type WatchRooms } from '#test/watch-rooms.ts'
import { allMonitors, bucketsOf, progressOf, type RollUpSize } from './roll-up-store.ts'

/** Midnight in Seoul, where the test installation is. */
const start = Date.parse('2026-03-01T15:00:00Z')

/** Durations as a service has them: most are quick, some are slow, a few are very slow. Repeatable. */
function* durations(): Generator<number> {
  let seed = 42
  for (;;) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    const chance = seed / 2_147_483_648
    yield chance < 0.9
      ? 20 + 60 * chance
      : chance < 0.99
        ? 200 + 2000 * (chance - 0.9)
        : 1000 + 90_000 * (chance - 0.99)
  }
}

eachDatabase((open) => {
  let store: TestDatabase
  let rooms: WatchRooms
  let monitors: Monitor[]

  beforeEach(async () => {
    store = await open()
    rooms = await openWatchRooms(store)
    const projectId = await insertTestProject(store.database)
    monitors = [
      await insertTestMonitor(store.database, projectId),
      await insertTestMonitor(store.database, projectId),
      await insertTestMonitor(store.database, projectId, { kind: 'tls' }),
    ]
  })
  afterEach(async () => {
    await rooms.close()
    await store.close()
  })

  const first = () => monitors[0] as Monitor
  const goTo = (at: number) => rooms.clock.jump(at - rooms.clock.now())
  const buckets = (size: RollUpSize, id: number) => bucketsOf(store.database, size, [id], 0, start * 2)
  const everything = async () => {
    const rows = []
    for (const table of ['roll_up_five_minutes', 'roll_up_hour', 'roll_up_day']) {
      rows.push(await store.database.all(`select * from ${table} order by monitor_id, bucket_at`))
    }
    return JSON.stringify(rows)
  }
  /** A look each minute by every monitor, for so many minutes from `from` on. */
  const watch = async (from: number, minutes: number) => {
    const times = durations()
    for (let index = 0; index < minutes; index++) {
      const state = index % 20 === 7 ? 'down' : 'up'
      await rooms.record(
        ...monitors.map((monitor) =>
          testLook(monitor, from + index * minute, state, { outcome: { durationMs: times.next().value as number } }),
        ),
      )
    }
  }

  describe('rolling up', () => {
    it('sums closed buckets of five minutes and leaves the open one alone', async () => {
      await watch(start, 12)
      goTo(start + 12 * minute)
      await rooms.runJob('roll-up-results')
      const mine = await buckets('five_minutes', first().id)
      expect(mine.map(({ at }) => at)).toEqual([start, start + 5 * minute])
      expect(mine.map(({ rollUp }) => [rollUp.up, rollUp.down, rollUp.measured])).toEqual([
        [5, 0, 5],
        [4, 1, 4],
      ])
      expect((await progressOf(store.database, 'five_minutes'))?.doneTo).toBe(start + 10 * minute)
    })

    it('waits for looks that take their time', async () => {
      await watch(start, 5)
      goTo(start + 5 * minute + 30_000)
      await rooms.runJob('roll-up-results')
      expect(await buckets('five_minutes', first().id)).toEqual([])
    })

    it('adds up counts of all monitors, and durations of those that measure response times', async () => {
      await watch(start, 5)
      goTo(start + 10 * minute)
      await rooms.runJob('roll-up-results')
      const [total] = await buckets('five_minutes', allMonitors)
      expect([total?.rollUp.up, total?.rollUp.measured]).toEqual([15, 10])
    })

    it('makes hours of five minutes and local days of hours, with the p95 of all results within two percent', async () => {
      await watch(start, 120)
      goTo(start + day + 2 * hour)
      await rooms.runJob('roll-up-results')
      const hours = await buckets('hour', first().id)
      expect(hours.map(({ at }) => at)).toEqual([start, start + hour])
      const [today, ...others] = await buckets('day', first().id)
      expect(others).toEqual([])
      expect([today?.at, today?.rollUp.up, today?.rollUp.down]).toEqual([start, 114, 6])

      const times = durations()
      const mine: number[] = []
      for (let index = 0; index < 120; index++) {
        const took = times.next().value as number
        times.next()
        times.next()
        if (index % 20 !== 7) mine.push(took)
      }
      const sorted = mine.toSorted((a, b) => a - b)
      for (const q of [0.5, 0.95, 0.99]) {
        const exact = sorted[Math.ceil(q * sorted.length) - 1] ?? 0
        expect(Math.abs((quantile(today?.rollUp.histogram ?? new Map(), q) ?? 0) / exact - 1)).toBeLessThan(0.02)
      }
      expect(today?.rollUp.min).toBe(Math.round((sorted[0] ?? 0) * 10))
      expect(today?.rollUp.max).toBe(Math.round((sorted.at(-1) ?? 0) * 10))
    })

    it('gives the same when it is repeated, and when it was killed in the middle', async () => {
      await watch(start, 70)
      goTo(start + day + 2 * hour)
      await rooms.runJob('roll-up-results')
      const once = await everything()
      await rooms.runJob('roll-up-results')
      expect(await everything()).toBe(once)
      // As after a kill: some buckets written, no progress noted.
      await store.database.run('update roll_up_progress set done_to = ?', [start])
      await store.database.run('delete from roll_up_five_minutes where bucket_at > ?', [start + 20 * minute])
      await rooms.runJob('roll-up-results')
      expect(await everything()).toBe(once)
    })

    it('takes in a result that comes late, up to the day it belongs to', async () => {
      await watch(start, 60)
      goTo(start + day + 2 * hour)
      await rooms.runJob('roll-up-results')
      // Late against the buckets, though the recorder could not have them: brought by hand of a slow colleague.
      await store.database.run('update roll_up_progress set closed_to = ? where size = ?', [
        start + 2 * hour,
        'five_minutes',
      ])
      await rooms.record(testLook(first(), start + 150_500, 'up', { outcome: { durationMs: 5000 } }))
      await rooms.runJob('roll-up-results')
      for (const size of ['five_minutes', 'hour', 'day'] as const) {
        expect((await buckets(size, first().id))[0]?.rollUp.max).toBe(50_000)
        expect((await buckets(size, allMonitors))[0]?.rollUp.max).toBe(50_000)
      }
      expect((await buckets('day', allMonitors))[0]?.rollUp.up).toBe(3 * 57 + 1)
      expect(await store.database.all('select * from late_result')).toEqual([])
    })

    it('keeps excluded maintenance out of every figure and counts as-up maintenance as up', async () => {
      const under = (accounting: 'exclude' | 'as_up' | 'count') => ({ maintenance: { accounting } })
      await rooms.record(
        testLook(first(), start, 'down', under('exclude')),
        testLook(first(), start + 1000, 'down', under('as_up')),
        testLook(first(), start + 2000, 'down', under('count')),
        testLook(first(), start + 3000, 'up'),
      )
      goTo(start + 10 * minute)
      await rooms.runJob('roll-up-results')
      const [bucket] = await buckets('five_minutes', first().id)
      expect(bucket?.rollUp).toMatchObject({ up: 2, down: 1, maintenance: 1, measured: 1 })
    })
  })

  describe('cleaning up', () => {
    const ages = async () =>
      (await store.database.all<{ slot_at: number }>('select slot_at from result order by slot_at')).map(
        (row) => (row.slot_at - start) / hour,
      )

    it('deletes raw results after their time, and says beforehand how many', async () => {
      await rooms.record(...[0, 1, 2, 40 * 24].map((hours) => testLook(first(), start + hours * hour)))
      goTo(start + 40 * day + 2 * hour)
      await rooms.runJob('roll-up-results')
      await rooms.runJob('roll-up-results')
      expect(await rooms.runJob('clean-up-results')).toMatchObject({ raw: 3 })
      expect(await ages()).toEqual([40 * 24])
    })

    it('keeps what is not rolled up yet, however old it is', async () => {
      await rooms.record(testLook(first(), start))
      goTo(start + 40 * day)
      expect(await rooms.runJob('clean-up-results')).toMatchObject({ raw: 0 })
      expect(await ages()).toEqual([0])
    })

    it('deletes in steps that leave nothing behind', async () => {
      const many = Array.from({ length: 4500 }, (_, index) => testLook(first(), start + index * 10_000, 'down'))
      await rooms.record(...many, testLook(monitors[1] as Monitor, start))
      goTo(start + 40 * day)
      await store.database.run(
        "insert into roll_up_progress (size, closed_to, done_to) values ('five_minutes', ?, ?)",
        [start + 40 * day, start + 40 * day],
      )
      const report = await rooms.runJob('clean-up-results')
      expect(report).toMatchObject({ raw: 4501, evidence: 4500 })
      expect(await ages()).toEqual([])
    })

    it('takes everything of a monitor that is gone for good', async () => {
      await rooms.record(testLook(first(), start, 'down'), testLook(monitors[1] as Monitor, start))
      await store.database.transaction((tx) =>
        tx.emit(monitorChanged, { monitorId: first().id, projectId: first().projectId, change: 'purged' }),
      )
      await rooms.runJob('clean-up-results')
      for (const table of [
        'result',
        'result_evidence',
        'latest_look',
        'purged_monitor',
        'state_interval',
        'incident',
      ]) {
        const column = 'monitor_id'
        expect(await store.database.all(`select * from ${table} where ${column} = ?`, [first().id])).toEqual([])
      }
      expect(await store.database.all('select * from result')).toHaveLength(1)
    })
  })
})
