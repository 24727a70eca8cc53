import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'

/** Looks by hand as an agent takes them: the same kinds, options, outcomes and refusals as in the toolbox. */
let app: TestApp
let target: HttpTarget
let token: string
let base: string
const clients: Client[] = []

beforeAll(async () => {
  app = await buildTestApp({ BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8' })
  await app.start()
  base = await app.http.listen({ port: 0, host: '127.0.0.1' })
  target = await startHttpTarget((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":7,"name":"kim"}'),
  )
  const first = { email: 'admin@example.com', password: 'correct horse battery', name: 'Admin' }
  await api('/api/v1/auth/register', first)
  const { access_token } = await api('/api/v1/auth/login', { username: first.email, password: first.password })
  token = (await api('/api/v1/tokens', { name: 'agent', scopes: ['tools', 'read', 'write'] }, access_token)).token
})
afterAll(async () => {
  for (const client of clients) await client.close().catch(() => undefined)
  await app.close()
  await target.close()
})

async function api(path: string, body: object, bearer?: string): Promise<{ access_token: string; token: string }> {
  const headers = { 'content-type': 'application/json', ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) }
  const answer = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return answer.json() as Promise<{ access_token: string; token: string }>
}

async function connect(era: 'legacy' | 'modern'): Promise<Client> {
  const mode = era === 'modern' ? { pin: '2026-07-28' } : 'legacy'
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } as never })
  const headers = { authorization: `Bearer ${token}` }
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', base), { requestInit: { headers } }))
  clients.push(client)
  return client
}

describe.each(['legacy', 'modern'] as const)('an agent of the %s era', (era) => {
  it('looks at things in whatever way there is', async () => {
    const client = await connect(era)
    const look = async (kind: string, options: object) =>
      (await client.callTool({ name: 'run-check', arguments: { kind, ...options } })).structuredContent
    const { port } = new URL(target.url)
    const { url } = target
    expect(await look('http', { url, json: [{ path: '$.id', operator: 'equals', value: 7 }] })).toMatchObject({
      state: 'up',
      evidence: { status_code: 200 },
    })
    expect(await look('keyword', { url, keywords: ['lee'] })).toMatchObject({ state: 'down', error_code: 'assertion' })
    expect(await look('headers', { url })).toMatchObject({ evidence: { grade: expect.any(String) } })
    expect(await look('tcp', { host: '127.0.0.1', port: Number(port) })).toMatchObject({ state: 'up' })
    expect(await look('tls', { host: '127.0.0.1', port: Number(port) })).toMatchObject({ error_code: 'tls' })
    expect(await look('tcp', { host: '127.0.0.1', port: 1 })).toMatchObject({ error_code: 'connect' })
  })

  it('hears step by step what a look does', async () => {
    const client = await connect(era)
    const told: string[] = []
    const chain = { url: target.url, steps: [{ name: 'again', url: target.url }] }
    await client.callTool(
      { name: 'run-check', arguments: { kind: 'api', ...chain } },
      { onprogress: ({ progress, message }) => void told.push(`${progress} ${message}`) },
    )
    expect(told).toHaveLength(10)
    expect(told[0]).toMatch(/^1 1\/2 GET · /)
    expect(told[5]).toMatch(/^6 2\/2 GET · again$/)
  })

  it('is told which option is wrong', async () => {
    const client = await connect(era)
    const refused = await client.callTool({
      name: 'run-check',
      arguments: { kind: 'api', url: 'ftp://x', timeout: 30 },
    })
    expect(refused).toMatchObject({
      isError: true,
      _meta: { 'io.bongsu/error': { code: 'validation', details: { fields: [{ path: 'url' }] } } },
    })
  })
})
