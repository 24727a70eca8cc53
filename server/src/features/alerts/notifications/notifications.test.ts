import { text } from '@bongsu/contract/text.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { personLocked } from '#features/identity/index.ts'
import { type StateChanged, stateChanged } from '#features/incidents/index.ts'
import type { Actor } from '#kernel/operation.ts'
import { type AlertRooms, insertTestPerson, openAlertRooms } from '#test/alert-rooms.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { asRole } from '#test/project-rooms.ts'
import { insertTestProject } from '#test/projects.ts'

eachDatabase((open) => {
  let store: TestDatabase
  let rooms: AlertRooms
  let projectId: number
  let admin: Actor
  let owner: Actor
  let stranger: Actor
  let changeId = 0

  beforeEach(async () => {
    store = await open()
    rooms = await openAlertRooms(store)
    const person = async (role: 'admin' | 'user' | 'viewer'): Promise<Actor> =>
      ({ ...asRole(role), personId: await insertTestPerson(store, { role }) }) as Actor
    admin = await person('admin')
    owner = await person('user')
    stranger = await person('viewer')
    projectId = await insertTestProject(store.database, { title: '쇼핑몰' })
    await store.database.run('update project set owner_id = ? where id = ?', [idOf(owner), projectId])
  })
  afterEach(async () => {
    await rooms.close()
    await store.close()
  })

  const idOf = (actor: Actor): number => (actor.kind === 'person' ? actor.personId : 0)
  const change = (what: StateChanged['what'], fields: Partial<StateChanged> = {}) =>
    store.database.transaction((tx) =>
      tx.emit(stateChanged, {
        changeId: ++changeId,
        monitorId: 1,
        projectId,
        monitorName: '첫 화면',
        projectTitle: '쇼핑몰',
        kind: 'http',
        from: 'up',
        to: 'down',
        at: rooms.clock.now(),
        confirmedAt: rooms.clock.now(),
        incidentId: 501,
        what,
        message: text('HTTP 503 응답을 받았습니다.', 'It answered HTTP 503.'),
        errorCode: 'http',
        durationMs: 120,
        downForMs: null,
        failures: 3,
        suppressed: null,
        ...fields,
      }),
    )
  const list = (actor: Actor, search: object = {}) => rooms.call('list-notifications', search, actor)
  const types = async (actor: Actor) => (await list(actor)).items.map((one: { type: string }) => one.type)

  describe('news', () => {
    it('reaches the owner, administrators and managers, and nobody else', async () => {
      await change('down')
      expect(await types(owner)).toEqual(['down'])
      expect(await types(admin)).toEqual(['down'])
      expect(await types(stranger)).toEqual([])
      const { items } = await list(owner)
      expect(items[0]).toMatchObject({
        title: 'Down - 쇼핑몰',
        message: 'It answered HTTP 503.',
        severity: 'critical',
        link: '/incidents/501',
        is_read: false,
        project_id: projectId,
        incident_id: 501,
      })
      const { people_notified } = await rooms.call('list-incident-deliveries', { id: 501 })
      expect(people_notified).toBe(2)
    })

    it('reaches chosen people through a channel, and nobody twice', async () => {
      await rooms.call('create-channel', {
        kind: 'in_app',
        name: 'screen',
        options: { roles: ['viewer', 'admin'], person_ids: [idOf(owner)] },
      })
      await change('down')
      await rooms.pass(2000)
      expect(await types(stranger)).toEqual(['down'])
      expect(await types(admin)).toEqual(['down'])
      expect(await types(owner)).toEqual(['down'])
    })

    it('reaches everybody through a channel for which nobody was chosen', async () => {
      await rooms.call('create-channel', { kind: 'in_app', name: 'screen', options: {} })
      await change('down')
      await rooms.pass(2000)
      for (const person of [stranger, admin, owner]) expect(await types(person)).toEqual(['down'])
    })

    it('that nobody was told the beginning of does not tell its end', async () => {
      await change('down', { suppressed: 'maintenance' })
      await change('recovered')
      expect(await types(admin)).toEqual([])
      await change('down', { incidentId: 502 })
      await change('recovered', { incidentId: 502 })
      expect(await types(admin)).toEqual(['recovered', 'down'])
    })

    it('of a locked account reaches its owner and the administrators', async () => {
      const locked = {
        personId: idOf(stranger),
        personName: '홍',
        personEmail: 'h@example.com',
        address: '192.0.2.1',
        failures: 5,
        lockedUntil: 1,
      }
      await store.database.transaction((tx) => tx.emit(personLocked, locked))
      expect(await types(stranger)).toEqual(['account_locked'])
      expect(await types(admin)).toEqual(['account_locked'])
      expect(await types(owner)).toEqual([])
    })

    it('from other rooms arrives with their transaction or not at all', async () => {
      const notice = {
        to: 'admins',
        key: 'job:1',
        type: 'job_failed',
        severity: 'warning',
        title: text('작업 실패', 'A job failed'),
        message: text('', ''),
        link: '/jobs',
      } as const
      await store.database.transaction((tx) => rooms.alerts.notify(tx, notice))
      await store.database.transaction((tx) => rooms.alerts.notify(tx, notice))
      const failing = store.database.transaction(async (tx) => {
        await rooms.alerts.notify(tx, { ...notice, key: 'job:2' })
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await types(admin)).toEqual(['job_failed'])
    })
  })

  describe('the centre', () => {
    beforeEach(async () => {
      await change('down')
      await change('down', { incidentId: 502, projectId: 99 })
    })

    it('lists unread, by project, and marks one or all as read', async () => {
      expect((await rooms.call('list-unread-notifications', {}, admin)).total).toBe(2)
      expect((await rooms.call('list-project-notifications', { id: projectId }, admin)).total).toBe(1)
      const { items } = await list(admin)
      const read = await rooms.call('update-notification', { id: items[0].id }, admin)
      expect(read).toMatchObject({ is_read: true, read_at: expect.any(String) })
      expect((await list(admin, { is_read: false })).total).toBe(1)
      expect(await rooms.call('update-notification', { id: items[0].id, is_read: false }, admin)).toMatchObject({
        is_read: false,
        read_at: null,
      })
      expect(await rooms.call('mark-all-notifications-read', { project_id: projectId }, admin)).toEqual({ updated: 1 })
      expect(await rooms.call('mark-all-notifications-read', {}, admin)).toEqual({ updated: 1 })
      expect((await rooms.call('list-unread-notifications', {}, admin)).total).toBe(0)
    })

    it('deletes what is one’s own', async () => {
      const { items } = await list(admin)
      await rooms.call('delete-notification', { id: items[0].id }, admin)
      expect((await list(admin)).total).toBe(1)
    })

    it('shows nobody else’s entries, whatever id is asked for', async () => {
      const { items } = await list(admin)
      const [{ id }] = items
      for (const verb of ['get-notification', 'update-notification', 'delete-notification']) {
        await expect(rooms.call(verb, { id }, owner), verb).rejects.toMatchObject({ code: 'not_found' })
        await expect(rooms.call(verb, { id: 999_999 }, owner), verb).rejects.toMatchObject({ code: 'not_found' })
      }
      expect(await rooms.call('get-notification', { id }, admin)).toMatchObject({ id, is_read: false })
      const robot: Actor = {
        kind: 'token',
        tokenId: 1,
        personId: null,
        role: 'admin',
        name: 'robot',
        scopes: ['read'],
        tools: null,
      }
      await expect(list(robot)).rejects.toMatchObject({ code: 'forbidden' })
    })
  })

  describe('an announcement', () => {
    it('reaches everybody, or those it is for', async () => {
      expect(
        await rooms.call('broadcast-notification', { title: '점검', message: '오늘 밤', link: '/status' }, admin),
      ).toEqual({ told: 3 })
      expect(
        await rooms.call('broadcast-notification', { title: 'a', message: 'b', roles: ['viewer'] }, admin),
      ).toEqual({ told: 1 })
      const asOthersSay = { title: 'a', message: 'b', roles: ['ROLE_ADMIN'] }
      expect(await rooms.call('broadcast-notification', asOthersSay, admin)).toEqual({ told: 1 })
      expect(await types(stranger)).toEqual(['broadcast', 'broadcast'])
      await expect(
        rooms.call('broadcast-notification', { title: 'a', message: 'b', person_ids: [999_999] }, admin),
      ).rejects.toMatchObject({ code: 'validation' })
    })

    it('comes from administrators, and leads nowhere outside', async () => {
      await expect(rooms.call('broadcast-notification', { title: 'a', message: 'b' }, owner)).rejects.toMatchObject({
        code: 'forbidden',
      })
      for (const link of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/a b']) {
        await expect(
          rooms.call('broadcast-notification', { title: 'a', message: 'b', link }, admin),
          link,
        ).rejects.toMatchObject({ code: 'validation' })
      }
    })
  })
})
