import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPostgresDatabase, eachDatabase } from '#test/databases.ts'
import { RealServer } from '#test/fault/real-server.ts'
import { somebody } from './every-door.ts'
import { bearer, messageOf, modern, openSession, post } from './mcp-wire.ts'

const limit = 50
const calls = 500

eachDatabase((_open, engine) => {
  describe('two processes on one store', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bongsu-two-'))
    const servers: RealServer[] = []
    let drop: (() => Promise<void>) | undefined

    beforeAll(async () => {
      const made = engine === 'postgres' ? await createPostgresDatabase() : undefined
      drop = made?.drop
      const environment: Record<string, string> = made ? { BONGSU_DATABASE_URL: made.url } : {}
      for (let at = 0; at < 2; at++) {
        const server = new RealServer({ dataDir: folder, environment })
        await server.begin()
        if (servers[0]) server.actAs(servers[0])
        else await server.signIn()
        servers.push(server)
      }
      // Each process has its own count of requests, and hears of a change of it within half a minute.
      for (const server of servers) await server.liftLimits()
    })
    afterAll(async () => {
      for (const server of servers) await server.end()
      await drop?.()
      rmSync(folder, { recursive: true, force: true })
    })

    it(`admit exactly ${limit} of ${calls} calls that come at once through both and every door`, async () => {
      const [here, there] = servers as [RealServer, RealServer]
      const who = await somebody(here)
      await here.call('PUT', '/limits', { subject_kind: 'person', subject: String(who.id), window: 'day', max: limit })
      const args = { a: 1, b: 1 }
      const sessions = [
        await openSession(`${here.url}/mcp`, who.token),
        await openSession(`${there.url}/mcp`, who.token),
      ]
      const ways = servers.flatMap(({ url }, at) => [
        async () => {
          const answer = await modern(`${url}/mcp`, who.token, 'tools/call', { name: 'add', arguments: args })
          return (await messageOf(answer)).result.isError !== true
        },
        async (id: number) => {
          const message = { jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'add', arguments: args } }
          const answer = await post(`${url}/mcp`, message, sessions[at])
          return (await messageOf(answer)).result.isError !== true
        },
        async () => (await post(`${url}/api/v1/tools/add/call`, { arguments: args }, bearer(who.token))).status === 200,
      ])
      const admitted = await Promise.all(
        Array.from({ length: calls }, (_unused, at) =>
          (ways[at % ways.length] as (id: number) => Promise<boolean>)(at),
        ),
      )
      expect(admitted.filter(Boolean)).toHaveLength(limit)
      const recorded = async (outcome: string) =>
        (await here.call<{ total: number }>('GET', `/usage/history?person=${who.id}&outcome=${outcome}`)).total
      await expect.poll(() => recorded('limited')).toBe(calls - limit)
      expect(await recorded('success')).toBe(limit)
      expect(await here.call('POST', '/audit/verify')).toMatchObject({ ok: true })
    })
  })
})
