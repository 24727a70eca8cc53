import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { mainFile, type RealServer } from '#test/fault/real-server.ts'
import { bearer, post } from './mcp-wire.ts'

/** What a caller is told: the words, and whether they came as an answer of the tool or as an error of the request. */
export interface Told {
  readonly words: string
  readonly as: 'result' | 'error'
  /** All that came, as it came. */
  readonly bytes: number
}

/** Rejects when the caller took the call back. */
export type Call = (name: string, args: object, signal?: AbortSignal) => Promise<Told>

export interface OpenedDoor {
  readonly call: Call
  close(): Promise<void>
}

/** Opens a door for whoever has a token, or a session for the door that is only for people. */
export type Door = (who: { readonly token: string; readonly session: string }) => Promise<OpenedDoor>

const legacy = { versionNegotiation: { mode: 'legacy' } } as const
const modern = { versionNegotiation: { mode: { pin: '2026-07-28' } } } as const

/** Every way to a tool, as whoever comes that way uses it. `path` is the address of a virtual server. */
export function doorsOf(server: Pick<RealServer, 'url'>, path = ''): Record<string, Door> {
  const overHttp =
    (era: typeof legacy | typeof modern): Door =>
    async ({ token }) => {
      const requestInit = { headers: bearer(token) }
      return overMcp(era, new StreamableHTTPClientTransport(new URL(`${server.url}/mcp${path}`), { requestInit }))
    }
  const overStdio =
    (era: typeof legacy | typeof modern): Door =>
    async ({ token }) => {
      const url = path === '' ? server.url : `${server.url}/mcp${path}`
      const env = { PATH: process.env.PATH ?? '', BONGSU_URL: url, BONGSU_TOKEN: token }
      const program = { command: process.execPath, args: [mainFile, 'mcp'], env, stderr: 'ignore' as const }
      return overMcp(era, new StdioClientTransport(program))
    }
  return {
    'MCP 2026-07-28': overHttp(modern),
    'MCP 2025-11-25': overHttp(legacy),
    async 'MCP 2024-11-05 (SSE)'({ token }) {
      const requestInit = { headers: bearer(token) }
      return overMcp(legacy, new SSEClientTransport(new URL(`${server.url}/sse${path}`), { requestInit }))
    },
    'bongsu mcp (stdio)': overStdio(legacy),
    'bongsu mcp (stdio, 2026-07-28)': overStdio(modern),
    ...(path === '' && {
      REST: async ({ token }) => overRest(server, token, {}),
      'the tester of the console': async ({ session }) => overRest(server, session, { as_result: true }),
    }),
  }
}

export const isRest = (door: string): boolean => door === 'REST'

async function overMcp(
  era: typeof legacy | typeof modern,
  transport: Parameters<Client['connect']>[0],
): Promise<OpenedDoor> {
  const client = new Client({ name: 'test', version: '1' }, era)
  await client.connect(transport)
  return {
    async call(name, args, signal) {
      try {
        const asked = { name, arguments: args as Record<string, unknown> }
        const result = await client.callTool(asked, signal ? { signal } : {})
        return { words: wordsIn(result.content), as: 'result', bytes: JSON.stringify(result).length }
      } catch (error) {
        if (signal?.aborted) throw error
        return { words: (error as Error).message, as: 'error', bytes: 0 }
      }
    },
    close: () => client.close(),
  }
}

function overRest(server: Pick<RealServer, 'url'>, proof: string, more: object): OpenedDoor {
  return {
    async call(name, args, signal) {
      const url = `${server.url}/api/v1/tools/${name}/call`
      const answer = await post(url, { arguments: args, ...more }, bearer(proof), signal)
      const text = await answer.text()
      const body = JSON.parse(text) as { error: { message: string }; result: { content: unknown } }
      return answer.status < 400
        ? { words: wordsIn(body.result.content), as: 'result', bytes: text.length }
        : { words: body.error.message, as: 'error', bytes: text.length }
    },
    close: async () => undefined,
  }
}

const wordsIn = (content: unknown): string => (content as { text: string }[]).map(({ text }) => text).join(' ')

const password = 'correct horse battery'

export interface Somebody {
  readonly id: number
  readonly tokenId: number
  readonly token: string
  readonly session: string
}

let made = 0

/** Somebody new, who reads English, with a token that may do what they may. */
export async function somebody(server: RealServer): Promise<Somebody> {
  const email = `person${++made}@example.com`
  const { id } = await server.call<{ id: number }>('POST', '/people', { email, name: 'P', role: 'user', password })
  const login = await post(`${server.url}/api/v1/auth/login`, { username: email, password })
  const { access_token: session } = (await login.json()) as { access_token: string }
  await fetch(`${server.url}/api/v1/auth/me/settings`, {
    method: 'PUT',
    headers: { ...bearer(session), 'content-type': 'application/json' },
    body: JSON.stringify({ language: 'en' }),
  })
  const asked = { name: 'agent', scopes: ['tools', 'read', 'write'], allows_query: true }
  const answer = await post(`${server.url}/api/v1/tokens`, asked, bearer(session))
  const { id: tokenId, token } = (await answer.json()) as { id: number; token: string }
  return { id, tokenId, token, session }
}

/** How the calls of a person ended, as `tool outcome`. */
export async function outcomesOf(server: RealServer, personId: number): Promise<string[]> {
  const { items } = await server.call<{ items: { tool: string; outcome: string }[] }>(
    'GET',
    `/usage/history?person=${personId}&page_size=100`,
  )
  return items.map(({ tool, outcome }) => `${tool} ${outcome}`).sort()
}
