import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'

const password = 'correct horse battery'

/** What a client says first decides the revision; `legacy` begins with `initialize`, `modern` with `server/discover`. */
const eras = ['legacy', 'modern'] as const

let app: TestApp
let base: string
let admin: string
const clients: Client[] = []

beforeAll(async () => {
  app = await buildTestApp()
  await app.start()
  base = await app.http.listen({ port: 0, host: '127.0.0.1' })
  const first = { email: 'admin@example.com', password, name: 'Admin' }
  await api('POST', '/api/v1/auth/register', first)
  admin = (await api('POST', '/api/v1/auth/login', { username: 'admin@example.com', password })).access_token
})
afterAll(async () => {
  for (const client of clients) await client.close().catch(() => undefined)
  await app.close()
})

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

const tokenWith = (body: object = {}): Promise<{ id: number; token: string }> =>
  api('POST', '/api/v1/tokens', { name: 'agent', scopes: ['tools', 'read', 'write'], ...body }, admin)

async function connect(token: string, era: (typeof eras)[number]): Promise<Client> {
  const client = new Client(
    { name: 'test', version: '1' },
    era === 'modern'
      ? { versionNegotiation: { mode: { pin: '2026-07-28' } } }
      : { versionNegotiation: { mode: 'legacy' } },
  )
  await client.connect(
    new StreamableHTTPClientTransport(new URL('/mcp', base), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    }),
  )
  clients.push(client)
  return client
}

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${base}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body,
  })

describe.each(eras)('an agent of the %s era', (era) => {
  it('lists and calls tools, and reads refusals as results', async () => {
    const { token } = await tokenWith()
    const client = await connect(token, era)
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['add', 'list-projects', 'create-project']))
    const added = await client.callTool({ name: 'add', arguments: { a: 40, b: 2 } })
    expect(added).toMatchObject({ content: [{ type: 'text', text: '42' }] })
    const wrong = await client.callTool({ name: 'add', arguments: { a: 'forty', b: 2 } })
    expect(wrong).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('a') }] })
    const listed = await client.callTool({ name: 'list-projects', arguments: {} })
    expect(listed.structuredContent).toMatchObject({ items: [], total: 0 })
    await expect(client.callTool({ name: 'no_such_tool', arguments: {} })).rejects.toMatchObject({ code: -32602 })
  })

  it('sees only what its token was made for', async () => {
    const client = await connect((await tokenWith({ scopes: ['tools'], tools: ['add'] })).token, era)
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['add'])
    await expect(client.callTool({ name: 'subtract', arguments: { a: 1, b: 1 } })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('subtract'),
    })
  })

  it('is told of its limit in words and numbers', async () => {
    const { id, token } = await tokenWith()
    await api('PUT', '/api/v1/limits', { subject_kind: 'token', subject: String(id), window: 'day', max: 1 }, admin)
    const client = await connect(token, era)
    await client.callTool({ name: 'add', arguments: { a: 1, b: 1 } })
    const refused = await client.callTool({ name: 'add', arguments: { a: 1, b: 1 } })
    expect(refused).toMatchObject({ isError: true, _meta: { 'io.bongsu/quota': { limit: 1, used: 1, window: 'day' } } })
    expect((refused.content as { text: string }[])[0]?.text).toMatch(/1 of 1|1회 중 1회/)
  })

  it('is out as soon as its token is revoked', async () => {
    const { id, token } = await tokenWith()
    const client = await connect(token, era)
    await client.callTool({ name: 'add', arguments: { a: 1, b: 1 } })
    await api('DELETE', `/api/v1/tokens/${id}`, undefined, admin)
    await expect(client.callTool({ name: 'add', arguments: { a: 1, b: 1 } })).rejects.toThrow()
  })
})

