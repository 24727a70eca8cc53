import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { openProjectRooms, type ProjectRooms } from '#test/project-rooms.ts'
import { Roster } from './roster.ts'

eachDatabase((open) => {
  let store: TestDatabase
  let rooms: ProjectRooms
  let roster: Roster
  let news: string[]

  beforeEach(async () => {
    store = await open()
    rooms = await openProjectRooms(store)
    news = []
    roster = new Roster({
      database: store.database,
      projects: rooms.projects,
      onNews: (one) => void news.push(`${one.what} ${one.what === 'left' ? one.monitorId : one.monitor.id}`),
    })
  })
  afterEach(async () => {
    await rooms.close()
    await store.close()
  })

  const add = async (): Promise<{ projectId: number; monitorId: number }> => {
    const project = await rooms.call('create-project', { title: 'Shop', url: 'http://shop.example.com/' })
    return { projectId: project.id, monitorId: project.monitors[0].id }
  }

  describe('the roster', () => {
    it('reads everything once, and then only what it hears of', async () => {
      const { monitorId } = await add()
      await roster.load()
      expect([roster.size, roster.get(monitorId)?.checkInterval]).toEqual([1, 300])
      await rooms.call('update-monitor', { id: monitorId, check_interval: 120 })
      expect(roster.get(monitorId)?.checkInterval).toBe(300)
      await roster.heard(monitorId, 'updated')
      expect(roster.get(monitorId)?.checkInterval).toBe(120)
      expect(news).toEqual([`changed ${monitorId}`])
    })

    it('tells a beginning from a change, and who has left', async () => {
      const { projectId, monitorId } = await add()
      await roster.heard(monitorId, 'created')
      await rooms.call('pause-monitor', { id: monitorId })
      await roster.heard(monitorId, 'paused')
      await rooms.call('resume-monitor', { id: monitorId })
      await roster.heard(monitorId, 'resumed')
      await rooms.call('delete-project', { id: projectId })
      await roster.heard(monitorId, 'deleted')
      expect(news).toEqual(['began', 'left', 'began', 'left'].map((what) => `${what} ${monitorId}`))
    })

    it('finds by itself what no event told', async () => {
      const [kept, edited, gone] = [await add(), await add(), await add()]
      await roster.load()
      await rooms.clock.advance(5)
      await rooms.call('update-monitor', { id: edited.monitorId, check_interval: 120 })
      await rooms.call('delete-project', { id: gone.projectId })
      const { monitorId: made } = await add()
      await roster.compare()
      expect(news.sort()).toEqual([`began ${made}`, `changed ${edited.monitorId}`, `left ${gone.monitorId}`].sort())
      expect(roster.get(kept.monitorId)).toBeDefined()
      news.length = 0
      await roster.compare()
      expect(news).toEqual([])
    })

    it('misses nothing of a burst', async () => {
      const all = []
      for (let n = 0; n < 30; n++) all.push((await add()).monitorId)
      await Promise.all(all.map((id) => roster.heard(id, 'created')))
      expect(roster.size).toBe(30)
      expect(news.length).toBe(30)
    })
  })
})
