import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hour } from '#kernel/clock.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { type GroundRooms, openGroundRooms, type SendOptions } from '#test/ground-rooms.ts'
import { sessionsRevoked } from './index.ts'

const password = 'correct horse battery'
const day = 24 * hour

eachDatabase((open) => {
  describe('signing in', () => {
    let store: TestDatabase
    let rooms: GroundRooms
    let revoked: object[]

    beforeEach(async () => {
      store = await open()
      rooms = await openGroundRooms(store)
      revoked = []
      store.events.within(sessionsRevoked, async (_tx, news) => void revoked.push(news))
      await rooms.send('POST', '/api/v1/auth/register', {
        body: { email: 'Admin@Example.com', password, name: '관리자', login_id: 'Boss' },
      })
    })
    afterEach(async () => {
      await rooms.close()
      await store.close()
    })

    const login = (more: object = {}, options: SendOptions = {}) =>
      rooms.send('POST', '/api/v1/auth/login', {
        body: { username: 'admin@example.com', password, ...more },
        ...options,
      })
    const me = (options: SendOptions) => rooms.send('GET', '/api/v1/auth/me', options)
    const form = (fields: Record<string, string>, headers: Record<string, string> = {}, query = '') =>
      rooms.http.inject({
        method: 'POST',
        url: `/api/v1/auth/login${query}`,
        payload: new URLSearchParams(fields).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      })

    it('takes the e-mail address or the login id, in any case, and remembers when', async () => {
      for (const username of ['admin@example.com', ' ADMIN@example.com ', 'boss', 'BOSS']) {
        const answer = await login({ username })
        expect(answer, username).toMatchObject({
          status: 200,
          body: { token_type: 'bearer', expires_in: 3600, user: { email: 'admin@example.com', role: 'admin' } },
        })
      }
      const { body } = await me({ token: (await login()).body.access_token })
      expect(body).toMatchObject({
        name: '관리자',
        login_id: 'boss',
        language: 'ko',
        time_zone: 'Asia/Seoul',
        theme: 'light',
        email_notifications: true,
        last_login_at: '2026-03-02T00:00:00.000Z',
      })
      expect(body.permissions).toContain('people.write')
      expect(JSON.stringify(body)).not.toContain('argon2')
    })

    it('takes the OAuth2 password form', async () => {
      const answer = await form({ grant_type: 'password', username: 'boss', password, scope: '' })
      expect(answer.statusCode).toBe(200)
      expect(answer.json()).toMatchObject({ token_type: 'bearer', user: { login_id: 'boss' } })
      expect(answer.headers['set-cookie']).toBeUndefined()
    })

    it('takes no form from another site, none that asks for a cookie, and none elsewhere', async () => {
      const fields = { username: 'boss', password }
      expect((await form(fields, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(400)
      expect((await form(fields, { origin: 'https://evil.example' })).statusCode).toBe(400)
      expect((await form({ ...fields, session: 'true' })).statusCode).toBe(400)
      const elsewhere = await rooms.http.inject({
        method: 'POST',
        url: '/api/v1/auth/register',
        payload: 'email=a@b.co',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
      expect(elsewhere.statusCode).toBe(400)
      expect(elsewhere.json().error.message).toContain('application/json')
    })

    it('stores tokens as hashes only', async () => {
      const { access_token, refresh_token } = (await login()).body
      const rows = await Promise.all(
        ['session', 'refresh_token', 'audit_entry', 'sign_in'].map((table) =>
          store.database.all(`select * from ${table}`),
        ),
      )
      const stored = JSON.stringify(rows)
      for (const secret of [access_token, refresh_token]) {
        expect(secret).toMatch(/^[\w-]{43}$/)
        expect(stored).not.toContain(secret)
      }
    })

    it('knows nobody by a token that is made up, cut, sent as a cookie, or none', async () => {
      const { access_token: token, refresh_token } = (await login()).body
      const cookie = (await login({ session: true })).cookies.bongsu_session as string
      for (const options of [
        {},
        { token: 'x' },
        { token: `${token}x` },
        { token: token.slice(1) },
        { token: 'x'.repeat(5000) },
        { token: refresh_token },
        { token: cookie },
        { cookies: { bongsu_session: token } },
        { headers: { authorization: `Basic ${token}` } },
        { headers: { authorization: token } },
        // A token that is not good is not made up for by a cookie that is.
        { headers: { authorization: 'Bearer x' }, cookies: { bongsu_session: cookie } },
      ])
        expect((await me(options)).status, JSON.stringify(options)).toBe(401)
    })

    it('ends an access token after its time and renews it with a refresh token', async () => {
      const first = (await login()).body
      rooms.clock.jump(hour - 1000)
      expect((await me({ token: first.access_token })).status).toBe(200)
      rooms.clock.jump(1000)
      expect((await me({ token: first.access_token })).status).toBe(401)

      const refresh = (refresh_token: string) => rooms.send('POST', '/api/v1/auth/refresh', { body: { refresh_token } })
      const second = await refresh(first.refresh_token)
      expect(second).toMatchObject({ status: 200, body: { token_type: 'bearer', expires_in: 3600 } })
      expect((await me({ token: second.body.access_token })).status).toBe(200)
      expect((await refresh('made-up')).status).toBe(401)
    })

    it('ends the whole session when a used refresh token comes back', async () => {
      const first = (await login()).body
      const refresh = (refresh_token: string) => rooms.send('POST', '/api/v1/auth/refresh', { body: { refresh_token } })
      const second = (await refresh(first.refresh_token)).body
      // A client that lost the answer comes again at once: refused, but nothing is lost.
      expect((await refresh(first.refresh_token)).status).toBe(401)
      expect((await me({ token: second.access_token })).status).toBe(200)
      rooms.clock.jump(60_000)
      expect((await refresh(first.refresh_token)).status).toBe(401)
      expect((await me({ token: second.access_token })).status).toBe(401)
      expect((await refresh(second.refresh_token)).status).toBe(401)
      expect(revoked).toHaveLength(1)
    })

    it('renews once when a refresh token is used by many at once', async () => {
      const { refresh_token } = (await login()).body
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => rooms.send('POST', '/api/v1/auth/refresh', { body: { refresh_token } })),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(401)])
      const winner = answers.find(({ status }) => status === 200)
      expect((await me({ token: winner?.body.access_token })).status).toBe(200)
    })

    it('ends a bearer session for good after its absolute time', async () => {
      let tokens = (await login()).body
      const refresh = async () =>
        rooms.send('POST', '/api/v1/auth/refresh', { body: { refresh_token: tokens.refresh_token } })
      for (let renewed = 0; renewed < 13; renewed++) {
        rooms.clock.jump(day)
        tokens = (await refresh()).body
      }
      rooms.clock.jump(day)
      expect((await refresh()).status).toBe(401)
    })

    it('gives the console an HttpOnly cookie instead of tokens', async () => {
      const answer = await login({ session: true })
      expect(answer.body.access_token).toBeUndefined()
      expect(answer.body.refresh_token).toBeUndefined()
      const cookies = [answer.headers['set-cookie']].flat().join('\n')
      expect(cookies).toMatch(/^bongsu_session=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/m)
      expect((await me({ cookies: answer.cookies })).body).toMatchObject({ email: 'admin@example.com' })
    })

    it('uses Secure cookies with the __Host- prefix over TLS, and only those', async () => {
      const tls = { 'x-forwarded-proto': 'https' }
      const answer = await login({ session: true }, { headers: tls })
      const cookies = [answer.headers['set-cookie']].flat().join('\n')
      expect(cookies).toMatch(
        /^__Host-bongsu_session=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; Secure; SameSite=Lax$/m,
      )
      expect((await me({ cookies: answer.cookies, headers: tls })).status).toBe(200)
      const token = answer.cookies['__Host-bongsu_session'] as string
      expect((await me({ cookies: { bongsu_session: token }, headers: tls })).status).toBe(401)
    })

    it('ends a cookie session after 12 idle hours, and after 14 days in any case', async () => {
      const { cookies } = await login({ session: true })
      rooms.clock.jump(12 * hour - 1000)
      expect((await me({ cookies })).status).toBe(200)
      rooms.clock.jump(12 * hour)
      expect((await me({ cookies })).status).toBe(401)

      const busy = (await login({ session: true })).cookies
      const newestUse = async () =>
        (await store.database.all<{ at: number }>('select max(last_seen_at) as at from session'))[0]?.at
      for (let passed = 0; passed < 14 * 24 - 8; passed += 8) {
        rooms.clock.jump(8 * hour)
        expect((await me({ cookies: busy })).status).toBe(200)
        await expect.poll(newestUse).toBe(rooms.clock.now())
      }
      rooms.clock.jump(8 * hour)
      expect((await me({ cookies: busy })).status).toBe(401)
    })

    it('writes the time a session was last seen at most once a minute', async () => {
      const { cookies } = await login({ session: true })
      const seen = async () => {
        await settled(store)
        return (await store.database.all<{ at: number }>('select last_seen_at as at from session'))[0]?.at
      }
      const begin = await seen()
      rooms.clock.jump(59_000)
      await me({ cookies })
      expect(await seen()).toBe(begin)
      rooms.clock.jump(1000)
      await Promise.all([me({ cookies }), me({ cookies }), me({ cookies })])
      expect(await seen()).toBe((begin ?? 0) + 60_000)
    })

    it('starts a fresh session at every sign-in and ends the one before', async () => {
      const { cookies } = await login({ session: true })
      const again = await login({ session: true }, { cookies })
      expect(again.cookies.bongsu_session).not.toBe(cookies.bongsu_session)
      expect((await me({ cookies })).status).toBe(401)
      expect((await me({ cookies: again.cookies })).status).toBe(200)
    })

    it('takes no change from another site by cookie', async () => {
      const { cookies } = await login({ session: true })
      const change = (headers: Record<string, string>) =>
        rooms.send('PATCH', '/api/v1/auth/me', { cookies, headers, body: { name: 'Kim' } })
      expect((await change({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
      expect((await change({ 'sec-fetch-site': 'same-site' })).status).toBe(403)
      expect((await change({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    })

    it('ends on sign-out, for this session only', async () => {
      const { cookies } = await login({ session: true })
      const other = (await login()).body.access_token
      const answer = await rooms.send('POST', '/api/v1/auth/logout', { cookies })
      expect(answer.status).toBe(204)
      expect([answer.headers['set-cookie']].flat().join()).toContain('bongsu_session=;')
      expect((await me({ cookies })).status).toBe(401)
      expect((await me({ token: other })).status).toBe(200)
      expect(revoked).toHaveLength(1)
      expect((await rooms.send('POST', '/api/v1/auth/logout', {})).status).toBe(401)
    })

    it('shows my sessions and ends one of them, and nobody else’s', async () => {
      const { cookies } = await login({ session: true }, { headers: { 'user-agent': 'Browser' } })
      const token = (await login()).body.access_token
      const list = async () =>
        (await rooms.send('GET', '/api/v1/auth/me/sessions', { cookies })).body.items as {
          id: number
          kind: string
          is_current: boolean
        }[]
      const [mine, other] = [
        (await list()).find((one) => one.is_current),
        (await list()).find((one) => !one.is_current),
      ]
      expect(mine).toMatchObject({ kind: 'cookie', user_agent: 'Browser', address: '127.0.0.1' })
      expect(other).toMatchObject({ kind: 'bearer' })

      const added = await rooms.send('POST', '/api/v1/people', {
        token,
        body: { email: 'kim@example.com', name: 'Kim', role: 'viewer', password },
      })
      expect(added.status).toBe(201)
      const kim = (await login({ username: 'kim@example.com' })).body.access_token
      const path = `/api/v1/auth/me/sessions/${other?.id}`
      expect((await rooms.send('DELETE', path, { token: kim })).status).toBe(404)
      expect((await me({ token })).status).toBe(200)
      expect((await rooms.send('DELETE', path, { cookies })).status).toBe(204)
      expect((await me({ token })).status).toBe(401)
      expect(await list()).toHaveLength(1)
    })

    it('is on the record: in the history, and as an audit line without the password', async () => {
      const { access_token: token } = (await login({}, { from: '203.0.113.7', headers: { 'user-agent': 'curl' } })).body
      const history = (await rooms.send('GET', '/api/v1/sign-ins', { token })).body
      expect(history.items[0]).toMatchObject({
        person_name: '관리자',
        login: 'admin@example.com',
        address: '203.0.113.7',
        user_agent: 'curl',
        door: 'http',
        result: 'success',
        reason: 'ok',
      })
      const audit = (await rooms.send('GET', '/api/v1/audit?action=sign-in', { token })).body
      expect(audit.items[0]).toMatchObject({ outcome: 'done', target_kind: 'person', target_label: '관리자' })
      expect(JSON.stringify(audit)).not.toContain(password)
    })
  })
})

/** Waits for writes nobody awaited: on SQLite they stand in line, on PostgreSQL one round trip later they are there. */
async function settled(store: TestDatabase): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, store.database.engine === 'postgres' ? 30 : 0))
  await store.database.transaction(async () => undefined)
}
