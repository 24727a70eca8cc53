import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Monitor } from '#features/projects/index.ts'
import { createResults, type Recorder } from '#features/results/index.ts'
import { Services } from '#kernel/service.ts'
import { silentLog } from '#platform/log/log.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { testLook } from '#test/looks.ts'
import { insertTestMonitor, insertTestProject } from '#test/projects.ts'
import { openWatchRooms, type WatchRooms } from '#test/watch-rooms.ts'
import { eventsOf } from './incident-event-store.ts'
import { type NoticeRaised, noticeRaised, type StateChanged, stateChanged } from './incident-events.ts'
import { incidentById, openIncidentOf } from './incident-store.ts'
import { intervalsBetween } from './interval-store.ts'

/** What another process of the installation would have. */
const anotherRecorder = (store: TestDatabase, rooms: WatchRooms): Recorder =>
  createResults({
    database: store.database,
    events: store.events,
    clock: rooms.clock,
    services: new Services(),
    log: silentLog(),
    timeZone: () => 'Asia/Seoul',
    isResponseTime: () => true,
    retention: () => ({ rawDays: 30, fiveMinutesDays: 30, hourDays: 90, dayMonths: 25 }),
  }).recorder

const start = Date.parse('2026-03-02T00:00:00Z')
const minute = 60_000

