import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mainFile, RealServer, until } from '#test/fault/real-server.ts'
import { bearer, post } from './mcp-wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'bongsu-refusals-'))
const server = new RealServer({ dataDir: folder })

/** What a caller is told: the words, and whether they came as an answer of the tool or as an error of the request. */
interface Told {
  readonly words: string
  readonly as: 'result' | 'error'
}

type Call = (name: string, args: object) => Promise<Told>
type Door = (token: string, session: string) => Promise<{ call: Call; close(): Promise<void> }>

async function overMcp(client: Client): Promise<{ call: Call; close(): Promise<void> }> {
  return {
    async call(name, args) {
      try {
        const { content } = await client.callTool({ name, arguments: args as Record<string, unknown> })
        return { words: (content as { text: string }[]).map(({ text }) => text).join(' '), as: 'result' }
      } catch (error) {
        return { words: (error as Error).message, as: 'error' }
      }
    },
    close: () => client.close(),
  }
}

const overHttp =
  (mode: 'legacy' | { pin: '2026-07-28' }): Door =>
  async (token) => {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })
    const requestInit = { headers: bearer(token) }
    await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), { requestInit }))
    return overMcp(client)
  }

const overRest =
  (asWho: (token: string, session: string) => string): Door =>
  async (token, session) => ({
    async call(name, args) {
      const answer = await post(
        `${server.url}/api/v1/tools/${name}/call`,
        { arguments: args },
        bearer(asWho(token, session)),
      )
      const body = (await answer.json()) as { error: { message: string } }
      expect(answer.status).toBeGreaterThanOrEqual(400)
      return { words: body.error.message, as: 'error' }
    },
    close: async () => undefined,
  })

const doors: Record<string, Door> = {
  'MCP 2026-07-28': overHttp({ pin: '2026-07-28' }),
  'MCP 2025-11-25': overHttp('legacy'),
  async 'MCP 2024-11-05 (SSE)'(token) {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'legacy' } })
    const requestInit = { headers: bearer(token) }
    await client.connect(new SSEClientTransport(new URL(`${server.url}/sse`), { requestInit }))
    return overMcp(client)
  },
  async 'bongsu mcp (stdio)'(token) {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'legacy' } })
    const env = { PATH: process.env.PATH ?? '', BONGSU_URL: server.url, BONGSU_TOKEN: token }
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: [mainFile, 'mcp'], env, stderr: 'ignore' }),
    )
    return overMcp(client)
  },
  REST: overRest((token) => token),
  'the tester of the console': overRest((_token, session) => session),
}

const password = 'correct horse battery'

beforeAll(async () => {
  await server.begin()
  await server.signIn()
  await server.liftLimits()
})
afterAll(async () => {
  await server.end()
  rmSync(folder, { recursive: true, force: true })
})

/** Somebody new each time, who reads English and may make one call a day. */
async function somebody(at: number) {
  const email = `person${at}@example.com`
  const { id } = await server.call<{ id: number }>('POST', '/people', { email, name: 'P', role: 'user', password })
  const login = await post(`${server.url}/api/v1/auth/login`, { username: email, password })
  const { access_token: session } = (await login.json()) as { access_token: string }
  const headers = bearer(session)
  await fetch(`${server.url}/api/v1/auth/me/settings`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ language: 'en' }),
  })
  const made = await post(`${server.url}/api/v1/tokens`, { name: 'agent', scopes: ['tools', 'read'] }, headers)
  const { token } = (await made.json()) as { token: string }
  await server.call('PUT', '/limits', { subject_kind: 'person', subject: String(id), window: 'day', max: 0 })
  return { id, token, session }
}

/** Tool, arguments, how it is recorded, and what every door says. */
const refusals = [
  ['get_user_info', { user_id: 1 }, 'refused', /Unknown tool: get_user_info/],
  ['no_such_tool', {}, 'refused', /Unknown tool: no_such_tool/],
  ['add', { a: 'one', b: 1 }, 'invalid', /a: .*number/i],
  ['add', { a: 1, b: 1 }, 'limited', /the limit is 0/],
] as const

describe('one refused call', () => {
  it.each(Object.keys(doors))(
    'is the same through %s, with one record and one line in the audit each',
    async (name) => {
      const who = await somebody(Object.keys(doors).indexOf(name))
      const door = await (doors[name] as Door)(who.token, who.session)
      try {
        for (const [tool, args, outcome, words] of refusals) {
          const told = await door.call(tool, args)
          expect(told.words).toMatch(words)
          const isMcp = !name.includes('REST') && !name.includes('tester')
          if (isMcp) expect([tool, told.as]).toEqual([tool, outcome === 'refused' ? 'error' : 'result'])
        }
      } finally {
        await door.close().catch(() => undefined)
      }
      const calls = () =>
        server.call<{ items: { tool: string; outcome: string }[] }>('GET', `/usage/history?person=${who.id}`)
      await until('all are recorded', async () => (await calls()).items.length >= refusals.length)
      const expected = refusals.map(([tool, , outcome]) => `${tool} ${outcome}`).sort()
      expect((await calls()).items.map(({ tool, outcome }) => `${tool} ${outcome}`).sort()).toEqual(expected)
      const lines = await server.call<{
        items: { outcome: string; details: { outcome: string }; target_id: string }[]
      }>('GET', `/audit?person=${who.id}&action=call-tool&page_size=50`)
      expect(lines.items.map(({ target_id, details }) => `${target_id} ${details.outcome}`).sort()).toEqual(expected)
      expect(new Set(lines.items.map(({ outcome }) => outcome))).toEqual(new Set(['refused']))
    },
  )
})
