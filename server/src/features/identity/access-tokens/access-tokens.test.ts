import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { day, minute } from '#kernel/clock.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { type GroundRooms, openGroundRooms } from '#test/ground-rooms.ts'
import { tokensChanged } from '../index.ts'

const password = 'correct horse battery'

eachDatabase((open) => {
  describe('access tokens', () => {
    let store: TestDatabase
    let rooms: GroundRooms
    let admin: string
    let kim: string
    let kimId: number

    beforeEach(async () => {
      store = await open()
      rooms = await openGroundRooms(store)
      await rooms.send('POST', '/api/v1/auth/register', {
        body: { email: 'admin@example.com', password, name: 'Admin' },
      })
      admin = await signIn('admin@example.com')
      const person = { email: 'kim@example.com', name: 'Kim', role: 'user', password }
      kimId = (await rooms.send('POST', '/api/v1/people', { token: admin, body: person })).body.id
      kim = await signIn('kim@example.com')
    })
    afterEach(async () => {
      await rooms.close()
      await store.close()
    })

    const signIn = async (username: string): Promise<string> =>
      (await rooms.send('POST', '/api/v1/auth/login', { body: { username, password } })).body.access_token
    const make = (body: object, by = kim) =>
      rooms.send('POST', '/api/v1/tokens', { token: by, body: { name: 'laptop', ...body } })
    const me = (token: string, from?: string) =>
      rooms.send('GET', '/api/v1/auth/me', { token, ...(from === undefined ? {} : { from }) })
    const change = (id: number, body: object, by = kim) =>
      rooms.send('PATCH', `/api/v1/tokens/${id}`, { token: by, body })
    const revoke = (id: number, by = kim) => rooms.send('DELETE', `/api/v1/tokens/${id}`, { token: by })
    const list = (query = '', by = kim) => rooms.send('GET', `/api/v1/tokens${query}`, { token: by })

    it('are shown once, and only their hash is kept', async () => {
      const { status, body } = await make({})
      expect(status).toBe(201)
      expect(body.token).toMatch(/^bgs_[\w-]{43}$/)
      expect(body).toMatchObject({
        kind: 'personal',
        role: 'user',
        scopes: ['read', 'tools'],
        tools: null,
        state: 'active',
      })
      const [stored] = await store.database.all('select * from access_token')
      const kept = JSON.stringify([
        stored,
        (await list()).body,
        await store.database.all('select * from audit_entry'),
        (await rooms.send('GET', `/api/v1/tokens/${body.id}`, { token: kim })).body,
      ])
      expect(kept).not.toContain(body.token)
      expect(kept).toContain(body.hint)
    })

    it('act as their person, with the role of the moment', async () => {
      const { body } = await make({ scopes: ['read'] })
      expect(await me(body.token)).toMatchObject({ status: 200, body: { name: 'Kim', role: 'user' } })
      await rooms.send('PATCH', `/api/v1/people/${kimId}`, { token: admin, body: { role: 'viewer' } })
      expect(await me(body.token)).toMatchObject({ body: { role: 'viewer' } })
      await rooms.send('PATCH', `/api/v1/people/${kimId}`, { token: admin, body: { is_enabled: false } })
      const refused = await me(body.token)
      expect(refused).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } })
      expect(refused.body.error.message).toMatch(/disabled|비활성화/)
      expect((await list('?q=Kim', admin)).body.items[0]).toMatchObject({ state: 'suspended' })
    })

    it('do only what they were made for, and never what needs the person', async () => {
      const reads = (await make({ scopes: ['read'] }, admin)).body.token
      const writes = (await make({ scopes: ['write'] }, admin)).body.token
      expect((await me(reads)).status).toBe(200)
      const invite = (token: string) => rooms.send('POST', '/api/v1/invitations', { token, body: {} })
      expect(await invite(reads)).toMatchObject({
        status: 403,
        body: { error: { code: 'forbidden', details: { scope: 'write' } } },
      })
      expect((await invite(writes)).status).toBe(201)
      expect(await me(writes)).toMatchObject({ status: 403, body: { error: { details: { scope: 'read' } } } })
      for (const attempt of [make({}, writes), revoke(1, writes), change(1, { name: 'x' }, writes)])
        expect((await attempt).status).toBe(403)
    })

    it('stop when they expire or are revoked, and say so', async () => {
      const short = (await make({ valid_days: 1 })).body
      const long = (await make({ valid_days: null })).body
      rooms.clock.jump(day + minute)
      kim = await signIn('kim@example.com')
      expect((await me(short.token)).body.error.message).toMatch(/expired|유효 기간/)
      expect((await me(long.token)).status).toBe(200)
      expect((await revoke(long.id)).status).toBe(204)
      expect(await me(long.token)).toMatchObject({ status: 401 })
      expect((await me(long.token)).body.error.message).toMatch(/revoked|폐기/)
      expect((await change(long.id, { name: 'again' })).status).toBe(409)
      expect((await list('?usable=false')).body.total).toBe(2)
      expect((await me(`${long.token}x`)).body.error.message).toMatch(/not known|알 수 없는/)
    })

    it('tell whoever holds streams for them', async () => {
      const told: object[] = []
      store.events.after(tokensChanged, (news) => void told.push(news))
      const { id } = (await make({})).body
      await change(id, { tools: ['add'] })
      await revoke(id)
      await revoke(id)
      expect(told).toEqual([
        { tokenIds: [id], revoked: false },
        { tokenIds: [id], revoked: true },
      ])
    })

    it('may be bound to addresses, in every spelling', async () => {
      const { token, id } = (await make({ cidrs: ['203.0.113.0/24', '2001:db8::/32'] })).body
      for (const from of ['203.0.113.9', '::ffff:203.0.113.9', '2001:db8::1'])
        expect((await me(token, from)).status, from).toBe(200)
      for (const from of ['203.0.114.9', '::1', '2001:db9::1', '127.0.0.1'])
        expect(await me(token, from), from).toMatchObject({ status: 401 })
      for (const bad of ['300.1.1.1', '10.0.0.0/33', 'home', '10.0.0.0/8/8'])
        expect(await change(id, { cidrs: ['10.0.0.1', bad] }), bad).toMatchObject({
          status: 400,
          body: { error: { details: { fields: [{ path: 'cidrs[1]' }] } } },
        })
    })

    it('of services are made by administrators, and begin with nothing', async () => {
      expect(await make({ kind: 'service' })).toMatchObject({ status: 403 })
      const { status, body } = await make({ kind: 'service', name: 'ci' }, admin)
      expect(status).toBe(201)
      expect(body).toMatchObject({ role: 'viewer', scopes: [], tools: [] })
      expect(await make({ kind: 'service', role: 'ROLE_USER' }, admin)).toMatchObject({ body: { role: 'user' } })
      expect((await rooms.send('GET', '/api/v1/people', { token: body.token })).status).toBe(403)
      await change(body.id, { scopes: ['read'] }, admin)
      expect(await me(body.token)).toMatchObject({ status: 403 })
      expect((await rooms.send('GET', '/api/v1/people', { token: body.token })).status).toBe(403)
      const strong = (await make({ kind: 'service', role: 'admin', scopes: ['read'] }, admin)).body.token
      expect((await rooms.send('GET', '/api/v1/people', { token: strong })).status).toBe(200)
    })

    it('of others look as if they were not there', async () => {
      const mine = (await make({})).body.id
      const service = (await make({ kind: 'service' }, admin)).body.id
      await rooms.send('POST', '/api/v1/people', {
        token: admin,
        body: { email: 'lee@example.com', name: 'Lee', role: 'manager', password },
      })
      const lee = await signIn('lee@example.com')
      for (const id of [mine, service, 9999]) {
        expect((await revoke(id, lee)).status).toBe(404)
        expect((await change(id, { name: 'x' }, lee)).status).toBe(404)
        expect((await rooms.send('GET', `/api/v1/tokens/${id}`, { token: lee })).status).toBe(404)
      }
      expect((await list('', lee)).body.total).toBe(0)
      expect((await list('', admin)).body.total).toBe(2)
      expect((await list('?mine=true', admin)).body.total).toBe(0)
      expect((await list('?kind=service', admin)).body.total).toBe(1)
    })

    it('leave an audit line for making, changing and revoking', async () => {
      const { id } = (await make({})).body
      await change(id, { name: 'desk' })
      await revoke(id)
      const lines = await store.database.all<{ action: string }>('select action from audit_entry order by id')
      expect(lines.map(({ action }) => action).slice(-3)).toEqual(['create-token', 'update-token', 'revoke-token'])
    })
  })
})
