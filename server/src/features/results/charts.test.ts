import { chartRanges } from '@bongsu/contract/results.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Monitor } from '#features/projects/index.ts'
import { day, hour, minute } from '#kernel/clock.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { testLook } from '#test/looks.ts'
import { insertTestMonitor, insertTestProject } from '#test/projects.ts'
import { openWatchRooms, type WatchRooms } from '#test/watch-rooms.ts'
import { frameOf, Series } from './chart.ts'

const start = Date.parse('2026-03-02T00:00:00Z')

interface Point {
  at: string
  avg_ms: number | null
  p95_ms: number | null
  availability: number | null
  counts: { up: number; down: number }
}

eachDatabase((open) => {
  let store: TestDatabase
  let rooms: WatchRooms
  let projectId: number
  let monitor: Monitor

  beforeEach(async () => {
    store = await open()
    rooms = await openWatchRooms(store)
    projectId = await insertTestProject(store.database)
    monitor = await insertTestMonitor(store.database, projectId)
  })
  afterEach(async () => {
    await rooms.close()
    await store.close()
  })

  const goTo = (at: number) => rooms.clock.jump(at - rooms.clock.now())
  const measured = (points: Point[]) => points.filter((point) => point.avg_ms !== null)

  describe('a chart', () => {
    it('shows what is rolled up and what is not yet, and gaps where nobody looked', async () => {
      await rooms.record(
        testLook(monitor, start, 'up', { outcome: { durationMs: 100 } }),
        testLook(monitor, start + minute, 'up', { outcome: { durationMs: 300 } }),
        testLook(monitor, start + 2 * minute, 'down'),
      )
      goTo(start + 2 * hour)
      await rooms.runJob('roll-up-results')
      await rooms.record(testLook(monitor, start + 2 * hour + minute, 'up', { outcome: { durationMs: 50 } }))
      goTo(start + 2 * hour + 2 * minute)
      const chart = await rooms.call('get-monitor-chart', { id: monitor.id, range: '6h' })
      expect(chart.points).toHaveLength(72)
      expect(measured(chart.points)).toMatchObject([
        { at: '2026-03-02T00:00:00.000Z', avg_ms: 200, min_ms: 100, max_ms: 300, counts: { up: 2, down: 1 } },
        { at: '2026-03-02T02:00:00.000Z', avg_ms: 50, availability: 100 },
      ])
      expect(chart.total).toMatchObject({ counts: { up: 3, down: 1 }, availability: 75 })
      expect(measured(chart.points)[0]).toMatchObject({ phases: { dns_ms: 1.2, ttfb_ms: 80.2 } })
    })

    it('says the same whether its figures are rolled up or not', async () => {
      const looks = Array.from({ length: 300 }, (_, index) =>
        testLook(monitor, start + index * 10 * minute, index % 9 === 0 ? 'down' : 'up', {
          outcome: { durationMs: 20 + index },
        }),
      )
      await rooms.record(...looks)
      goTo(start + 2 * day + 3 * hour)
      const all = async () => {
        const charts: Record<string, unknown> = {}
        for (const range of chartRanges)
          charts[range] = await rooms.call('get-monitor-chart', { id: monitor.id, range })
        return charts
      }
      const raw = await all()
      await rooms.runJob('roll-up-results')
      const rolled = await all()
      for (const range of chartRanges) expect(rolled[range], range).toEqual(raw[range])
    })

    it('of a project leaves durations out that are no response times, and counts all', async () => {
      const tls = await insertTestMonitor(store.database, projectId, { kind: 'tls' })
      await rooms.record(
        testLook(monitor, start, 'up', { outcome: { durationMs: 100 } }),
        testLook(tls, start, 'up', { outcome: { durationMs: 9000 } }),
      )
      for (const rolled of [false, true]) {
        goTo(start + 20 * minute)
        if (rolled) await rooms.runJob('roll-up-results')
        const chart = await rooms.call('get-project-chart', { id: projectId, range: '6h' })
        expect(chart.total).toMatchObject({ avg_ms: 100, counts: { up: 2 } })
      }
      const dashboard = await rooms.call('get-dashboard-chart', { range: '6h' })
      expect(dashboard.total).toMatchObject({ avg_ms: 100, counts: { up: 2 } })
    })

    it('of all projects goes up to now, the figures of other kinds left out', async () => {
      const tls = await insertTestMonitor(store.database, projectId, { kind: 'tls' })
      await rooms.record(testLook(monitor, start, 'up', { outcome: { durationMs: 100 } }))
      goTo(start + 20 * minute)
      await rooms.runJob('roll-up-results')
      await rooms.record(
        testLook(monitor, start + 19 * minute, 'up', { outcome: { durationMs: 300 } }),
        testLook(tls, start + 19 * minute, 'down', { outcome: { durationMs: 9000 } }),
      )
      const chart = await rooms.call('get-dashboard-chart', { range: '6h' })
      expect(measured(chart.points)).toMatchObject([
        { at: '2026-03-02T00:00:00.000Z', avg_ms: 100, counts: { up: 1, down: 0 } },
        { at: '2026-03-02T00:15:00.000Z', avg_ms: 300, counts: { up: 1, down: 1 }, availability: 50 },
      ])
      expect(chart.total).toMatchObject({ avg_ms: 200, counts: { up: 2, down: 1 } })
    })

    it('of all projects shows a look at the latest ten seconds later', async () => {
      await rooms.record(testLook(monitor, start, 'up'))
      const ups = async () => (await rooms.call('get-dashboard-chart', { range: '6h' })).total.counts.up
      expect(await ups()).toBe(1)
      await rooms.record(testLook(monitor, start + minute, 'up'))
      goTo(start + minute + 11_000)
      expect(await ups()).toBe(2)
    })

    it('never has more points than a screen can show', async () => {
      for (const range of chartRanges) {
        const frame = frameOf(range, start + 12_345_678, 'Europe/Berlin')
        expect(frame.starts.length).toBeLessThanOrEqual(366)
        expect(frame.to).toBeGreaterThan(start + 12_345_678)
        const series = new Series(frame)
        frame.starts.forEach((from, index) => {
          expect(series.stepAt(from)).toBe(series.steps()[index]?.rollUp)
          expect(series.stepAt((frame.starts[index + 1] ?? frame.to) - 1)).toBe(series.steps()[index]?.rollUp)
        })
        expect([series.stepAt(frame.from - 1), series.stepAt(frame.to)]).toEqual([undefined, undefined])
      }
    })

    it('of a monitor that does not exist is not found', async () => {
      await expect(rooms.call('get-monitor-chart', { id: 999 })).rejects.toMatchObject({ code: 'not_found' })
      await expect(rooms.call('get-project-chart', { id: 999 })).rejects.toMatchObject({ code: 'not_found' })
      await expect(rooms.call('list-results', { id: 999 })).rejects.toMatchObject({ code: 'not_found' })
    })
  })

  describe('results', () => {
    beforeEach(async () => {
      const looks = Array.from({ length: 25 }, (_, index) =>
        testLook(monitor, start + index * minute, index % 5 === 0 ? 'down' : 'up'),
      )
      await rooms.record(...looks)
    })

    it('are refused for a time that ends before it begins', async () => {
      const backwards = { from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' }
      await expect(rooms.call('list-results', { id: monitor.id, ...backwards })).rejects.toThrow(/end must not come/)
    })

    it('are walked newest first with a cursor, each exactly once', async () => {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page: { items: { slot_at: string }[]; next_cursor: string | null } = await rooms.call('list-results', {
          id: monitor.id,
          limit: 10,
          ...(cursor === null ? {} : { cursor }),
        })
        seen.push(...page.items.map((item) => item.slot_at))
        cursor = page.next_cursor
      } while (cursor !== null)
      expect(seen).toHaveLength(25)
      expect(seen).toEqual(seen.toSorted().reverse())
    })

    it('are filtered by time and state, and failures say why', async () => {
      const page = await rooms.call('list-results', {
        id: monitor.id,
        state: 'down',
        from: new Date(start + 5 * minute).toISOString(),
        to: new Date(start + 15 * minute).toISOString(),
      })
      expect(page.items).toMatchObject([
        { slot_at: '2026-03-02T00:10:00.000Z', message: 'It answered HTTP 503.', error_code: 'http', status_code: 503 },
        { slot_at: '2026-03-02T00:05:00.000Z' },
      ])
    })

    it('show their evidence, the newest also when it was up', async () => {
      const failed = await rooms.call('get-result', { id: monitor.id, slot_at: '2026-03-02T00:00:00.000Z' })
      expect(failed).toMatchObject({
        state: 'down',
        message: 'It answered HTTP 503.',
        evidence: { address: '192.0.2.1' },
      })
      const up = await rooms.call('get-result', { id: monitor.id, slot_at: '2026-03-02T00:01:00Z' })
      expect(up).toMatchObject({ state: 'up', message: null, evidence: null })
      const latest = await rooms.call('get-result', { id: monitor.id, slot_at: 'latest' })
      expect(latest).toMatchObject({
        slot_at: '2026-03-02T00:24:00.000Z',
        message: 'All is well.',
        evidence: { address: '192.0.2.1' },
      })
    })

    it('of many monitors come as strips, oldest first', async () => {
      const other = await insertTestMonitor(store.database, projectId)
      await rooms.record(testLook(other, start, 'down', { maintenance: { accounting: 'exclude' } }))
      const strips = await rooms.call('get-history-strips', { monitor_ids: [monitor.id, other.id, 999], slots: 3 })
      expect(strips.items).toMatchObject([
        { monitor_id: monitor.id, slots: [{ state: 'up' }, { state: 'up' }, { slot_at: '2026-03-02T00:24:00.000Z' }] },
        { monitor_id: other.id, slots: [{ state: 'maintenance' }] },
        { monitor_id: 999, slots: [] },
      ])
    })
  })
})
