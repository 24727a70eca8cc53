import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { createPostgresDatabase, eachDatabase } from '#test/databases.ts'
import { stateOf } from './list-standings.ts'

const password = 'correct horse battery'

describe('how close somebody is to a limit', () => {
  it('is near with fewer than five or less than a tenth left, over at the end, and normal before the first call', () => {
    expect([stateOf(50, 45), stateOf(50, 46), stateOf(1000, 899), stateOf(1000, 901)]).toEqual([
      'normal',
      'near',
      'normal',
      'near',
    ])
    expect([stateOf(3, 0), stateOf(3, 1), stateOf(3, 3), stateOf(0, 0), stateOf(-1, 9)]).toEqual([
      'normal',
      'near',
      'over',
      'over',
      'unlimited',
    ])
  })
})

eachDatabase((_open, engine) => {
  describe('usage limits', () => {
    let app: TestApp
    let drop: (() => Promise<void>) | undefined
    let admin: string
    let manager: string
    let kim: string

    beforeEach(async () => {
      const environment: Record<string, string> = { BONGSU_ROLES: 'api,scheduler,worker' }
      if (engine === 'postgres') {
        const made = await createPostgresDatabase()
        environment.BONGSU_DATABASE_URL = made.url
        drop = made.drop
      }
      app = await buildTestApp(environment)
      await app.start()
      await send('POST', '/api/v1/auth/register', { email: 'admin@example.com', password, name: 'Admin' })
      admin = await signIn('admin@example.com')
      for (const [name, role] of [
        ['Kim', 'user'],
        ['Boss', 'manager'],
      ])
        await send('POST', '/api/v1/people', { email: `${name}@example.com`, name, role, password }, admin)
      kim = await signIn('kim@example.com')
      manager = await signIn('boss@example.com')
    })
    afterEach(async () => {
      await app.close()
      await drop?.()
    })

    const send = async (method: string, url: string, payload?: object, token?: string) => {
      const answer = await app.http.inject({
        method: method as 'GET',
        url,
        ...(payload ? { payload } : {}),
        headers: { 'accept-language': 'en', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      })
      return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() }
    }
    const signIn = async (username: string): Promise<string> =>
      (await send('POST', '/api/v1/auth/login', { username, password })).body.access_token
    const put = (rule: object, token = admin) => send('PUT', '/api/v1/limits', rule, token)
    const explain = async (query: string, token = manager) =>
      (await send('GET', `/api/v1/limits/explain?${query}`, undefined, token)).body
    const rulesOf = (answer: { rules: { limit: { subject_kind: string; max: number }; holds: boolean }[] }) =>
      answer.rules.map(({ limit, holds }) => `${limit.subject_kind} ${limit.max}${holds ? ' holds' : ''}`)

    it('are changed when they are there already, unless that is not what was meant', async () => {
      const rule = { subject_kind: 'role', subject: 'user', window: 'day', max: 40 }
      expect((await put(rule)).status).toBe(200)
      expect((await put({ ...rule, subject: 'ROLE_USER', max: 50 })).body).toMatchObject({ subject: 'user', max: 50 })
      const refused = await put({ ...rule, max: 60, replace: false })
      expect(refused).toMatchObject({
        status: 409,
        body: { error: { code: 'conflict', details: { fields: [{ path: 'subject' }] } } },
      })
      expect((await put({ ...rule, window: 'month', replace: false })).status).toBe(200)
    })

    it('are read by managers and written by administrators', async () => {
      expect((await send('GET', '/api/v1/limits', undefined, manager)).status).toBe(200)
      expect((await put({ subject_kind: 'default', window: 'day', max: 1 }, manager)).status).toBe(403)
      expect((await send('GET', '/api/v1/limits', undefined, kim)).status).toBe(403)
      expect((await send('GET', '/api/v1/limits/standings', undefined, kim)).status).toBe(403)
    })

    it('explain themselves: the nearest rule holds, and those it comes before are named too', async () => {
      await put({ subject_kind: 'role', subject: 'user', window: 'day', max: 40 })
      await put({ subject_kind: 'person', subject: '2', window: 'day', max: 30 })
      expect(rulesOf(await explain('person=2'))).toEqual(['person 30 holds', 'role 40', 'default 1000'])
      const made = await send('POST', '/api/v1/tokens', { name: 'agent', scopes: ['tools'] }, kim)
      await put({ subject_kind: 'token', subject: String(made.body.id), window: 'day', max: -1 })
      const ofToken = await explain(`token=${made.body.id}`)
      expect(ofToken).toMatchObject({ token: { name: 'agent' }, person: { name: 'Kim' }, role: 'user' })
      expect(rulesOf(ofToken)).toEqual(['token -1 holds', 'person 30', 'role 40', 'default 1000'])
      expect(rulesOf(await explain('role=user'))).toEqual(['role 40 holds', 'default 1000'])
      expect((await send('GET', '/api/v1/limits/explain', undefined, manager)).status).toBe(400)
      expect((await send('GET', '/api/v1/limits/explain?person=999', undefined, manager)).status).toBe(400)
    })

    it('are explained for one tool, by its name and its tags', async () => {
      await put({ subject_kind: 'default', target_kind: 'tool', target: 'add', window: 'minute', max: 5 })
      const { body } = await send('GET', '/api/v1/tools/add', undefined, kim)
      await put({ subject_kind: 'default', target_kind: 'tag', target: body.tags[0], window: 'month', max: 9 })
      expect(rulesOf(await explain('person=2&tool=add'))).toEqual([
        'default 1000 holds',
        'default 9 holds',
        'default 5 holds',
      ])
      expect(rulesOf(await explain('person=2&tool=nothing'))).toEqual(['default 1000 holds'])
    })

    it('show who is how close today, the scarcest first, a person once for all their tokens', async () => {
      await put({ subject_kind: 'default', window: 'day', max: 2 })
      const made = await send('POST', '/api/v1/tokens', { name: 'agent', scopes: ['tools'] }, kim)
      const add = (token: string) => send('POST', '/api/v1/tools/add/call', { arguments: { a: 1, b: 1 } }, token)
      for (const token of [kim, made.body.token, kim, manager, admin]) await add(token)
      const standings = async () => (await send('GET', '/api/v1/limits/standings', undefined, manager)).body
      await expect.poll(async () => (await standings()).items.length, { timeout: 15_000 }).toBe(3)
      expect((await standings()).items).toMatchObject([
        { person: { name: 'Kim' }, calls_today: 3, state: 'over', quota: { limit: 2, used: 2, remaining: 0 } },
        { person: { name: 'Boss' }, calls_today: 1, state: 'near', quota: { used: 1, remaining: 1 } },
        { person: { name: 'Admin' }, calls_today: 1, state: 'unlimited', quota: { limit: -1, remaining: null } },
      ])
    })
  })
})