eachDatabase((open) => {
  let store: TestDatabase
  let rooms: WatchRooms
  let monitor: Monitor
  let changes: StateChanged[]
  let notices: NoticeRaised[]

  beforeEach(async () => {
    store = await open()
    rooms = await openWatchRooms(store)
    const projectId = await insertTestProject(store.database, { title: '쇼핑몰' })
    monitor = await insertTestMonitor(store.database, projectId, { name: '첫 화면' })
    changes = []
    notices = []
    store.events.within(stateChanged, async (_tx, change) => void changes.push(change))
    store.events.within(noticeRaised, async (_tx, notice) => void notices.push(notice))
  })
  afterEach(async () => {
    await rooms.close()
    await store.close()
  })

  const slot = (index: number) => start + index * minute
  /** u up, d down, ? unknown; one look a minute from `first` on. */
  const see = (script: string, first = 0) =>
    rooms.record(
      ...[...script].map((letter, index) =>
        testLook(monitor, slot(first + index), letter === 'u' ? 'up' : letter === 'd' ? 'down' : 'unknown'),
      ),
    )
  const intervals = async () =>
    (await intervalsBetween(store.database, [monitor.id], 0, start * 2)).map(
      ({ state, fromAt, toAt }) =>
        `${state} ${(fromAt - start) / minute}–${toAt === null ? '' : (toAt - start) / minute}`,
    )
  const state = async () => (await rooms.projects.loadStates(store.database, [monitor.id])).get(monitor.id)

  describe('an outage', () => {
    it('opens one incident, dated back, with every failed result in its timeline', async () => {
      rooms.clock.jump(slot(4) + 500 - rooms.clock.now())
      await see('uuddd')
      const incident = await openIncidentOf(store.database, monitor.id)
      expect(incident).toMatchObject({
        openedAt: slot(2),
        confirmedAt: slot(4) + 500,
        resolvedAt: null,
        errorCode: 'http',
        failures: 3,
        evidence: { address: '192.0.2.1' },
      })
      const events = await eventsOf(store.database, incident?.id ?? 0)
      expect(events.map(({ kind, at }) => [kind, at])).toEqual([
        ['failed', slot(2)],
        ['failed', slot(3)],
        ['failed', slot(4)],
        ['confirmed', slot(4) + 500],
      ])
      expect(changes.at(-1)).toMatchObject({
        what: 'down',
        from: 'up',
        to: 'down',
        at: slot(2),
        projectTitle: '쇼핑몰',
        monitorName: '첫 화면',
        incidentId: incident?.id,
        failures: 3,
        suppressed: null,
        message: { ko: '서비스 연속 3회 실패. HTTP 503 응답을 받았습니다.' },
      })
      expect(await intervals()).toEqual(['up 0–2', 'down 2–'])
      expect(await state()).toMatchObject({
        state: 'down',
        since: slot(2),
        openIncidentId: incident?.id,
        lastErrorCode: 'http',
      })
      expect((await rooms.projects.project(store.database, monitor.projectId))?.state).toBe('down')
    })

    it('ends with the first good result and says how long it lasted', async () => {
      await see('udddddu')
      const [incidentId] = changes.flatMap((change) => change.incidentId ?? [])
      expect(await incidentById(store.database, incidentId ?? 0)).toMatchObject({
        resolvedAt: slot(6),
        resolution: 'recovered',
      })
      expect(changes.at(-1)).toMatchObject({ what: 'recovered', downForMs: 5 * minute, incidentId, errorCode: null })
      expect(await intervals()).toEqual(['up 0–1', 'down 1–6', 'up 6–'])
      expect((await rooms.projects.project(store.database, monitor.projectId))?.state).toBe('up')
    })

    it('is judged the same in one batch or in many', async () => {
      for (let index = 0; index < 9; index++) await see('uddduuddd'[index] ?? '', index)
      expect(await intervals()).toEqual(['up 0–1', 'down 1–4', 'up 4–6', 'down 6–'])
    })

    it('notes when it fails in another way', async () => {
      await see('uddd')
      await rooms.record(testLook(monitor, slot(4), 'down', { outcome: { errorCode: 'timeout' } }))
      await rooms.record(testLook(monitor, slot(5), 'down', { outcome: { errorCode: 'timeout' } }))
      const incident = await openIncidentOf(store.database, monitor.id)
      const changed = (await eventsOf(store.database, incident?.id ?? 0)).filter((event) => event.kind === 'changed')
      expect(changed).toMatchObject([{ at: slot(4), details: { from: 'http', to: 'timeout' } }])
    })
  })

  it('leaves a late look stored but unjudged', async () => {
    await see('uddd')
    await rooms.record(testLook(monitor, slot(2) + 1, 'up'))
    expect(await intervals()).toEqual(['up 0–1', 'down 1–'])
    expect((await state())?.lastState).toBe('down')
  })

  it('does not judge a look at a paused monitor', async () => {
    const paused = { ...monitor, isPaused: true }
    for (let index = 0; index < 5; index++)
      await rooms.record(testLook(paused, slot(index), 'down', { trigger: 'manual' }))
    expect(await intervals()).toEqual([])
    expect(await state()).toMatchObject({ state: 'unknown', lastState: 'down' })
  })

  it('has nothing to say of a monitor that is gone', async () => {
    await see('uddd')
    await store.database.run('delete from monitor where id = ?', [monitor.id])
    await see('uuuu', 4)
    expect(changes.map((change) => change.what)).toEqual(['first_known', 'down'])
  })

  it('sees an outage also after the clock was an hour ahead and has been put right', async () => {
    await see('u'.repeat(30), 60)
    rooms.clock.jump(slot(5) - rooms.clock.now())
    await see('u', 5)
    rooms.clock.jump(slot(63) - rooms.clock.now())
    await see('ddd', 61)
    expect(await state()).toMatchObject({ state: 'down', since: slot(61), lastSlotAt: slot(63) })
    expect(await intervals()).toEqual(['up 5–6', 'down 61–'])
  })

  describe('pausing', () => {
    it('closes the incident with its reason and leaves the time to nobody', async () => {
      await see('uddd')
      rooms.clock.jump(slot(5) - rooms.clock.now())
      await rooms.call('pause-monitor', { id: monitor.id })
      const [incidentId] = changes.flatMap((change) => change.incidentId ?? [])
      expect(await incidentById(store.database, incidentId ?? 0)).toMatchObject({
        resolvedAt: slot(5),
        resolution: 'paused',
      })
      expect(await intervals()).toEqual(['up 0–1', 'down 1–5', 'paused 5–'])
      // A look that was on its way when the monitor was paused.
      await see('d', 4)
      expect(await state()).toMatchObject({ state: 'unknown', openIncidentId: null })
      rooms.clock.jump(slot(20) - rooms.clock.now())
      await rooms.call('resume-monitor', { id: monitor.id })
      await see('u', 21)
      expect(await intervals()).toEqual(['up 0–1', 'down 1–5', 'paused 5–20', 'up 21–'])
    })

    it('of the whole project leaves looks by hand without a verdict', async () => {
      await see('uu')
      rooms.clock.jump(slot(2) - rooms.clock.now())
      await store.database.transaction((tx) =>
        rooms.projects.setProjectPaused(tx, monitor.projectId, true, rooms.clock.now()),
      )
      await rooms.record(
        ...[3, 4, 5].map((index) => testLook(monitor, slot(index), 'down', { trigger: 'manual' as const })),
      )
      expect(await intervals()).toEqual(['up 0–2', 'paused 2–'])
      await rooms.call('pause-monitor', { id: monitor.id })
      expect(await intervals()).toEqual(['up 0–2', 'paused 2–'])
    })

    it('does not let the last state vouch for time in which nobody looked', async () => {
      await see('uu')
      rooms.clock.jump(slot(60) - rooms.clock.now())
      await rooms.call('pause-monitor', { id: monitor.id })
      expect(await intervals()).toEqual(['up 0–2', 'paused 60–'])
    })
  })

  describe('a notice', () => {
    const expiring = {
      type: 'ssl_expiring',
      key: 'AB:CD:7',
      severity: 'warning',
      message: { ko: 'SSL 인증서가 7일 후 만료됩니다.', en: 'The certificate expires in 7 days.' },
    } as const
    const keyword = { ...expiring, type: 'keyword', key: 'found:error' } as const
    const seeing = (index: number, list: readonly (typeof expiring | typeof keyword)[], maintenance = false) =>
      rooms.record(
        testLook(monitor, slot(index), 'up', {
          outcome: { notices: list },
          maintenance: maintenance ? { accounting: 'exclude' } : null,
        }),
      )

    it('is raised once for each key, however often looks repeat it', async () => {
      for (let index = 0; index < 4; index++) await seeing(index, [expiring])
      await seeing(4, [{ ...expiring, key: 'AB:CD:3' } as unknown as typeof expiring])
      expect(notices.map((notice) => notice.at)).toEqual([slot(0), slot(4)])
    })

    it('waits while maintenance goes on', async () => {
      await seeing(0, [expiring], true)
      await seeing(1, [expiring])
      expect(notices.map((notice) => notice.at)).toEqual([slot(1)])
    })

    it('of a keyword is raised again after the keyword had gone', async () => {
      await seeing(0, [keyword])
      await seeing(1, [keyword])
      await see('u', 2)
      await seeing(3, [keyword])
      expect(notices.map((notice) => notice.at)).toEqual([slot(0), slot(3)])
    })

    it('tells of a slow answer at most once in fifteen minutes', async () => {
      const limited = { ...monitor, timeLimit: 100 }
      for (let index = 0; index < 16; index++) await rooms.record(testLook(limited, slot(index)))
      expect(notices.map(({ type, at }) => [type, at])).toEqual([
        ['slow_response', slot(0)],
        ['slow_response', slot(15)],
      ])
      expect(notices[0]?.message.ko).toBe('응답 시간이 임계값을 초과했습니다. (120ms, 제한 100ms)')
    })
  })

  it('opens one incident and tells one change when fifty recorders bring the same looks', async () => {
    rooms.clock.jump(slot(30) - rooms.clock.now())
    const others = Array.from({ length: 49 }, () => anotherRecorder(store, rooms))
    const recorders = [rooms.recorder, ...others]
    const script = 'udddddu'
    await Promise.all(
      recorders.flatMap((recorder) => [
        ...[...script].map((letter, index) =>
          recorder.record(testLook(monitor, slot(index), letter === 'u' ? 'up' : 'down')),
        ),
        recorder.drain(),
      ]),
    )
    const rows = await store.database.all<{ what: string }>('select what from state_change order by id')
    expect(rows.map((row) => row.what)).toEqual(['first_known', 'down', 'recovered'])
    expect(await store.database.all('select id from incident')).toHaveLength(1)
    expect(await intervals()).toEqual(['up 0–1', 'down 1–6', 'up 6–'])
  })

  it('stays in one piece when recorders bring different looks of the same monitors at the same time', async () => {
    const second = await insertTestMonitor(store.database, monitor.projectId)
    rooms.clock.jump(slot(30) - rooms.clock.now())
    const recorders = Array.from({ length: 12 }, () => anotherRecorder(store, rooms))
    const script = 'uuddddduuuddddudddduuuuddddd'
    const looks = [...script].flatMap((letter, index) =>
      [monitor, second].map((one) => testLook(one, slot(index), letter === 'u' ? 'up' : 'down')),
    )
    // Each look goes to two recorders, each of which writes in many small batches.
    const recorded = looks.flatMap((look, index) =>
      [index % 12, (index * 5 + 1) % 12].map(async (which) => {
        const recorder = recorders[which] as Recorder
        const result = recorder.record(look)
        await recorder.drain()
        return result
      }),
    )
    const results = await Promise.all(recorded)
    expect(results.filter((result) => result === 'stored').length).toBe(looks.length)
    for (const { id } of [monitor, second]) {
      const pieces = await intervalsBetween(store.database, [id], 0, start * 2)
      pieces.slice(1).forEach((piece, index) => {
        expect(piece.fromAt).toBeGreaterThanOrEqual(pieces[index]?.toAt ?? Number.POSITIVE_INFINITY)
      })
      const told = changes.filter((change) => change.monitorId === id)
      expect(new Set(told.map((change) => `${change.what} ${change.at}`)).size).toBe(told.length)
      const open = await store.database.all('select id from incident where monitor_id = ? and resolved_at is null', [
        id,
      ])
      expect(open.length).toBe(
        (await rooms.projects.loadStates(store.database, [id])).get(id)?.state === 'down' ? 1 : 0,
      )
    }
  })
})
