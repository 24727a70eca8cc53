import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isFailure } from '#kernel/errors.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { openProjectRooms, type ProjectRooms } from '#test/project-rooms.ts'

const hour = 3_600_000

eachDatabase((open) => {
  let store: TestDatabase
  let rooms: ProjectRooms
  let id: number
  let start: number

  beforeEach(async () => {
    store = await open()
    rooms = await openProjectRooms(store)
    id = (await rooms.call('create-project', { title: 'Shop', url: 'http://shop.example.com/' })).id
    start = rooms.clock.now()
  })
  afterEach(async () => {
    await rooms.close()
    await store.close()
  })

  const iso = (ms: number): string => new Date(ms).toISOString()
  const isOn = async (): Promise<boolean> => {
    const stored = (await rooms.projects.maintenanceAt(store.database, [id], rooms.clock.now())).has(id)
    // What is kept in memory follows by news.
    await expect.poll(() => rooms.projects.maintenanceNow(id, rooms.clock.now()) !== null).toBe(stored)
    expect((await rooms.call('get-project', { id })).maintenance_mode).toBe(stored)
    return stored
  }
  const between = (from: number, to: number) => rooms.projects.maintenanceBetween(store.database, id, from, to)
  const on = (fields: object = {}) => rooms.call('set-maintenance', { id, maintenance_mode: true, ...fields })
  const off = () => rooms.call('set-maintenance', { id, maintenance_mode: false })

  describe('maintenance switched on by hand', () => {
    it('really ends when it said it would, and after two hours when it said nothing', async () => {
      expect(await on({ maintenance_ends_at: iso(start + hour) })).toMatchObject({
        maintenance_mode: true,
        maintenance_ends_at: iso(start + hour),
      })
      await rooms.clock.advance(hour - 1)
      expect(await isOn()).toBe(true)
      await rooms.clock.advance(1)
      expect(await isOn()).toBe(false)
      expect(await on({ maintenance_ends_at: null })).toMatchObject({ maintenance_ends_at: iso(start + 3 * hour) })
    })

    it('is extended and reworded without a gap, and ended early', async () => {
      await on({ maintenance_message: 'first' })
      await rooms.clock.advance(hour)
      expect(await on({ maintenance_ends_at: iso(start + 5 * hour), maintenance_message: 'second' })).toMatchObject({
        maintenance_message: 'second',
      })
      await rooms.clock.advance(hour)
      expect((await off()).maintenance_mode).toBe(false)
      expect(await isOn()).toBe(false)
      expect(await between(start - hour, start + 10 * hour)).toEqual([
        { from: start, to: start + 2 * hour, accounting: 'exclude' },
      ])
    })

    it('can be part of creating or editing the project', async () => {
      const created = await rooms.call('create-project', {
        title: 'B',
        url: 'http://b.example.com/',
        maintenance_mode: true,
        maintenance_message: 'moving',
      })
      expect(created).toMatchObject({ maintenance_mode: true, maintenance_message: 'moving', state: 'maintenance' })
      expect(await rooms.call('update-project', { id: created.id, maintenance_mode: false })).toMatchObject({
        maintenance_mode: false,
        state: 'unknown',
      })
    })

    it('refuses an end that has passed or is months away', async () => {
      for (const ends of [start, start - 1, start + 91 * 24 * hour]) {
        expect(isFailure(await on({ maintenance_ends_at: iso(ends) }).catch((error) => error), 'validation')).toBe(true)
      }
      expect(await isOn()).toBe(false)
    })
  })

  describe('a planned window', () => {
    const plan = (fields: object) => rooms.call('plan-maintenance', { id, ...fields })

    it('opens and closes by itself and shows its next times', async () => {
      const window = await plan({
        schedule: { type: 'once', starts_at: iso(start + hour), ends_at: iso(start + 2 * hour) },
        accounting: 'as_up',
      })
      expect(window).toMatchObject({
        is_open: false,
        is_over: false,
        time_zone: 'Asia/Seoul',
        next: [{ from: iso(start + hour), to: iso(start + 2 * hour) }],
      })
      expect(await isOn()).toBe(false)
      await rooms.clock.advance(hour)
      expect(await isOn()).toBe(true)
      expect(rooms.projects.maintenanceNow(id, rooms.clock.now())).toMatchObject({
        accounting: 'as_up',
        windowId: window.id,
      })
      await rooms.clock.advance(hour)
      expect(await isOn()).toBe(false)
      expect((await rooms.call('list-maintenance', { id })).items).toMatchObject([
        { id: window.id, is_over: true, next: [] },
      ])
    })

    it('keeps the past as it was when it is edited or taken away', async () => {
      const daily = {
        type: 'weekly',
        days: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
        from: '01:00',
        to: '02:00',
      }
      const window = await plan({ time_zone: 'UTC', schedule: daily })
      await rooms.clock.advance(48 * hour)
      const edited = await rooms.call('update-maintenance', {
        id,
        window_id: window.id,
        schedule: { ...daily, to: '03:00' },
        accounting: 'count',
      })
      expect(edited).toMatchObject({ id: window.id, accounting: 'count', schedule: { to: '03:00' } })
      await rooms.clock.advance(24 * hour)
      await rooms.call('cancel-maintenance', { id, window_id: window.id })
      expect((await rooms.call('list-maintenance', { id })).items).toEqual([])
      const opens = (day: number) => start + day * 24 * hour + hour
      expect(await between(start, start + 240 * hour)).toEqual([
        { from: opens(0), to: opens(0) + hour, accounting: 'exclude' },
        { from: opens(1), to: opens(1) + hour, accounting: 'exclude' },
        { from: opens(2), to: opens(2) + 2 * hour, accounting: 'count' },
      ])
    })

    it('that comes back is ended for this time only by switching maintenance off', async () => {
      await plan({ time_zone: 'UTC', schedule: { type: 'cron', expression: '0 1 * * *', minutes: 60 } })
      await rooms.clock.advance(1.5 * hour)
      expect(await isOn()).toBe(true)
      await off()
      expect(await isOn()).toBe(false)
      await rooms.clock.advance(24 * hour)
      expect(await isOn()).toBe(true)
      expect(await between(start, start + 48 * hour)).toEqual([
        { from: start + hour, to: start + 1.5 * hour, accounting: 'exclude' },
        { from: start + 25 * hour, to: start + 26 * hour, accounting: 'exclude' },
      ])
    })

    it('is refused when it cannot be', async () => {
      const refused = [
        { schedule: { type: 'once', starts_at: iso(start + hour), ends_at: iso(start + hour) } },
        { schedule: { type: 'once', starts_at: iso(start - 2 * hour), ends_at: iso(start - hour) } },
        { schedule: { type: 'weekly', days: [], from: '01:00', to: '02:00' } },
        { schedule: { type: 'weekly', days: ['mon'], from: '25:00', to: '02:00' } },
        { schedule: { type: 'monthly', days: [0], from: '01:00', to: '02:00' } },
        { schedule: { type: 'cron', expression: '* * * * *', minutes: 1 } },
        { schedule: { type: 'cron', expression: '0 0 * * *', minutes: 1441 } },
        { schedule: { type: 'cron', expression: '0 0 31 2 *', minutes: 10 } },
        { schedule: { type: 'cron', expression: 'every day now ok', minutes: 10 } },
        { schedule: { type: 'cron', expression: '0 0 0 * * *', minutes: 10 } },
        { schedule: { type: 'cron', expression: '0 0 * * *', minutes: 10 }, time_zone: 'Mars/Olympus' },
      ]
      for (const fields of refused) {
        expect(isFailure(await plan(fields).catch((error) => error), 'validation'), JSON.stringify(fields)).toBe(true)
      }
    })
  })
})
