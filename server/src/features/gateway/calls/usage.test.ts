import { createRequire } from 'node:module'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor, Origin } from '#kernel/operation.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { createPostgresDatabase, eachDatabase } from '#test/databases.ts'
import { gatewayKey } from '../gateway-key.ts'
import type { CallOutcome, EndedCall } from './call-record.ts'
import { endOrphans, insertEnded, insertOpen } from './call-store.ts'

const { unzipSync, strFromU8 } = createRequire(import.meta.resolve('write-excel-file/node'))('fflate') as {
  unzipSync(file: Uint8Array): Record<string, Uint8Array>
  strFromU8(bytes: Uint8Array): string
}

const password = 'correct horse battery'
const kim: Actor = { kind: 'person', personId: 2, role: 'user', sessionId: 1, name: 'Kim' }
const lee: Actor = { kind: 'person', personId: 3, role: 'user', sessionId: 2, name: 'Lee' }
const noon = Date.UTC(2026, 2, 2, 3)

eachDatabase((_open, engine) => {
  describe('what is kept of tool calls', () => {
    let app: TestApp
    let drop: (() => Promise<void>) | undefined
    let nextId = 1000
    let adminToken: string
    let kimToken: string

    beforeEach(async () => {
      const environment: Record<string, string> = { BONGSU_ROLES: 'api,scheduler,worker' }
      if (engine === 'postgres') {
        const made = await createPostgresDatabase()
        environment.BONGSU_DATABASE_URL = made.url
        drop = made.drop
      }
      app = await buildTestApp(environment)
      await app.start()
      await post('/api/v1/auth/register', { email: 'admin@example.com', password, name: 'Admin' })
      adminToken = await signIn('admin@example.com')
      for (const name of ['Kim', 'Lee'])
        await post('/api/v1/people', { email: `${name}@example.com`, name, role: 'user', password }, adminToken)
      kimToken = await signIn('kim@example.com')
    })
    afterEach(async () => {
      await app.close()
      await drop?.()
    })

    const headers = (token?: string, lang = 'en') => ({
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      'accept-language': lang,
    })
    const post = (url: string, payload: object, token?: string) =>
      app.http.inject({ method: 'POST', url, payload, headers: headers(token) })
    const get = (url: string, token: string, lang?: string) =>
      app.http.inject({ method: 'GET', url, headers: headers(token, lang) })
    const signIn = async (username: string): Promise<string> =>
      (await post('/api/v1/auth/login', { username, password })).json().access_token

    const call = (actor: Actor, outcome: CallOutcome, more: Partial<EndedCall> = {}): EndedCall => ({
      id: nextId++,
      startedAt: noon,
      actor,
      origin: { door: 'mcp', address: '192.0.2.7' } satisfies Origin,
      server: null,
      sourceId: 'own',
      tool: 'add',
      args: '{}',
      durationMs: 10,
      outcome,
      result: null,
      reason: null,
      isAudited: true,
      ...more,
    })
    const keep = (...calls: EndedCall[]) => app.database.transaction((tx) => insertEnded(tx, calls))
    const stats = async (token: string, query = '') =>
      (await get(`/api/v1/usage/stats?from=2026-03-01T00:00:00Z&to=2026-03-04T00:00:00Z${query}`, token)).json()

    it('tells what succeeded from what failed and from what was refused, each call once', async () => {
      await keep(
        call(kim, 'success', { durationMs: 30 }),
        call(kim, 'timed_out', { durationMs: 50 }),
        call(kim, 'limited', { durationMs: 0 }),
        call(lee, 'refused', { tool: 'subtract', durationMs: 0 }),
      )
      const sums = await stats(adminToken)
      expect(sums).toMatchObject({ calls: 4, succeeded: 1, failed: 1, refused: 2, mean_duration_ms: 40 })
      expect(sums.by_tool).toMatchObject([
        { tool: 'add', calls: 3, succeeded: 1, failed: 1, refused: 1 },
        { tool: 'subtract', refused: 1, mean_duration_ms: null },
      ])
      expect(sums.by_person).toMatchObject([
        { person_id: 2, token_id: null, name: 'Kim', calls: 3 },
        { person_id: 3, name: 'Lee', calls: 1 },
      ])
      expect(sums.by_hour).toMatchObject([{ at: '2026-03-02T03:00:00.000Z', calls: 4 }])
      expect((await stats(adminToken, '&outcome=limited')).calls).toBe(1)
      expect((await stats(adminToken, '&door=mcp')).calls).toBe(4)
      expect(await stats(adminToken, '&door=http')).toMatchObject({ calls: 0, by_tool: [], by_day: [] })
    })

    it('puts people and their tokens together, and lets a service token stand for itself', async () => {
      const laptop: Actor = { ...kim, kind: 'token', tokenId: 1, scopes: ['tools'], tools: null } as Actor
      const service: Actor = {
        kind: 'token',
        tokenId: 2,
        personId: null,
        role: 'user',
        name: 'ci',
        scopes: [],
        tools: null,
      }
      await keep(call(kim, 'success'), call(laptop, 'success'), call(service, 'success'))
      const { by_person: people, by_caller: callers } = await stats(adminToken)
      expect(people).toMatchObject([
        { person_id: 2, calls: 2 },
        { person_id: null, token_id: 2, calls: 1 },
      ])
      expect(callers).toHaveLength(3)
    })

    it('draws the heat map and the days on the clocks of whoever looks', async () => {
      const lateOnSunday = Date.UTC(2026, 2, 1, 20)
      await keep(call(kim, 'success', { startedAt: lateOnSunday }))
      const seoul = await stats(kimToken)
      expect(seoul.heat_map[0][5]).toBe(1)
      expect(seoul.by_day).toMatchObject([{ date: '2026-03-02', calls: 1 }])
      await app.http.inject({
        method: 'PUT',
        url: '/api/v1/auth/me/settings',
        payload: { time_zone: 'America/New_York' },
        headers: headers(kimToken),
      })
      const newYork = await stats(kimToken)
      expect(newYork.heat_map[6][15]).toBe(1)
      expect(newYork.by_day).toMatchObject([{ date: '2026-03-01', calls: 1 }])
    })

    it('is written down whatever somebody calls a tool, and holds up nobody else’s', async () => {
      const { gateway } = app.services.use(gatewayKey)
      const asking = {
        actor: kim,
        language: 'en',
        origin: { door: 'mcp' },
        signal: new AbortController().signal,
      } as const
      for (const tool of ['nul\0here', 'half\ud800here'])
        await expect(gateway.call({ ...asking, tool, arguments: {} })).rejects.toMatchObject({ code: 'not_found' })
      await gateway.call({ ...asking, tool: 'add', arguments: { a: 1, b: 2 } })
      const kept = async () => (await get('/api/v1/usage/history', adminToken)).json().items
      await expect.poll(async () => (await kept()).length).toBe(3)
      expect((await kept()).map(({ reason }: { reason: string | null }) => reason)).toEqual(
        expect.arrayContaining([null, 'Unknown tool: nul here', expect.stringMatching(/^Unknown tool: half.here$/)]),
      )
    })

    it('shows nobody what others did, whatever they ask for', async () => {
      await keep(call(kim, 'success'), call(lee, 'success', { tool: 'subtract' }))
      const mine = await stats(kimToken, '&person=3')
      expect(mine).toMatchObject({ calls: 1, by_tool: [{ tool: 'add' }], by_person: [{ person_id: 2 }] })
      const file = (await get('/api/v1/usage/history/export?person=3', kimToken)).body
      expect(file).toContain('add')
      expect(file).not.toContain('subtract')
    })

    it('counts a call that its process did not live to end', async () => {
      const { durationMs, outcome, result, reason, isAudited, ...open } = call(kim, 'success')
      await app.database.transaction((tx) => insertOpen(tx, [open]))
      expect(await app.database.transaction((tx) => endOrphans(tx, noon + 1))).toBe(1)
      expect(await stats(adminToken)).toMatchObject({ calls: 1, failed: 1, by_outcome: [{ outcome: 'interrupted' }] })
    })

    it('is put in the order that is asked for, page by page, and leaves in that order too', async () => {
      const slow = Array.from({ length: 2600 }, (_none, at) =>
        call(kim, at % 3 === 0 ? 'failed' : 'success', { durationMs: (at * 7919) % 2600, startedAt: noon + at }),
      )
      for (let at = 0; at < slow.length; at += 500) await keep(...slow.slice(at, at + 500))
      await keep(call(lee, 'success', { tool: 'hello', durationMs: 5000 }))
      type Row = { id: number; duration_ms: number; tool: string; outcome: string }
      const list = async (query: string): Promise<Row[]> =>
        (await get(`/api/v1/usage/history?page_size=50&${query}`, adminToken)).json().items
      const slowest = [...(await list('sort=duration_ms')), ...(await list('sort=duration_ms&page=2'))]
      expect(slowest.map(({ duration_ms }) => duration_ms)).toEqual([
        5000,
        ...Array.from({ length: 99 }, (_none, at) => 2599 - at),
      ])
      expect((await list('sort=duration_ms&order=asc&tool=add'))[0]).toMatchObject({ duration_ms: 0 })
      expect((await list('sort=tool&order=desc'))[0]).toMatchObject({ tool: 'hello' })
      const byOutcome = await list('sort=outcome&order=asc')
      expect(new Set(byOutcome.map(({ outcome }) => outcome))).toEqual(new Set(['failed']))
      expect((await get('/api/v1/usage/history?sort=reason', adminToken)).statusCode).toBe(400)
      const file = await get('/api/v1/usage/history/export?sort=duration_ms&order=asc&tool=add', adminToken)
      const taken = file.body
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => Number(line.split(',')[10]))
      expect(taken).toEqual(Array.from({ length: 2600 }, (_none, at) => at))
    })

    it('leaves as CSV that no spreadsheet runs, with the filters of the list', async () => {
      await keep(call(kim, 'success', { tool: '=cmd()' }), call(lee, 'failed', { reason: 'it, "broke"' }))
      const all = await get('/api/v1/usage/history/export', adminToken, 'ko')
      expect(all.headers['content-type']).toBe('text/csv; charset=utf-8')
      expect(all.body.startsWith('\ufeff번호,시각(UTC),사용자')).toBe(true)
      expect(all.body).toContain("'=cmd()")
      expect(all.body).toContain('"it, ""broke"""')
      const failed = await get('/api/v1/usage/history/export?outcome=failed', adminToken)
      expect(failed.body.trim().split('\r\n')).toHaveLength(2)
      expect((await get('/api/v1/usage/history/export?outcome=nonsense', adminToken)).statusCode).toBe(400)
    })

    it('leaves as a workbook whose text is text and whose times are times', async () => {
      await keep(call(kim, 'success', { tool: '=cmd()' }), call(kim, 'success', { startedAt: noon + 1 }))
      const answer = await get('/api/v1/usage/history/export.xlsx', kimToken)
      expect(answer.statusCode).toBe(200)
      const parts = unzipSync(answer.rawPayload)
      const sheet = strFromU8(parts['xl/worksheets/sheet1.xml'] as Uint8Array)
      expect(sheet).not.toContain('<f>')
      expect(strFromU8(parts['xl/sharedStrings.xml'] as Uint8Array)).toContain('<t>=cmd()</t>')
      // 2026-03-02 03:00 is day 46083 and an eighth of Excel's calendar.
      expect(sheet).toContain('<v>46083.125</v>')
      expect(sheet.match(/<row /g)).toHaveLength(3)
    })
  })
})
