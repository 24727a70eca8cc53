import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { buildTestApp } from './build-test-app.ts'
import { until } from './fault/real-server.ts'
import { type McpFixture, startMcpFixture } from './targets/mcp-fixture/mcp-fixture.ts'
import { startMcpRogue } from './targets/mcp-rogue.ts'

export const relayEras = ['legacy', 'modern'] as const
export type RelayEra = (typeof relayEras)[number]
export type Rpc = { result: Record<string, unknown>; error?: object }
type Notice = { method: string; params?: Record<string, unknown> }

export type RelayRooms = Awaited<ReturnType<typeof openRelayRooms>>

const password = 'correct horse battery'

/** A whole installation with a server of each era behind it, and one that goes wrong, each under an address of its own. */
export async function openRelayRooms() {
  const app = await buildTestApp({ BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8' })
  await app.start()
  const base = await app.http.listen({ port: 0, host: '127.0.0.1' })
  await api('POST', '/api/v1/auth/register', { email: 'admin@example.com', password, name: 'Admin' })
  const signIn = async (username: string): Promise<string> =>
    (await api('POST', '/api/v1/auth/login', { username, password })).access_token
  const admin = await signIn('admin@example.com')
  const clients: Client[] = []
  /** Nobody may have many tokens, and most clients need none of their own. */
  let usual: ReturnType<typeof tokenWith> | undefined
  const fixtures = new Map<RelayEra, McpFixture>()
  for (const era of relayEras) {
    const fixture = await startMcpFixture(era)
    fixtures.set(era, fixture)
    await offer(era, fixture.url)
  }
  const rogue = await startMcpRogue()
  await offer('rogue', rogue.url)

  return {
    base,
    admin,
    api,
    signIn,
    password,
    tokenWith,
    connect,
    fixture: (era: RelayEra): McpFixture => fixtures.get(era) as McpFixture,
    history: async () => (await api('GET', '/api/v1/usage/history?page_size=50', undefined, admin)).items,
    async leaveClients() {
      for (const client of clients.splice(0)) await client.close().catch(() => undefined)
    },
    async close() {
      await app.close()
      for (const fixture of fixtures.values()) await fixture.close()
      await rogue.close()
    },
  }

  /** Adds a server and offers all of it under an address of its own. */
  async function offer(slug: string, url: string): Promise<void> {
    const { id } = await api('POST', '/api/v1/upstreams', { slug, url }, admin)
    await until(`the list of the server ${slug} is there`, async () => {
      const view = await api('GET', `/api/v1/upstreams/${id}`, undefined, admin)
      return view.tool_count > 10
    })
    const choices = [{ source: `upstream:${slug}` }]
    await api('POST', '/api/v1/virtual-servers', { slug, tool_search: 'off', choices }, admin)
  }

  async function api(method: string, path: string, body?: object, token?: string) {
    const answer = await fetch(base + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return text === '' ? null : JSON.parse(text)
  }

  function tokenWith(body: object = {}): Promise<{ id: number; token: string }> {
    return api('POST', '/api/v1/tokens', { name: 'agent', scopes: ['tools', 'read', 'write'], ...body }, admin)
  }

  /** A client that answers whatever it is asked, and notes what it is told. */
  async function connect(era: RelayEra, behind: RelayEra | 'rogue', token?: string) {
    const client = new Client(
      { name: 'test', version: '1' },
      {
        capabilities: { sampling: {}, elicitation: {}, roots: { listChanged: true } },
        versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' },
      },
    )
    const told: Notice[] = []
    client.fallbackNotificationHandler = async (notice) => void told.push(notice as Notice)
    client.setRequestHandler('sampling/createMessage', async () => ({
      role: 'assistant',
      model: 'small',
      content: { type: 'text', text: 'Seoul' },
    }))
    client.setRequestHandler('elicitation/create', async ({ params }) => ({
      action: 'accept',
      content: { name: 'Kim', color: 'red', ok: true, username: params.message.slice(0, 20), email: 'k@example.com' },
    }))
    client.setRequestHandler('roots/list', async () => ({ roots: [{ uri: 'file:///work' }] }))
    usual ??= tokenWith()
    const authorization = `Bearer ${token ?? (await usual).token}`
    const url = new URL(`/mcp/${behind}`, base)
    await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers: { authorization } } }))
    clients.push(client)
    return { client, told }
  }
}

export const textOf = (result: unknown): string => (result as { content: { text: string }[] }).content[0]?.text ?? ''