describe('the MCP door', () => {
  const initialize = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } },
  })

  it('asks for a token before it reads anything, and says why one is of no use', async () => {
    const without = await post('{"not even": json')
    expect(without.status).toBe(401)
    expect(without.headers.get('www-authenticate')).toBe('Bearer realm="bongsu"')
    const unknown = await post(initialize, { authorization: 'Bearer bgs_nobody' })
    expect(unknown.status).toBe(401)
    expect(unknown.headers.get('www-authenticate')).toContain('invalid_token')
    const { token } = await tokenWith({ scopes: ['read'] })
    expect((await post(initialize, { authorization: `Bearer ${token}` })).status).toBe(403)
  })

  it('tells a flood without a token to come later, and nobody else', async () => {
    const knock = async (remoteAddress: string, token?: string) => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
      return app.http.inject({ method: 'GET', url: '/mcp', remoteAddress, headers })
    }
    const statuses = new Map<number, number>()
    for (let at = 0; at < 3010; at++) {
      const { statusCode } = await knock('203.0.113.7')
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1)
    }
    expect([...statuses]).toEqual([
      [401, 3000],
      [429, 10],
    ])
    expect(Number((await knock('203.0.113.7')).headers['retry-after'])).toBeGreaterThan(0)
    expect((await knock('203.0.113.8')).statusCode).toBe(401)
    expect((await knock('203.0.113.7', (await tokenWith()).token)).statusCode).toBe(400)
  })

  it('takes no cookie for a proof', async () => {
    const answer = await fetch(`${base}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin@example.com', password, session: 'cookie' }),
    })
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    expect((await post(initialize, { cookie })).status).toBe(401)
  })

  it('refuses foreign pages and foreign host names', async () => {
    const { token } = await tokenWith()
    const authorization = `Bearer ${token}`
    expect((await post(initialize, { authorization, origin: 'https://evil.example' })).status).toBe(403)
    expect((await post(initialize, { authorization, origin: base })).status).toBe(200)
    const spoofed = await app.http.inject({
      method: 'POST',
      url: '/mcp',
      headers: { authorization, host: 'evil.example', 'content-type': 'application/json' },
      payload: initialize,
    })
    expect(spoofed.statusCode).toBe(403)
  })

  it('keeps a session for whoever opened it', async () => {
    const [mine, other] = [await tokenWith(), await tokenWith()]
    const opened = await post(initialize, { authorization: `Bearer ${mine.token}` })
    const id = opened.headers.get('mcp-session-id') as string
    expect(id.length).toBeGreaterThan(20)
    await opened.text()
    const list = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/list' })
    const with_ = (token: string, session: string) =>
      post(list, { authorization: `Bearer ${token}`, 'mcp-session-id': session, 'mcp-protocol-version': '2025-11-25' })
    expect((await with_(mine.token, id)).status).toBe(200)
    expect((await with_(other.token, id)).status).toBe(404)
    expect((await with_(mine.token, `${id}x`)).status).toBe(404)
    expect((await post(list, { authorization: `Bearer ${mine.token}` })).status).toBe(400)
  })

  it.each([
    ['a key that stands twice', '{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"tools/call"}'],
    ['a key that stands twice in disguise', '{"jsonrpc":"2.0","id":1,"method":"ping","\\u006dethod":"tools/call"}'],
    ['depth without end', `{"jsonrpc":"2.0","id":1,"method":"ping","params":${'['.repeat(5000)}${']'.repeat(5000)}}`],
    ['values without end', `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":[${'[],'.repeat(200_000)}[]]}}`],
    ['no JSON', 'tools/list please'],
  ])('refuses a message with %s', async (_what, body) => {
    const { token } = await tokenWith()
    const answer = await post(body, { authorization: `Bearer ${token}` })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ jsonrpc: '2.0', error: { code: -32700 } })
  })

  it('answers every well-known address with a plain 404', async () => {
    for (const path of ['oauth-protected-resource', 'oauth-authorization-server/mcp', 'openid-configuration']) {
      const answer = await fetch(`${base}/.well-known/${path}`, { headers: { accept: 'text/html' } })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, expect.stringContaining('json')])
    }
  })
})

