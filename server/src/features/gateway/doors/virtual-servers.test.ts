import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { type Door, doorsOf } from '#test/doors/every-door.ts'
import { type McpTarget, plainTool, startMcpServer } from '#test/targets/mcp-server.ts'

const password = 'correct horse battery'

let app: TestApp
let base: string
let admin: string
let target: McpTarget
let upstreamId: number
const clients: Client[] = []

beforeAll(async () => {
  app = await buildTestApp({ BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8' })
  await app.start()
  base = await app.http.listen({ port: 0, host: '127.0.0.1' })
  await api('POST', '/api/v1/auth/register', { email: 'admin@example.com', password, name: 'Admin' })
  admin = (await api('POST', '/api/v1/auth/login', { username: 'admin@example.com', password })).access_token
  target = await startMcpServer({
    tools: [plainTool('echo', 'Says it.'), plainTool('wipe', 'Deletes.')],
    resources: [{ uri: 'doc://a', name: 'A' }],
  })
  upstreamId = (await api('POST', '/api/v1/upstreams', { slug: 'helper', url: target.url })).id
  await vi.waitFor(async () => expect(await catalogue()).toContain('echo'), { timeout: 8000 })
  await api('POST', '/api/v1/virtual-servers', {
    slug: 'desk',
    instructions: 'For the desk.',
    choices: [{ source: 'upstream:helper', aliases: { echo: 'say' } }],
  })
})
afterAll(async () => {
  for (const client of clients) await client.close().catch(() => undefined)
  await app.close()
  await target.close()
})

async function api(method: string, path: string, body?: object) {
  const answer = await fetch(base + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(admin === undefined ? {} : { authorization: `Bearer ${admin}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return text === '' ? null : JSON.parse(text)
}
const catalogue = async (): Promise<string[]> =>
  (await api('GET', '/api/v1/tools?page_size=100')).items.map(({ name }: { name: string }) => name)

async function connect(path: string, era: 'legacy' | 'modern'): Promise<Client> {
  const mode = era === 'modern' ? { pin: '2026-07-28' } : 'legacy'
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })
  const transport = new StreamableHTTPClientTransport(new URL(path, base), {
    requestInit: { headers: { authorization: `Bearer ${admin}` } },
  })
  await client.connect(transport)
  clients.push(client)
  return client
}
const names = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name)

describe.each(['legacy', 'modern'] as const)('at the address of a virtual server, a client of the %s era', (era) => {
  it('finds what was chosen under its names, and nothing else', async () => {
    const client = await connect('/mcp/desk', era)
    expect(client.getInstructions()).toBe('For the desk.')
    expect(await names(client)).toEqual(['say', 'wipe'])
    expect(await client.callTool({ name: 'say', arguments: { text: 'x' } })).toMatchObject({
      content: [{ text: 'target: echo {"text":"x"}' }],
      structuredContent: { name: 'echo' },
    })
    await expect(client.callTool({ name: 'add', arguments: { a: 1, b: 1 } })).rejects.toMatchObject({ code: -32602 })
    const { contents } = await client.readResource({ uri: 'doc://a' })
    expect(contents).toMatchObject([{ uri: 'doc://a', text: 'content of doc://a' }])
  })

  it('finds nothing at an address that there is not', async () => {
    await expect(connect('/mcp/no-such', era)).rejects.toThrow()
  })
})

const ways = doorsOf(
  {
    get url() {
      return base
    },
  },
  '/desk',
)

describe.each(Object.keys(ways))('at the address of a virtual server, over %s', (way) => {
  it('whoever comes finds what was chosen, and nothing else', async () => {
    const door = await (ways[way] as Door)({ token: admin, session: admin })
    try {
      expect(await door.call('say', { text: 'x' })).toMatchObject({ words: 'target: echo {"text":"x"}', as: 'result' })
      expect(await door.call('add', { a: 1, b: 1 })).toMatchObject({ as: 'error' })
    } finally {
      await door.close()
    }
  })
})

it('nobody finds a stream of 2024-11-05 at an address that there is not', async () => {
  const ask = (path: string, token: string) => fetch(base + path, { headers: { authorization: `Bearer ${token}` } })
  expect((await ask('/sse/no-such', admin)).status).toBe(404)
  expect((await ask('/sse/no-such', 'bgs_nobody')).status).toBe(401)
})

it('whoever listens is told when a tool is held back, and when it is approved', async () => {
  const client = await connect('/mcp/desk', 'legacy')
  let told = 0
  client.setNotificationHandler('notifications/tools/list_changed', () => {
    told += 1
  })
  target.offer.tools[0] = plainTool('echo', 'Says it, and more.')
  await api('POST', `/api/v1/upstreams/${upstreamId}/refresh`)
  await expect.poll(() => told, { timeout: 8000 }).toBe(1)
  expect(await names(client)).toEqual(['wipe'])
  const [echo] = (await api('GET', `/api/v1/upstreams/${upstreamId}/tools`)).items
  await api('POST', `/api/v1/upstreams/${upstreamId}/tools/approve`, { tools: [{ name: 'echo', hash: echo.hash }] })
  await expect.poll(() => told, { timeout: 8000 }).toBe(2)
  expect(await names(client)).toEqual(['say', 'wipe'])
})

it('an address with the search in place of its list works with a client that only calls what is listed', async () => {
  await api('POST', '/api/v1/virtual-servers', {
    slug: 'large',
    tool_search: 'on',
    choices: [{ source: 'bongsu' }, { source: 'own' }],
  })
  await expect.poll(async () => (await api('GET', '/api/v1/virtual-servers')).items.length).toBe(2)
  const client = await connect('/mcp/large', 'modern')
  expect(await names(client)).toEqual(['search_tools', 'call_tool'])
  const found = await client.callTool({ name: 'search_tools', arguments: { query: '프로젝트 조회' } })
  const { tools } = found.structuredContent as { tools: { name: string }[] }
  expect(tools.map(({ name }) => name)).toContain('list-projects')
  expect(await client.callTool({ name: 'call_tool', arguments: { name: 'list-projects' } })).toMatchObject({
    structuredContent: { items: [], total: 0 },
  })
})
