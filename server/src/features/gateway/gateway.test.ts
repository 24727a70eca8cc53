import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/operation.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { createPostgresDatabase, eachDatabase } from '#test/databases.ts'
import { gatewayKey } from './index.ts'

const password = 'correct horse battery'

eachDatabase((_open, engine) => {
  describe('the gateway', () => {
    let app: TestApp
    let url: string | undefined
    let drop: (() => Promise<void>) | undefined
    let admin: string
    let kim: string
    const more: TestApp[] = []

    const openApp = async (): Promise<TestApp> => {
      const environment: Record<string, string> = url === undefined ? {} : { BONGSU_DATABASE_URL: url }
      const one = await buildTestApp({ ...environment, BONGSU_ROLES: 'api,scheduler,worker' })
      await one.start()
      return one
    }

    beforeEach(async () => {
      if (engine === 'postgres') {
        const made = await createPostgresDatabase()
        ;[url, drop] = [made.url, made.drop]
      }
      app = await openApp()
      await send('POST', '/api/v1/auth/register', { body: { email: 'admin@example.com', password, name: 'Admin' } })
      admin = await signIn('admin@example.com')
      await send('POST', '/api/v1/people', {
        token: admin,
        body: { email: 'kim@example.com', name: 'Kim', role: 'user', password },
      })
      kim = await signIn('kim@example.com')
    })
    afterEach(async () => {
      for (const one of more.splice(0)) await one.close()
      await app.close()
      await drop?.()
    })

    const send = async (
      method: string,
      path: string,
      sent: { body?: object; token?: string; lang?: string } = {},
      to = app,
    ) => {
      const answer = await to.http.inject({
        method: method as 'GET',
        url: path,
        ...(sent.body === undefined ? {} : { payload: sent.body }),
        headers: {
          ...(sent.token === undefined ? {} : { authorization: `Bearer ${sent.token}` }),
          'accept-language': sent.lang ?? 'en',
        },
      })
      return { status: answer.statusCode, headers: answer.headers, body: answer.body === '' ? null : answer.json() }
    }
    const signIn = async (username: string): Promise<string> =>
      (await send('POST', '/api/v1/auth/login', { body: { username, password } })).body.access_token
    const tokenWith = async (body: object, by = kim): Promise<{ id: number; token: string }> =>
      (await send('POST', '/api/v1/tokens', { token: by, body: { name: 'agent', ...body } })).body
    const use = (tool: string, args: object = {}, token = kim, to = app) =>
      send('POST', `/api/v1/tools/${tool}/call`, { token, body: { arguments: args } }, to)
    const limit = (body: object) => send('PUT', '/api/v1/limits', { token: admin, body })
    const names = async (token: string): Promise<string[]> =>
      (await send('GET', '/api/v1/tools?page_size=100', { token })).body.items.map(({ name }: { name: string }) => name)
    const history = async (query = '', token = admin) =>
      (await send('GET', `/api/v1/usage/history${query}`, { token })).body
    /** Records are written in batches: wait until so many are there. */
    const recorded = async (count: number) => {
      await expect.poll(async () => (await history()).total, { timeout: 15_000 }).toBe(count)
      return (await history()).items
    }

    it('calls a tool and records who called it, how it went and how long it took', async () => {
      expect(await use('add', { a: 2, b: 3 })).toMatchObject({
        status: 200,
        body: { tool: 'add', success: true, outcome: 'success', result: { content: [{ type: 'text', text: '5' }] } },
      })
      const [call] = await recorded(1)
      expect(call).toMatchObject({
        tool: 'add',
        source: 'own',
        outcome: 'success',
        door: 'http',
        person: { name: 'Kim' },
      })
      const detail = await send('GET', `/api/v1/usage/history/${call.id}`, { token: kim })
      expect(detail.body).toMatchObject({ arguments: { a: 2, b: 3 }, result: { content: [{ text: '5' }] } })
      expect(await app.database.all('select * from open_call')).toEqual([])
    })

    it('keeps what a verb keeps from the audit out of the record of its calls too', async () => {
      const hook = 'https://hooks.example.com/services/hush-hush'
      await use('create-project', { title: 'Shop', url: 'http://127.0.0.1:9/', webhook_url: hook }, admin)
      const [call] = await recorded(1)
      const detail = await send('GET', `/api/v1/usage/history/${call.id}`, { token: admin })
      expect(detail.body.arguments).toEqual({ title: 'Shop', url: 'http://127.0.0.1:9/', webhook_url: '•••' })
    })

    it('offers the product’s own verbs, each to whom may use it', async () => {
      const [mine, all] = [await names(kim), await names(admin)]
      expect(mine).toEqual(
        expect.arrayContaining(['list-projects', 'create-project', 'check-monitor-now', 'add', 'hello_user']),
      )
      expect(mine).not.toContain('get_user_info')
      expect(all).toContain('get_user_info')
      expect(new Set(all).size).toBe(all.length)
      for (const name of all) expect(name).toMatch(/^[A-Za-z0-9_.-]{1,64}$/)
      const made = await use('create-project', { title: 'Shop', url: 'http://127.0.0.1:9/' }, admin)
      expect(made.body.outcome).toBe('failed')
      expect(made.body.result.content[0].text).toMatch(/private|127\.0\.0\.1|network/i)
      const listed = await use('list-projects', {}, kim)
      expect(listed.body.result.structuredContent).toMatchObject({ items: [], total: 0 })
    })

    it('says the same of a tool that is not there and of one that is not for the caller', async () => {
      const hidden = await use('get_user_info', { user_id: 1 })
      const missing = await use('no_such_tool', { user_id: 1 })
      expect([hidden.status, missing.status]).toEqual([404, 404])
      expect(hidden.body.error.message.replace('get_user_info', 'x')).toBe(
        missing.body.error.message.replace('no_such_tool', 'x'),
      )
      expect((await recorded(2)).map(({ outcome }: { outcome: string }) => outcome)).toEqual(['refused', 'refused'])
    })

    it('lets a token see and call what it was made for, and nothing else', async () => {
      const reads = (await tokenWith({ scopes: ['tools', 'read'] })).token
      const adds = (await tokenWith({ scopes: ['tools'], tools: ['add'] })).token
      const none = (await tokenWith({ scopes: ['read'] })).token
      expect(await names(reads)).toEqual(expect.arrayContaining(['add', 'list-projects']))
      expect(await names(reads)).not.toContain('create-project')
      expect(await names(adds)).toEqual(['add'])
      expect((await use('subtract', { a: 1, b: 1 }, adds)).status).toBe(404)
      expect((await use('add', { a: 1, b: 1 }, adds)).status).toBe(200)
      expect((await use('add', { a: 1, b: 1 }, none)).status).toBe(403)
      expect((await send('GET', '/api/v1/projects', { token: adds })).status).toBe(403)
      const service = await send('POST', '/api/v1/tokens', {
        token: admin,
        body: { kind: 'service', name: 'ci', role: 'user', scopes: ['tools'] },
      })
      expect(await names(service.body.token)).toEqual([])
    })

    it('names what is wrong with the arguments, before anything is counted', async () => {
      await limit({ subject_kind: 'role', subject: 'user', window: 'day', max: 5 })
      for (const [tool, args, place] of [
        ['add', { a: 'two', b: 3 }, /a/],
        ['add', { a: 1 }, /b/],
        ['add', { a: 1, b: 2, c: 3 }, /c/],
        ['list-projects', { page: 0 }, /page/],
      ] as const) {
        const answer = await use(tool, args)
        expect(answer).toMatchObject({ status: 400, body: { error: { code: 'validation' } } })
        expect(answer.body.error.message).toMatch(place)
      }
      const me = await send('GET', '/api/v1/usage/me', { token: kim })
      expect(me.body.quotas).toMatchObject([{ limit: 5, used: 0, remaining: 5, from_rule: 'role' }])
    })

    it('refuses over the limit, in words and in numbers, in the language of the caller', async () => {
      await limit({ subject_kind: 'default', window: 'day', max: 1 })
      const first = await use('add', { a: 1, b: 1 })
      expect(first.body.result._meta['io.bongsu/quota']).toMatchObject({
        limit: 1,
        used: 1,
        remaining: 0,
        window: 'day',
      })
      const answer = await use('add', { a: 1, b: 1 })
      expect(answer.status).toBe(429)
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect(answer.body.error).toMatchObject({ code: 'rate_limited', details: { limit: 1, window: 'day' } })
      const outcomes = (await recorded(2)).map(({ outcome }: { outcome: string }) => outcome)
      expect(outcomes.sort()).toEqual(['limited', 'success'])
    })

    it('takes the nearest rule: token before person before role before default', async () => {
      const { id, token } = await tokenWith({ scopes: ['tools', 'read'] })
      const left = async () =>
        (await send('GET', '/api/v1/usage/me', { token })).body.quotas.map(
          ({ limit: max, from_rule }: { limit: number; from_rule: string }) => `${from_rule} ${max}`,
        )
      expect(await left()).toEqual(['default 1000'])
      await limit({ subject_kind: 'role', subject: 'user', window: 'day', max: 40 })
      expect(await left()).toEqual(['role 40'])
      await limit({ subject_kind: 'person', subject: '2', window: 'day', max: 30 })
      expect(await left()).toEqual(['person 30'])
      await limit({ subject_kind: 'token', subject: String(id), window: 'day', max: 20 })
      expect(await left()).toEqual(['token 20'])
      await limit({ subject_kind: 'token', subject: String(id), window: 'day', max: -1 })
      expect(await left()).toEqual(['token -1'])
    })

    it('takes nothing of the limit for a caller who went before the call ran, and records that', async () => {
      await limit({ subject_kind: 'default', window: 'day', max: 1 })
      const actor: Actor = { kind: 'person', personId: 2, role: 'user', sessionId: 1, name: 'Kim' }
      const { gateway } = app.services.use(gatewayKey)
      const call = { actor, language: 'en', origin: { door: 'mcp' }, tool: 'add', arguments: { a: 1, b: 1 } } as const
      const gone = await gateway.call({ ...call, signal: AbortSignal.abort() })
      expect(gone.outcome).toBe('cancelled')
      expect((await gateway.call({ ...call, signal: new AbortController().signal })).outcome).toBe('success')
      const outcomes = (await recorded(2)).map(({ outcome }: { outcome: string }) => outcome)
      expect(outcomes.sort()).toEqual(['cancelled', 'success'])
    })

    it('counts a person once, whichever token they use', async () => {
      await limit({ subject_kind: 'default', window: 'day', max: 2 })
      const one = (await tokenWith({ scopes: ['tools', 'read'] })).token
      const two = (await tokenWith({ scopes: ['tools', 'read'] })).token
      expect([
        (await use('add', { a: 1, b: 1 }, one)).status,
        (await use('add', { a: 1, b: 1 }, two)).status,
        (await use('add', { a: 1, b: 1 }, kim)).status,
      ]).toEqual([200, 200, 429])
    })

    it('admits exactly fifty of five hundred that come at once', async () => {
      await limit({ subject_kind: 'default', window: 'day', max: 50 })
      const apps = [app]
      if (engine === 'postgres') {
        more.push(await openApp())
        apps.push(more[0] as TestApp)
      }
      const actor: Actor = { kind: 'person', personId: 2, role: 'user', sessionId: 1, name: 'Kim' }
      const outcomes = await Promise.all(
        Array.from({ length: 500 }, async (_unused, at) => {
          const { gateway } = (apps[at % apps.length] as TestApp).services.use(gatewayKey)
          const signal = new AbortController().signal
          const call = { actor, language: 'en', origin: { door: 'mcp' }, signal, tool: 'add' } as const
          return (await gateway.call({ ...call, arguments: { a: at, b: 1 } })).outcome
        }),
      )
      expect(outcomes.filter((outcome) => outcome === 'success')).toHaveLength(50)
      expect(outcomes.filter((outcome) => outcome === 'limited')).toHaveLength(450)
      await expect.poll(async () => (await history()).total, { timeout: 30_000 }).toBe(500)
      const lines = await app.database.all<{ n: number }>(
        "select count(*) as n from audit_entry where action = 'call-tool'",
      )
      expect(lines[0]?.n).toBe(500)
      expect((await send('POST', '/api/v1/audit/verify', { token: admin })).body).toMatchObject({ ok: true })
    })

    it('shows everybody their own calls, and administrators all of them, summed up', async () => {
      await use('add', { a: 1, b: 1 })
      await use('get_current_time', {}, admin)
      await recorded(2)
      expect((await history('', kim)).items.map(({ tool }: { tool: string }) => tool)).toEqual(['add'])
      const [first] = (await history('?tool=get_current_time')).items
      expect((await send('GET', `/api/v1/usage/history/${first.id}`, { token: kim })).status).toBe(404)
      const stats = (await send('GET', '/api/v1/usage/stats', { token: admin })).body
      expect(stats).toMatchObject({ calls: 2, succeeded: 2, failed: 0 })
      expect(stats.by_tool.map(({ tool }: { tool: string }) => tool).sort()).toEqual(['add', 'get_current_time'])
      expect(stats.heat_map.flat().reduce((sum: number, calls: number) => sum + calls, 0)).toBe(2)
      expect((await send('GET', '/api/v1/usage/stats', { token: kim })).body.calls).toBe(1)
      expect((await send('GET', '/api/v1/usage/me', { token: kim })).body).toMatchObject({
        calls_today: 1,
        top_tools: [{ tool: 'add', calls: 1 }],
      })
    })

    it('hides in results what the rules say, whoever asks', async () => {
      const value = { hide_patterns: ['\\b\\d{6}-\\d{7}\\b'] }
      const name = `900101-1234567 bgs_${'c'.repeat(43)}`
      const said = async () => (await use('hello_user', { name })).body.result.content[0].text
      expect(await said()).toContain('900101-1234567 •••')
      expect(await send('PUT', '/api/v1/settings/gateway', { token: admin, body: { value } })).toMatchObject({
        status: 200,
      })
      expect(await said()).toContain('••• •••')
      const bad = await send('PUT', '/api/v1/settings/gateway', {
        token: admin,
        body: { value: { hide_patterns: ['(?<=a)b'] } },
      })
      expect(bad).toMatchObject({ status: 400, body: { error: { code: 'validation' } } })
    })

    it('keeps no secrets of a call', async () => {
      const secret = `bgs_${'a'.repeat(43)}`
      await use('hello_user', { name: `key ${secret}` })
      await use('hello_user', { name: 'x', password: 'hunter2hunter2' })
      await recorded(2)
      const kept = JSON.stringify([
        await app.database.all('select * from tool_call'),
        await app.database.all('select * from audit_entry'),
      ])
      expect(kept).not.toContain(secret)
      expect(kept).not.toContain('hunter2hunter2')
    })
  })
})