describe('the stream of 2024-11-05', () => {
  const connectSse = async (token: string, inQuery: boolean): Promise<Client> => {
    const client = new Client({ name: 'old', version: '1' }, { versionNegotiation: { mode: 'legacy' } })
    const url = new URL(inQuery ? `/sse?token=${token}` : '/sse', base)
    const headers = { authorization: `Bearer ${token}` }
    await client.connect(new SSEClientTransport(url, inQuery ? {} : { requestInit: { headers } }))
    clients.push(client)
    return client
  }

  it.each([
    ['in the header', false],
    ['in the address, where the token allows it', true],
  ])('lists and calls with a token %s', async (_where, inQuery) => {
    const { token } = await tokenWith({ allows_query: inQuery })
    const client = await connectSse(token, inQuery)
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('add')
    expect(await client.callTool({ name: 'add', arguments: { a: 1, b: 2 } })).toMatchObject({
      content: [{ text: '3' }],
    })
    await expect(client.callTool({ name: 'no_such_tool', arguments: {} })).rejects.toMatchObject({ code: -32602 })
  })

  it('asks for a token, and takes none in the address that was not made for that', async () => {
    expect((await fetch(`${base}/sse`)).status).toBe(401)
    const { token } = await tokenWith()
    const refused = await fetch(`${base}/sse?token=${token}`)
    expect(refused.status).toBe(401)
    expect(((await refused.json()) as { error: { message: string } }).error.message).toMatch(/address|주소/)
    const late = await tokenWith({ allows_query: true, scopes: ['read'] })
    expect((await fetch(`${base}/sse?token=${late.token}`)).status).toBe(403)
  })

  it('takes messages only for whoever opened it, as long as they may', async () => {
    const [mine, other] = [await tokenWith({ allows_query: true }), await tokenWith()]
    const stream = await fetch(`${base}/sse?token=${mine.token}`)
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader()
    const first = new TextDecoder().decode((await reader.read()).value)
    const address = /data: (\S+)/.exec(first)?.[1] as string
    const say = (headers: Record<string, string> = {}, to = address) =>
      fetch(base + to, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
      })
    expect((await say()).status).toBe(202)
    expect((await say({ authorization: `Bearer ${mine.token}` })).status).toBe(202)
    expect((await say({ authorization: `Bearer ${other.token}` })).status).toBe(404)
    expect((await say({}, '/messages?session=guess')).status).toBe(404)
    expect((await say({ origin: 'https://evil.example' })).status).toBe(403)
    await api('DELETE', `/api/v1/tokens/${mine.id}`, undefined, admin)
    // The stream ends with the right to it, and its address with it.
    for (let ended = false; !ended; )
      ended = await reader.read().then(
        ({ done }) => done,
        () => true,
      )
    expect((await say()).status).toBe(404)
  })
})

describe('somebody who takes more than their part', () => {
  it('has so many streams of 2024-11-05, and the others have theirs', async () => {
    const [mine, other] = [await tokenWith(), await tokenWith()]
    const ending = new AbortController()
    const open = ({ token }: { token: string }) =>
      fetch(`${base}/sse`, { headers: { authorization: `Bearer ${token}` }, signal: ending.signal })
    for (let count = 0; count < 50; count++) expect((await open(mine)).status).toBe(200)
    expect((await open(mine)).status).toBe(429)
    expect((await open(other)).status).toBe(200)
    ending.abort()
  })

  it('is let go of when they ask and ask, and never read the answers', async () => {
    const { token } = await tokenWith()
    const authorization = `Bearer ${token}`
    const socket = connectTcp(Number(new URL(base).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(`GET /sse HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${authorization}\r\n\r\n`)
    const [first] = (await once(socket, 'data')) as [Buffer]
    socket.pause()
    const address = /data: (\/messages\S+)/.exec(first.toString())?.[1] as string
    const say = (message: object) =>
      fetch(base + address, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', ...message }),
      })
    const clientInfo = { name: 't', version: '1' }
    await say({ id: 0, method: 'initialize', params: { protocolVersion: '2024-11-05', capabilities: {}, clientInfo } })
    await say({ method: 'notifications/initialized' })
    const few = Array.from({ length: 25 }, (_, at) => at)
    let statuses = [202]
    for (let id = 1; id <= 1000 && statuses.every((status) => status === 202); id += few.length)
      statuses = await Promise.all(few.map(async (at) => (await say({ id: id + at, method: 'tools/list' })).status))
    expect(statuses).toContain(404)
    socket.destroy()
  })
})

describe('bongsu mcp, on standard input and output', () => {
  const main = fileURLToPath(new URL('../../../main.ts', import.meta.url))
  const start = (environment: Record<string, string>) =>
    new StdioClientTransport({
      command: process.execPath,
      args: [main, 'mcp'],
      env: { PATH: process.env.PATH ?? '', BONGSU_URL: base, ...environment },
      stderr: 'pipe',
    })

  it.each(eras)('passes on what a client of the %s era says', async (era) => {
    const { token } = await tokenWith()
    const mode = era === 'modern' ? { pin: '2026-07-28' as const } : ('legacy' as const)
    const client = new Client({ name: 'desk', version: '1' }, { versionNegotiation: { mode } })
    await client.connect(start({ BONGSU_TOKEN: token }))
    clients.push(client)
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('list-projects')
    expect(await client.callTool({ name: 'add', arguments: { a: 20, b: 22 } })).toMatchObject({
      content: [{ text: '42' }],
    })
    await client.close()
  })

  it('tells a client whose token is of no use', async () => {
    const client = new Client({ name: 'desk', version: '1' }, { versionNegotiation: { mode: 'legacy' } })
    await expect(client.connect(start({ BONGSU_TOKEN: 'bgs_nobody' }))).rejects.toThrow(/did not take the request/)
    await client.close()
  })
})
