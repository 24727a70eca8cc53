import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Monitor } from '#features/projects/index.ts'
import { minute } from '#kernel/clock.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { testLook } from '#test/looks.ts'
import { insertTestMonitor, insertTestProject } from '#test/projects.ts'
import { openWatchRooms, type WatchRooms } from '#test/watch-rooms.ts'
import { incidentsKey } from './incidents-key.ts'

const start = Date.parse('2026-03-02T00:00:00Z')

/** What happens in one minute: a look that finds it up, degraded or down, no look, or a pause or its end. */
const happenings = fc.array(
  fc.record({
    look: fc.option(fc.constantFrom('up', 'degraded', 'down', 'down'), { freq: 6 }),
    togglesPause: fc.nat(19).map((chance) => chance === 0),
    /** Looks do not begin on the minute. */
    offset: fc.nat(20_000),
  }),
  { minLength: 1, maxLength: 40, size: 'max' },
)
const windows = fc.array(
  fc.record({
    from: fc.nat(40),
    minutes: fc.integer({ min: 1, max: 10 }),
    accounting: fc.constantFrom('exclude', 'count', 'as_up'),
  }),
  { maxLength: 2 },
)

eachDatabase((open, engine) => {
  let store: TestDatabase
  let rooms: WatchRooms

  beforeEach(async () => {
    store = await open()
    rooms = await openWatchRooms(store)
  })
  afterEach(async () => {
    await rooms.close()
    await store.close()
  })

  const goTo = (at: number) => rooms.clock.jump(at - rooms.clock.now())

  describe('the uptime of a monitor that believes every result', () => {
    it('equals what its raw results say, one second after the other', async () => {
      await fc.assert(
        fc.asyncProperty(happenings, windows, async (minutes, planned) => {
          const projectId = await insertTestProject(store.database)
          const monitor = await insertTestMonitor(store.database, projectId, { alertThreshold: 1, checkInterval: 60 })
          for (const window of planned) await plan(projectId, window)
          const pauses = await live(monitor, minutes)
          const end = start + (minutes.length + 2) * minute
          goTo(end)
          const uptime = await rooms.services
            .use(incidentsKey)
            .uptimeOf(store.database, [monitor.id], start - minute, end)
          const { percent, ...sums } = uptime
          expect(sums).toEqual(await recomputed(monitor, planned, pauses, start - minute, end))
          const known = sums.upMs + sums.degradedMs + sums.downMs
          expect(percent).toBe(known === 0 ? null : Math.floor(((known - sums.downMs) * 100_000) / known) / 1000)
        }),
        { numRuns: engine === 'sqlite' ? 40 : 10 },
      )
    }, 120_000)
  })

  type Window = { from: number; minutes: number; accounting: string }

  const plan = (projectId: number, window: Window) =>
    store.database.run(
      `insert into maintenance (project_id, accounting, rule, time_zone, is_now, valid_from, is_current, created_at)
       values (?, ?, ?, 'UTC', 0, 0, 1, 0)`,
      [
        projectId,
        window.accounting,
        JSON.stringify({
          type: 'once',
          startsAt: start + window.from * minute,
          endsAt: start + (window.from + window.minutes) * minute,
        }),
      ],
    )

  /** Lets the minutes happen; returns when the monitor was paused. Whole seconds, so that the recomputation can walk them. */
  async function live(
    monitor: Monitor,
    minutes: readonly { look: string | null; togglesPause: boolean; offset: number }[],
  ) {
    const pauses: { from: number; to: number }[] = []
    let pausedAt: number | null = null
    for (const [index, { look, togglesPause, offset }] of minutes.entries()) {
      const at = start + index * minute + Math.floor(offset / 1000) * 1000
      if (look !== null && pausedAt === null) {
        goTo(at + 1000)
        await rooms.record(testLook(monitor, at, look as 'up'))
      }
      if (!togglesPause) continue
      const now = start + index * minute + 30_000
      goTo(now)
      await rooms.call(pausedAt === null ? 'pause-monitor' : 'resume-monitor', { id: monitor.id })
      if (pausedAt !== null) pauses.push({ from: pausedAt, to: now })
      pausedAt = pausedAt === null ? now : null
    }
    if (pausedAt !== null) pauses.push({ from: pausedAt, to: Number.MAX_SAFE_INTEGER })
    return pauses
  }

  /** Second by second from the raw rows: the last result vouches for at most three intervals, else for one. */
  async function recomputed(
    monitor: Monitor,
    planned: readonly Window[],
    pauses: readonly { from: number; to: number }[],
    from: number,
    to: number,
  ) {
    const raw = await store.database.all<{ slot_at: number; state: number }>(
      'select slot_at, state from result where monitor_id = ? order by slot_at',
      [monitor.id],
    )
    const sums = { upMs: 0, degradedMs: 0, downMs: 0, maintenanceMs: 0, unknownMs: 0, noDataMs: 0 }
    const names = ['upMs', 'degradedMs', 'downMs'] as const
    const rank = ['exclude', 'as_up', 'count']
    for (let at = from; at < to; at += 1000) {
      const last = raw.findLast((row) => row.slot_at <= at)
      const pause = pauses.find((one) => one.from <= at && at < one.to)
      // What ends the time the last result could vouch for: the next one, a pause, or the present.
      const next = Math.min(
        raw.find((row) => row.slot_at > at)?.slot_at ?? to,
        pauses.find((one) => one.from > at)?.from ?? to,
      )
      const since = last && next - last.slot_at > 3 * minute ? at - last.slot_at < minute : true
      const pausedSince = last !== undefined && pauses.some((one) => one.from > last.slot_at && one.from <= at)
      const accounting = planned
        .filter((window) => start + window.from * minute <= at && at < start + (window.from + window.minutes) * minute)
        .map((window) => window.accounting)
        .sort((a, b) => rank.indexOf(a) - rank.indexOf(b))[0]
      if (!last || !since || pause || pausedSince) sums.noDataMs += 1000
      else if (accounting === 'exclude') sums.maintenanceMs += 1000
      else sums[accounting === 'as_up' ? 'upMs' : (names[last.state] ?? 'unknownMs')] += 1000
    }
    return sums
  }
})
