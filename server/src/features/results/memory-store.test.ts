import { text } from '@bongsu/contract/text.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LookMemory, Notice, Outcome } from '#features/checks/index.ts'
import { type NoticeRaised, noticeRaised } from '#features/incidents/index.ts'
import type { Monitor } from '#features/projects/index.ts'
import { monitorChanged } from '#features/projects/index.ts'
import { silentLog } from '#platform/log/log.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { testLook } from '#test/looks.ts'
import { insertTestMonitor, insertTestProject } from '#test/projects.ts'
import { openWatchRooms, type WatchRooms } from '#test/watch-rooms.ts'
import { resultsRecorded } from './look.ts'
import { memoryOf } from './memory-store.ts'
import { BatchRecorder } from './recorder.ts'

const start = Date.parse('2026-03-02T00:00:00Z')
const minute = 60_000
const memory = (json: string, scope = 'a'): LookMemory => ({ scope, json })
const changed = (key: string): Notice => ({
  type: 'content_changed',
  key,
  severity: 'info',
  message: text('바뀌었습니다.', 'It changed.'),
  details: { added: 1 },
})

eachDatabase((open) => {
  let store: TestDatabase
  let rooms: WatchRooms
  let monitor: Monitor
  let told: NoticeRaised[]

  beforeEach(async () => {
    store = await open()
    rooms = await openWatchRooms(store)
    monitor = await insertTestMonitor(store.database, await insertTestProject(store.database))
    told = []
    store.events.within(noticeRaised, async (_tx, notice) => void told.push(notice))
  })
  afterEach(async () => {
    await rooms.close()
    await store.close()
  })

  /** What another process of the installation would have. */
  const anotherRecorder = () =>
    new BatchRecorder({
      database: store.database,
      clock: rooms.clock,
      log: silentLog(),
      isResponseTime: () => true,
    })
  const kept = async () => (await memoryOf(store.database, monitor.id))?.json
  const look = (slot: number, outcome: Partial<Outcome>, more: object = {}) =>
    testLook(monitor, start + slot * minute, 'up', { outcome, ...more })

  describe('what a look leaves for the next', () => {
    it('is stored with its result, and replaced by the next that leaves something', async () => {
      expect(await kept()).toBeUndefined()
      await rooms.record(look(0, { memory: memory('1') }))
      await rooms.record(look(1, {}))
      expect(await kept()).toBe('1')
      await rooms.record(look(2, { memory: memory('2') }), look(3, { memory: memory('3', 'b') }))
      expect(await memoryOf(store.database, monitor.id)).toEqual(memory('3', 'b'))
    })

    it('is not undone by a look that comes late, nor by a doubled one', async () => {
      await rooms.record(look(2, { memory: memory('new') }))
      await rooms.record(look(1, { memory: memory('late') }))
      await rooms.record(look(2, { memory: memory('doubled') }))
      expect(await kept()).toBe('new')
    })

    it('is stored together with the notice, which doubled slots tell once', async () => {
      const outcome = { memory: memory('2'), notices: [changed('1:2')] }
      await rooms.record(look(0, { memory: memory('1') }))
      await rooms.record(look(1, outcome))
      await rooms.record(look(1, outcome))
      await rooms.record(look(2, outcome))
      expect(told).toHaveLength(1)
      expect(await kept()).toBe('2')
      const { items } = await rooms.call('list-notices', { monitor_id: monitor.id })
      expect(items).toMatchObject([
        { type: 'content_changed', message: 'It changed.', details: { added: 1 }, monitor: { id: monitor.id } },
      ])
      expect((await rooms.call('list-notices', { monitor_id: monitor.id + 1 })).total).toBe(0)
    })

    it('is told once by many recorders that saw the same at once', async () => {
      await rooms.record(look(0, { memory: memory('1') }))
      const outcome = { memory: memory('2'), notices: [changed('1:2')] }
      const recorders = Array.from({ length: 8 }, anotherRecorder)
      const recording = recorders.flatMap((recorder, at) => [
        recorder.record(look(1, outcome)),
        recorder.record(look(2 + at, outcome)),
      ])
      await Promise.all(recorders.map((recorder) => recorder.drain()))
      await Promise.all(recording)
      expect(told).toHaveLength(1)
      expect(await store.database.all('select * from notice')).toHaveLength(1)
      expect(await kept()).toBe('2')
    })

    it('waits with a notice that is put off for maintenance, so that the next look tells', async () => {
      const outcome = { memory: memory('2'), notices: [changed('1:2')] }
      await rooms.record(look(0, { memory: memory('1') }))
      await rooms.record(look(1, outcome, { maintenance: { accounting: 'exclude' } }))
      expect([told.length, await kept()]).toEqual([0, '1'])
      await rooms.record(look(2, outcome))
      expect([told.length, await kept()]).toEqual([1, '2'])
      // Without a notice there is nothing to wait for.
      await rooms.record(look(3, { memory: memory('3') }, { maintenance: { accounting: 'exclude' } }))
      expect(await kept()).toBe('3')
    })

    it('is not believed while we are blind', async () => {
      await rooms.record(look(0, { memory: memory('1') }, { blind: true }))
      expect(await kept()).toBeUndefined()
    })

    it('rolls back with the batch: nothing is told or kept of a look that was not stored', async () => {
      let isBroken = true
      store.events.within(resultsRecorded, async () => {
        if (isBroken) throw new Error('killed here')
      })
      const recording = rooms.recorder.record(look(0, { memory: memory('1'), notices: [changed('0:1')] }))
      while (rooms.recorder.health().failingSince === null) {
        await rooms.clock.advance(100)
        await new Promise((resolve) => setImmediate(resolve))
      }
      expect(await kept()).toBeUndefined()
      expect(await store.database.all('select * from notice')).toEqual([])
      isBroken = false
      let isDone = false
      void recording.then(() => {
        isDone = true
      })
      while (!isDone) {
        await rooms.clock.advance(1000)
        await new Promise((resolve) => setImmediate(resolve))
      }
      expect(await kept()).toBe('1')
      expect(await store.database.all('select * from notice')).toHaveLength(1)
    })

    it('goes with its monitor', async () => {
      await rooms.record(look(0, { memory: memory('1') }))
      await store.database.transaction((tx) =>
        tx.emit(monitorChanged, { monitorId: monitor.id, projectId: monitor.projectId, change: 'purged' }),
      )
      expect(await kept()).toBeUndefined()
    })
  })
})
