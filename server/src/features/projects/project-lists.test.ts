import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/operation.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { asRole, openProjectRooms, type ProjectRooms } from '#test/project-rooms.ts'
import { firstMonitorState } from './index.ts'

eachDatabase((open) => {
  let store: TestDatabase
  let rooms: ProjectRooms

  beforeEach(async () => {
    store = await open()
    rooms = await openProjectRooms(store)
  })
  afterEach(async () => {
    await rooms.close()
    await store.close()
  })

  const add = (title: string, fields: object = {}) =>
    rooms.call('create-project', { title, url: `http://${title.length}.example.com/`, ...fields })
  const titles = async (filter: object): Promise<string[]> =>
    (await rooms.call('list-projects', filter)).items.map((project: { title: string }) => project.title)
  const judge = (monitorId: number, projectId: number, state: 'up' | 'down') =>
    store.database.transaction(async (tx) => {
      await rooms.projects.saveStates(tx, [
        { ...firstMonitorState(monitorId, 1), state, lastCheckedAt: 5, lastDurationMs: 42 },
      ])
      await rooms.projects.refreshProjectState(tx, projectId, 1)
    })

  describe('the list of projects', () => {
    it('is searched without regard to case, in Korean and English, and takes wildcards literally', async () => {
      await add('Shop Front', { description: '결제 화면' })
      await add('intranet', { tags: ['결제'] })
      await add('100% uptime', {})
      expect(await titles({ q: 'SHOP' })).toEqual(['Shop Front'])
      expect(await titles({ q: '결제' })).toEqual(['intranet', 'Shop Front'])
      expect(await titles({ q: '결제'.normalize('NFD') })).toEqual(['intranet', 'Shop Front'])
      expect(await titles({ q: '0%' })).toEqual(['100% uptime'])
      expect(await titles({ q: '_' })).toEqual([])
    })

    it('is narrowed by category, tag and publicity, and counts them', async () => {
      await add('a', { category: 'web', tags: ['x', 'y'], is_public: true })
      await add('b', { category: 'web', tags: ['y'] })
      const gone = await add('c', { category: 'api', tags: ['z'] })
      await rooms.call('delete-project', { id: gone.id })
      expect(await titles({ category: 'web', tag: 'x' })).toEqual(['a'])
      expect(await titles({ tag: 'y', is_public: false })).toEqual(['b'])
      expect(await rooms.call('list-project-facets')).toMatchObject({
        categories: [{ value: 'web', count: 2 }],
        tags: [
          { value: 'x', count: 1 },
          { value: 'y', count: 2 },
        ],
        total: 2,
      })
    })

    it('is narrowed to those whose owner I am; a caller without an account owns none', async () => {
      const other = { ...asRole('user'), personId: 8 } as Actor
      await add('mine')
      await rooms.call('create-project', { title: 'theirs', url: 'http://b.example.com/' }, other)
      expect(await titles({ mine: true })).toEqual(['mine'])
      expect(await rooms.call('list-projects', { mine: true }, other)).toMatchObject({
        total: 1,
        items: [{ title: 'theirs' }],
      })
      expect(await rooms.call('list-projects', { mine: true }, { kind: 'system', name: 'test' })).toMatchObject({
        total: 0,
      })
    })

    it('sorts by urgency, and lays maintenance over every state but paused', async () => {
      const [up, down, silent] = [await add('up'), await add('down'), await add('silent')]
      await judge(up.monitors[0].id, up.id, 'up')
      await judge(down.monitors[0].id, down.id, 'down')
      expect(await titles({ sort: 'state' })).toEqual(['down', 'silent', 'up'])
      expect(await titles({ state: 'down' })).toEqual(['down'])
      await rooms.call('set-maintenance', { id: down.id, maintenance_mode: true, maintenance_message: '점검' })
      await expect.poll(() => titles({ state: 'down' })).toEqual([])
      expect((await rooms.call('list-projects', { state: 'maintenance' })).items[0]).toMatchObject({
        title: 'down',
        state: 'maintenance',
        maintenance_mode: true,
        maintenance_message: '점검',
        monitor_states: { down: 1 },
        last_response_ms: 42,
      })
      expect(
        (await rooms.call('list-monitors', { state: 'maintenance' })).items.map(
          (monitor: { project_title: string }) => monitor.project_title,
        ),
      ).toEqual(['down'])
      expect(
        (await rooms.call('list-monitors', { state: 'unknown' })).items.map(
          (monitor: { project_id: number }) => monitor.project_id,
        ),
      ).toEqual([silent.id])
      expect((await rooms.call('list-project-facets')).states).toEqual(
        expect.arrayContaining([
          { value: 'down', count: 0 },
          { value: 'maintenance', count: 1 },
          { value: 'up', count: 1 },
        ]),
      )
    })

    it('comes in pages that neither repeat nor lose anybody', async () => {
      for (let n = 0; n < 23; n++) await add(`same`)
      const seen = new Set<number>()
      for (let page = 1; page <= 3; page++) {
        const found = await rooms.call('list-projects', { page, page_size: 10, order: 'desc' })
        expect(found).toMatchObject({ total: 23, page, page_size: 10 })
        for (const { id } of found.items) seen.add(id)
      }
      expect(seen.size).toBe(23)
    })
  })
})
