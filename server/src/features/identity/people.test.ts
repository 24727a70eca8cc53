import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { type GroundRooms, openGroundRooms } from '#test/ground-rooms.ts'
import { peopleKey, personChanged, sessionsRevoked } from './index.ts'

const password = 'correct horse battery'

eachDatabase((open) => {
  describe('looking after people', () => {
    let store: TestDatabase
    let rooms: GroundRooms
    let admin: string
    let adminId: number

    beforeEach(async () => {
      store = await open()
      rooms = await openGroundRooms(store)
      const first = { email: 'admin@example.com', password, name: 'Admin' }
      adminId = (await rooms.send('POST', '/api/v1/auth/register', { body: first })).body.id
      admin = await tokenOf('admin@example.com')
    })
    afterEach(async () => {
      await rooms.close()
      await store.close()
    })

    const login = (username: string, given = password) =>
      rooms.send('POST', '/api/v1/auth/login', { body: { username, password: given } })
    const tokenOf = async (username: string): Promise<string> => (await login(username)).body.access_token
    const me = async (token: string) => (await rooms.send('GET', '/api/v1/auth/me', { token })).status
    const add = (name: string, body: object = {}, token = admin) =>
      rooms.send('POST', '/api/v1/people', {
        token,
        body: { email: `${name}@example.com`, name, role: 'user', password, ...body },
      })
    const patch = (id: number, body: object, token = admin) =>
      rooms.send('PATCH', `/api/v1/people/${id}`, { token, body })
    const list = async (query = '') => (await rooms.send('GET', `/api/v1/people${query}`, { token: admin })).body
    const namesOf = async (query: string) => (await list(query)).items.map(({ name }: { name: string }) => name)

    it('adds a person who can sign in at once, under either name of a role', async () => {
      const answer = await add('kim', { role: 'ROLE_USER', login_id: 'Kim1', phone: '010-1234-5678' })
      expect(answer).toMatchObject({
        status: 201,
        body: { role: 'user', login_id: 'kim1', phone: '010-1234-5678', is_approved: true, generated_password: null },
      })
      expect((await login('kim1')).status).toBe(200)
      expect(await add('lee', { role: 'ROLE_ADMIN' })).toMatchObject({ body: { role: 'admin' } })
      expect(await add('park', { role: 'king' })).toMatchObject({ status: 400 })
    })

    it('makes a password when none is given, and shows it once', async () => {
      const { body } = await add('kim', { password: undefined })
      expect(body.generated_password).toMatch(/^\w{4}-\w{4}-\w{4}-\w{4}$/)
      expect((await login('kim@example.com', body.generated_password)).status).toBe(200)
      const audit = await rooms.send('GET', '/api/v1/audit', { token: admin })
      expect(JSON.stringify([audit.body, await list()])).not.toContain(body.generated_password)
    })

    it('refuses a name that is taken, and tells before', async () => {
      const { id } = (await add('kim', { login_id: 'kim' })).body
      expect(await add('KIM')).toMatchObject({
        status: 409,
        body: { error: { details: { fields: [{ path: 'email' }] } } },
      })
      const check = async (query: string) =>
        (await rooms.send('GET', `/api/v1/people/check?${query}`, { token: admin })).body
      expect(await check('email=Kim@example.com&login_id=KIM')).toEqual({
        is_available: false,
        taken: ['email', 'login_id'],
      })
      expect(await check('login_id=lee')).toEqual({ is_available: true, taken: [] })
      expect(await check(`login_id=kim&except_id=${id}`)).toEqual({ is_available: true, taken: [] })
      const other = (await add('lee')).body.id
      expect(await patch(other, { email: 'kim@example.com' })).toMatchObject({ status: 409 })
      const races = await Promise.all([id, other, adminId].map((one) => patch(one, { login_id: 'wanted' })))
      expect(races.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    })

    it('finds people by words, role and state, sorted and in pages', async () => {
      await add('kim', { name: '김봉수', login_id: 'zed' })
      rooms.clock.jump(1000)
      const lee = (await add('lee', { name: 'Lee_1%', role: 'viewer' })).body.id
      await patch(lee, { is_enabled: false })
      rooms.clock.jump(1000)
      await rooms.send('POST', '/api/v1/auth/register', { body: { email: 'new@x.org', password, name: 'New' } })
      expect(await namesOf('')).toEqual(['Admin', '김봉수', 'Lee_1%', 'New'])
      expect(await namesOf('?q=EXAMPLE.com')).toEqual(['Admin', '김봉수', 'Lee_1%'])
      expect(await namesOf('?q=_1%25')).toEqual(['Lee_1%'])
      expect(await namesOf('?q=봉수')).toEqual(['김봉수'])
      expect(await namesOf('?q=zed')).toEqual(['김봉수'])
      expect(await namesOf('?role=viewer')).toEqual(['Lee_1%'])
      expect(await namesOf('?role=ROLE_ADMIN')).toEqual(['Admin'])
      expect(await namesOf('?is_enabled=false')).toEqual(['Lee_1%'])
      expect(await namesOf('?is_approved=false')).toEqual(['New'])
      expect(await namesOf('?is_locked=false')).toHaveLength(4)
      expect(await namesOf('?sort=email&order=desc')).toEqual(['New', 'Lee_1%', '김봉수', 'Admin'])
      expect(await namesOf('?sort=last_login_at&order=desc&page_size=1')).toEqual(['Admin'])
      expect(await list('?page=2&page_size=3')).toMatchObject({
        total: 4,
        page: 2,
        page_size: 3,
        items: [{ name: 'New' }],
      })
      expect(JSON.stringify(await list())).not.toContain('argon2')
      expect((await rooms.send('GET', '/api/v1/people?sort=password_hash', { token: admin })).status).toBe(400)
    })

    it('signs a disabled person out at once and lets them in again when enabled', async () => {
      const { id } = (await add('kim')).body
      const token = await tokenOf('kim@example.com')
      const news: object[] = []
      store.events.within(sessionsRevoked, async (_tx, payload) => void news.push(payload))
      store.events.within(personChanged, async (_tx, payload) => void news.push(payload))
      expect(await patch(id, { is_enabled: false })).toMatchObject({ status: 200, body: { is_enabled: false } })
      expect(await me(token)).toBe(401)
      expect(news).toEqual([{ personId: id, sessionIds: null }, { personId: id }])
      expect((await login('kim@example.com')).status).toBe(403)
      await patch(id, { is_enabled: true })
      expect((await login('kim@example.com')).status).toBe(200)
    })

    it('gives a changed role its effect at the next request', async () => {
      const { id } = (await add('kim')).body
      const token = await tokenOf('kim@example.com')
      expect((await rooms.send('GET', '/api/v1/people', { token })).status).toBe(403)
      await patch(id, { role: 'admin' })
      expect((await rooms.send('GET', '/api/v1/people', { token })).status).toBe(200)
    })

    it('lets nobody change their own role, disable or delete themselves', async () => {
      await add('other', { role: 'admin' })
      const korean = await rooms.send('PATCH', `/api/v1/people/${adminId}`, { token: admin, body: { role: 'user' } })
      expect(korean).toMatchObject({ status: 403, body: { error: { message: '자신의 역할은 변경할 수 없습니다' } } })
      expect((await patch(adminId, { is_enabled: false })).status).toBe(403)
      expect((await rooms.send('DELETE', `/api/v1/people/${adminId}`, { token: admin })).status).toBe(403)
      expect((await patch(adminId, { role: 'admin', name: 'Chief' })).body).toMatchObject({
        name: 'Chief',
        role: 'admin',
      })
    })

    it('keeps the last admin when two demote, disable or delete each other at once', async () => {
      for (const [n, act] of [
        (id: number, token: string) => patch(id, { role: 'user' }, token),
        (id: number, token: string) => patch(id, { is_enabled: false }, token),
        (id: number, token: string) => rooms.send('DELETE', `/api/v1/people/${id}`, { token }),
      ].entries()) {
        const [survivor] = (await list('?role=admin&is_enabled=true')).items as { id: number; email: string }[]
        const rival = (await add(`rival${n}`, { role: 'admin' })).body
        const tokens = [await tokenOf(survivor?.email ?? ''), await tokenOf(rival.email)] as const
        const answers = await Promise.all([act(rival.id, tokens[0]), act(survivor?.id ?? 0, tokens[1])])
        // The second one finds itself no admin any more (403, 401), or its target the last one (409).
        expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
        const left = await store.database.all<{ email: string }>(
          "select email from person where role = 'admin' and is_enabled = 1 and deleted_at is null",
        )
        expect(left).toHaveLength(1)
        admin = await tokenOf(left[0]?.email ?? '')
      }
    })

    it('refuses to take the last admin away, whoever asks', async () => {
      const call = {
        actor: { kind: 'system', name: 'cli' },
        language: 'en',
        origin: { door: 'cli' },
        signal: new AbortController().signal,
      } as const
      const update = rooms.identity.room.operations?.find(({ name }) => name === 'update-person')
      if (!update) throw new Error('no update-person')
      await expect(rooms.run(update, { id: adminId, role: 'user' }, call)).rejects.toMatchObject({ code: 'conflict' })
      expect((await list('?role=admin')).total).toBe(1)
    })

    it('approves those who wait', async () => {
      const { id } = (
        await rooms.send('POST', '/api/v1/auth/register', { body: { email: 'new@x.org', password, name: 'N' } })
      ).body
      expect((await login('new@x.org')).status).toBe(403)
      expect(await rooms.send('POST', `/api/v1/people/${id}/approve`, { token: admin })).toMatchObject({
        status: 200,
        body: { is_approved: true },
      })
      expect((await login('new@x.org')).status).toBe(200)
    })

    it('resets a password: a given or a made one, signed out everywhere', async () => {
      const { id } = (await add('kim')).body
      const token = await tokenOf('kim@example.com')
      const reset = (body: object) => rooms.send('POST', `/api/v1/people/${id}/reset-password`, { token: admin, body })
      const made = (await reset({})).body.generated_password
      expect(await me(token)).toBe(401)
      expect((await login('kim@example.com')).status).toBe(401)
      expect((await login('kim@example.com', made)).status).toBe(200)
      expect(await reset({ password: 'password1' })).toMatchObject({ status: 400 })
      expect((await reset({ password: 'another horse battery' })).body).toEqual({ generated_password: null })
      expect((await login('kim@example.com', 'another horse battery')).status).toBe(200)
      const own = `/api/v1/people/${adminId}/reset-password`
      expect((await rooms.send('POST', own, { token: admin })).status).toBe(403)
      expect(await me(admin)).toBe(200)
    })

    it('deletes a person: signed out, not found, name free again, record kept', async () => {
      const { id } = (await add('kim', { login_id: 'kim' })).body
      const token = await tokenOf('kim')
      expect((await rooms.send('DELETE', `/api/v1/people/${id}`, { token: admin })).status).toBe(204)
      expect(await me(token)).toBe(401)
      expect((await login('kim')).status).toBe(401)
      for (const answer of [
        await rooms.send('GET', `/api/v1/people/${id}`, { token: admin }),
        await patch(id, { name: 'Ghost' }),
        await rooms.send('DELETE', `/api/v1/people/${id}`, { token: admin }),
      ])
        expect(answer.status).toBe(404)
      expect((await add('kim', { login_id: 'kim' })).body.id).not.toBe(id)
      const history = (await rooms.send('GET', `/api/v1/sign-ins?person=${id}`, { token: admin })).body
      expect(history.items[0]).toMatchObject({ person_name: 'kim' })
    })

    it('records what was changed, from what to what', async () => {
      const { id } = (await add('kim')).body
      await patch(id, { role: 'viewer', name: 'kim', is_enabled: false })
      const audit = (await rooms.send('GET', '/api/v1/audit?action=update-person', { token: admin })).body
      expect(audit.items[0]).toMatchObject({
        target_kind: 'person',
        target_id: String(id),
        details: { changes: { role: { from: 'user', to: 'viewer' }, isEnabled: { from: true, to: false } } },
      })
    })

    it('takes no field that is the server’s to set', async () => {
      const { id } = (await add('kim')).body
      for (const field of ['password_hash', 'is_approved', 'is_superuser', 'deleted_at', 'created_at', 'permissions'])
        expect((await patch(id, { [field]: 1 })).status, field).toBe(400)
      for (const field of ['id', 'is_approved', 'is_admin'])
        expect((await add('lee', { [field]: 1 })).status, field).toBe(400)
    })

    it('tells later rooms who there is', async () => {
      const people = rooms.services.use(peopleKey)
      const kim = (await add('kim')).body.id
      const lee = (await add('lee', { role: 'admin' })).body.id
      await patch(lee, { is_enabled: false })
      const db = store.database
      expect(await people.byId(db, kim)).toEqual({
        id: kim,
        name: 'kim',
        email: 'kim@example.com',
        role: 'user',
        language: 'ko',
        timeZone: 'Asia/Seoul',
        emailNotifications: true,
        isEnabled: true,
      })
      expect(await people.byId(db, 999)).toBeUndefined()
      expect((await people.byIds(db, [kim, lee, 999])).map(({ id }) => id).sort()).toEqual([kim, lee])
      expect(await people.byIds(db, [])).toEqual([])
      expect((await people.admins(db)).map(({ id }) => id)).toEqual([adminId])
      expect((await people.allEnabled(db)).map(({ id }) => id)).toEqual([adminId, kim])
    })
  })
})
