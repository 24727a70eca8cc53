import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { incidentsKey } from '#features/incidents/index.ts'
import type { Monitor } from '#features/projects/index.ts'
import { day, hour, minute } from '#kernel/clock.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { testLook } from '#test/looks.ts'
import { asRole } from '#test/project-rooms.ts'
import { insertTestMonitor, insertTestProject } from '#test/projects.ts'
import { openWatchRooms, type WatchRooms } from '#test/watch-rooms.ts'

const start = Date.parse('2026-03-02T00:00:00Z')

interface Line {
  kind: string
  message: string
  person: { name: string } | null
}

eachDatabase((open) => {
  let store: TestDatabase
  let rooms: WatchRooms
  let monitor: Monitor
  let other: Monitor

  beforeEach(async () => {
    store = await open()
    rooms = await openWatchRooms(store)
    monitor = await insertTestMonitor(store.database, await insertTestProject(store.database, { title: '쇼핑몰' }))
    other = await insertTestMonitor(store.database, await insertTestProject(store.database, { title: 'Bank 100%' }), {
      name: 'TCP',
      kind: 'tcp',
    })
  })
  afterEach(async () => {
    await rooms.close()
    await store.close()
  })

  const goTo = (at: number) => rooms.clock.jump(at - rooms.clock.now())
  const see = (of: Monitor, script: string, from = start) => {
    goTo(from + script.length * minute)
    return rooms.record(
      ...[...script].map((letter, index) => testLook(of, from + index * minute, letter === 'u' ? 'up' : 'down')),
    )
  }
  const ids = async (filter: object) => {
    const page = await rooms.call('list-incidents', filter)
    return page.items.map((item: { project: { title: string } }) => item.project.title)
  }

  describe('incidents', () => {
    beforeEach(async () => {
      await see(monitor, 'uddduuu')
      await see(other, 'uddd', start + hour)
    })

    it('are listed newest first and found by state, project, time and words', async () => {
      expect(await ids({})).toEqual(['Bank 100%', '쇼핑몰'])
      expect(await ids({ state: 'open' })).toEqual(['Bank 100%'])
      expect(await ids({ state: 'resolved' })).toEqual(['쇼핑몰'])
      expect(await ids({ project_id: monitor.projectId })).toEqual(['쇼핑몰'])
      expect(await ids({ monitor_id: other.id })).toEqual(['Bank 100%'])
      expect(await ids({ q: '쇼핑' })).toEqual(['쇼핑몰'])
      expect(await ids({ q: '100%' })).toEqual(['Bank 100%'])
      expect(await ids({ q: 'b_nk' })).toEqual([])
      expect(await ids({ from: new Date(start + 30 * minute).toISOString() })).toEqual(['Bank 100%'])
      expect(await ids({ to: new Date(start + 30 * minute).toISOString() })).toEqual(['쇼핑몰'])
      expect(await rooms.call('list-incidents', { page: 2, page_size: 1 })).toMatchObject({
        total: 2,
        items: [
          {
            state: 'resolved',
            project: { title: '쇼핑몰' },
            opened_at: '2026-03-02T00:01:00.000Z',
            resolved_at: '2026-03-02T00:04:00.000Z',
            resolution: 'recovered',
            duration_ms: 3 * minute,
            message: 'It answered HTTP 503.',
            error_code: 'http',
          },
        ],
      })
    })

    it('tell their whole story', async () => {
      const [first] = (await rooms.call('list-incidents', { state: 'open' })).items
      const service = rooms.services.use(incidentsKey)
      await store.database.transaction((tx) =>
        service.addIncidentEvent(tx, {
          incidentId: first.id,
          kind: 'told',
          at: start + 2 * hour,
          message: { ko: '이메일로 알렸습니다.', en: 'Told by e-mail.' },
          details: { channel_id: 3 },
        }),
      )
      const incident = await rooms.call('get-incident', { id: first.id })
      expect(incident.timeline.map((line: Line) => line.kind)).toEqual([
        'failed',
        'failed',
        'failed',
        'confirmed',
        'told',
      ])
      expect(incident.deliveries).toMatchObject([{ message: 'Told by e-mail.', details: { channel_id: 3 } }])
      expect(incident.evidence).toEqual({ url: 'https://example.com/', address: '192.0.2.1' })
    })

    it('are acknowledged once, by whoever was first, and the record says who', async () => {
      const [{ id }] = (await rooms.call('list-incidents', { state: 'open' })).items
      await rooms.call('acknowledge-incident', { id, note: '살펴보는 중입니다.' }, asRole('manager'))
      const again = await rooms.call('acknowledge-incident', { id }, asRole('admin'))
      expect(again.acknowledged_by).toEqual({ id: 7, name: 'manager' })
      const lines: Line[] = again.timeline
      expect(lines.filter((line) => line.kind === 'acknowledged')).toHaveLength(1)
      expect(lines.find((line) => line.kind === 'note')).toMatchObject({
        message: '살펴보는 중입니다.',
        person: { name: 'manager' },
      })
      expect(await ids({ acknowledged: true })).toEqual(['Bank 100%'])
      expect(rooms.audited.at(-1)).toMatchObject({ action: 'acknowledge-incident', target: { kind: 'incident', id } })
      const back = await rooms.call('unacknowledge-incident', { id })
      expect(back.acknowledged_at).toBeNull()
    })

    it('take notes also when they are over, but no acknowledgement', async () => {
      const [{ id }] = (await rooms.call('list-incidents', { state: 'resolved' })).items
      await expect(rooms.call('acknowledge-incident', { id })).rejects.toMatchObject({ code: 'conflict' })
      const noted = await rooms.call('add-incident-note', { id, note: 'It was the cable.' })
      expect(noted.timeline.at(-1)).toMatchObject({ kind: 'note', message: 'It was the cable.' })
      await expect(rooms.call('add-incident-note', { id, note: ' ' })).rejects.toMatchObject({ code: 'validation' })
      await expect(rooms.call('get-incident', { id: 999 })).rejects.toMatchObject({ code: 'not_found' })
    })

    it('keep the names of what is gone', async () => {
      await store.database.run('update project set is_active = 0')
      await store.database.run('update monitor set deleted_at = 1')
      expect(await ids({ q: '쇼핑몰' })).toEqual(['쇼핑몰'])
    })

    it('are changes of state too', async () => {
      const changes = await rooms.call('list-state-changes', { project_id: monitor.projectId })
      expect(changes.items).toMatchObject([
        { what: 'recovered', from: 'down', to: 'up', project: { title: '쇼핑몰' } },
        { what: 'down', from: 'up', to: 'down', at: '2026-03-02T00:01:00.000Z' },
        { what: 'first_known', from: 'unknown', to: 'up' },
      ])
    })
  })

  describe('uptime', () => {
    it('adds up exactly, per period and per day of the installation', async () => {
      await see(monitor, 'uddduuu')
      goTo(start + 7 * minute)
      const report = await rooms.call('get-monitor-uptime', { id: monitor.id })
      expect(report.time_zone).toBe('Asia/Seoul')
      expect(report.periods['24h']).toMatchObject({
        up_ms: 4 * minute,
        down_ms: 3 * minute,
        no_data_ms: day - 7 * minute,
        uptime_percent: 57.142,
        incidents: 1,
      })
      expect(report.periods['90d'].no_data_ms).toBe(90 * day - 7 * minute)
      expect(report.days).toHaveLength(90)
      expect(report.days.at(-1)).toMatchObject({
        date: '2026-03-02',
        down_ms: 3 * minute,
        incidents: 1,
        uptime_percent: 57.142,
      })
      expect(report.days[0]).toMatchObject({ uptime_percent: null, incidents: 0 })
    })

    it('of a project is the worst of its monitors, and leaves maintenance out', async () => {
      const second = await insertTestMonitor(store.database, monitor.projectId, { kind: 'tcp' })
      await see(monitor, 'uuuuuuuuuu')
      await see(second, 'uddduuuuuu')
      goTo(start + 10 * minute)
      const before = await rooms.call('get-project-uptime', { id: monitor.projectId })
      expect(before.periods['24h']).toMatchObject({ up_ms: 7 * minute, down_ms: 3 * minute })
      await store.database.run(
        `insert into maintenance (project_id, accounting, rule, time_zone, is_now, valid_from, is_current, created_at)
         values (?, 'exclude', ?, 'UTC', 0, 0, 1, 0)`,
        [monitor.projectId, JSON.stringify({ type: 'once', startsAt: start + minute, endsAt: start + 3 * minute })],
      )
      const after = await rooms.call('get-project-uptime', { id: monitor.projectId })
      expect(after.periods['24h']).toMatchObject({
        up_ms: 7 * minute,
        down_ms: minute,
        maintenance_ms: 2 * minute,
        uptime_percent: 87.5,
      })
    })

    it('does not count time in which checking has stopped', async () => {
      await see(monitor, 'uuuuuuuuuu')
      goTo(start + 5 * hour)
      const report = await rooms.call('get-monitor-uptime', { id: monitor.id })
      expect(report.periods['24h']).toMatchObject({ up_ms: 10 * minute, uptime_percent: 100 })
    })

    it('of several projects comes at once', async () => {
      await see(monitor, 'uuuu')
      await see(other, 'dddd')
      goTo(start + 4 * minute)
      const uptimes = await rooms.call('list-project-uptimes', {
        project_ids: [monitor.projectId, other.projectId, 999],
        days: 7,
      })
      expect(uptimes.items).toMatchObject([
        { project_id: monitor.projectId, uptime_24h: 100 },
        { project_id: other.projectId, uptime_24h: 0 },
      ])
      expect(uptimes.items[0].days).toHaveLength(7)
    })
  })

  describe('the dashboard', () => {
    it('says what needs attention, at once when it changes', async () => {
      await see(monitor, 'uuuu')
      expect(await rooms.call('get-dashboard-summary')).toMatchObject({ open_incident_count: 0, projects: { up: 1 } })
      await see(other, 'dddd')
      const summary = await rooms.call('get-dashboard-summary')
      expect(summary).toMatchObject({
        projects: { up: 1, down: 1 },
        open_incident_count: 1,
        unacknowledged_count: 1,
        open_incidents: [{ project: { title: 'Bank 100%' } }],
      })
    })

    it('counts maintenance apart and names what expires soon', async () => {
      const tls = await insertTestMonitor(store.database, monitor.projectId, { kind: 'tls', name: '인증서' })
      const expires_at = new Date(start + 10 * day + hour).toISOString()
      goTo(start)
      await rooms.record(testLook(tls, start, 'degraded', { outcome: { evidence: { expires_at } } }))
      expect(await rooms.call('get-dashboard-summary')).toMatchObject({
        projects: { degraded: 1 },
        expiring: [
          { monitor: { name: '인증서', kind: 'tls' }, project: { title: '쇼핑몰' }, expires_at, days_left: 10 },
        ],
      })
      await rooms.call('set-maintenance', { id: monitor.projectId, maintenance_mode: true })
      // The calendar of windows hears of it after the commit.
      await expect
        .poll(async () => (await rooms.call('get-dashboard-summary')).projects)
        .toMatchObject({ degraded: 0, maintenance: 1 })
    })

    it('has the figures of spec B', async () => {
      await see(monitor, 'uudd')
      await see(other, 'dddd')
      goTo(start + 10 * minute)
      await rooms.runJob('roll-up-results')
      expect(await rooms.call('get-dashboard-stats')).toEqual({
        total_projects: 2,
        active_projects: 2,
        available_projects: 1,
        unavailable_projects: 1,
        overall_availability: 25,
        avg_response_time: 120,
        total_alerts: 1,
        unresolved_alerts: 1,
        ssl_expiring_soon: 0,
        domain_expiring_soon: 0,
      })
    })
  })
})
