import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RealServer, until } from '#test/fault/real-server.ts'
import { type McpTarget, plainTool, startMcpServer } from '#test/targets/mcp-server.ts'
import { type Somebody, somebody } from './every-door.ts'
import { bearer, messageOf, modern, openSession, post, type Wire } from './mcp-wire.ts'

/** How each refusal is said: as an HTTP status, as an error of JSON-RPC, or as a result with `isError`. */
const folder = mkdtempSync(join(tmpdir(), 'bongsu-table-'))
const server = new RealServer({ dataDir: folder })
let target: McpTarget
let url: string
let who: Somebody
let headers: Record<string, string>

beforeAll(async () => {
  const outputSchema = { type: 'object', properties: { name: { type: 'number' } } }
  target = await startMcpServer({
    tools: [plainTool('echo', 'Says it again.'), plainTool('promises', 'Says something else.', { outputSchema })],
    resources: [{ uri: 'doc://a', name: 'A' }],
  })
  await server.begin()
  await server.signIn()
  url = `${server.url}/mcp`
  await server.call('POST', '/upstreams', { slug: 'helper', url: target.url })
  await until('its tool is there', async () => (await server.ask('GET', '/tools/echo')).status === 200)
  who = await somebody(server)
  headers = await openSession(url, who.token)
})
afterAll(async () => {
  await server.end()
  await target.close()
  rmSync(folder, { recursive: true, force: true })
})

const eras = ['2026-07-28', '2025-11-25'] as const
type Era = (typeof eras)[number]
let lastId = 0

interface Answered {
  readonly status: number
  readonly message: Wire
}

async function ask(era: Era, method: string, params: object = {}, token = who.token): Promise<Answered> {
  const answer =
    era === '2026-07-28'
      ? await modern(url, token, method, params)
      : await post(url, { jsonrpc: '2.0', id: ++lastId, method, params }, { ...headers, ...bearer(token) })
  return { status: answer.status, message: await messageOf(answer) }
}

const call = (era: Era, name: string, args: object, token?: string) =>
  ask(era, 'tools/call', { name, arguments: args }, token)
const textOf = ({ message }: Answered): string => message.result.content[0].text

describe.each(eras)('a caller of %s', (era) => {
  const isModern = era === '2026-07-28'

  it('is told 200 and -32602 of a tool that is not there for them, in the same words as of one that is not there', async () => {
    const hidden = await call(era, 'get_user_info', { user_id: 1 })
    expect(hidden).toMatchObject({ status: 200, message: { error: { code: -32602 } } })
    const none = await call(era, 'get_user_inf0', { user_id: 1 })
    expect(none.message.error.message).toBe(hidden.message.error.message.replace('info', 'inf0'))
    const { message } = await ask(era, 'tools/list')
    expect(message.result.tools.map(({ name }: Wire) => name)).not.toContain('get_user_info')
  })

  it('reads of an exceeded limit in a result, with limit, window and reset in words and in _meta', async () => {
    const poor = await somebody(server)
    await server.call('PUT', '/limits', { subject_kind: 'person', subject: String(poor.id), window: 'day', max: 1 })
    headers = isModern ? headers : await openSession(url, poor.token)
    await call(era, 'add', { a: 1, b: 1 }, poor.token)
    const over = await call(era, 'add', { a: 1, b: 1 }, poor.token)
    expect(over).toMatchObject({ status: 200, message: { result: { isError: true } } })
    expect(textOf(over)).toMatch(/1 of 1 calls per day/)
    expect(over.message.result._meta['io.bongsu/quota']).toMatchObject({ limit: 1, window: 'day', used: 1 })
    // Lists and the handshake are none of it.
    expect((await ask(era, 'tools/list', {}, poor.token)).message.result.tools.length).toBeGreaterThan(10)
    headers = await openSession(url, who.token)
  })

  it('reads of a wrong argument in a result that names its place; nobody was asked and nothing counted', async () => {
    const before = target.calls.length
    const used = () => server.call<Wire>('GET', `/limits/explain?person=${who.id}&tool=echo`)
    const counted = JSON.stringify(await used())
    const wrong = await call(era, 'echo', { text: 5 })
    expect(wrong).toMatchObject({ status: 200, message: { result: { isError: true } } })
    expect(textOf(wrong)).toMatch(/arguments\/text .*string/)
    expect(target.calls).toHaveLength(before)
    expect(JSON.stringify(await used())).toBe(counted)
  })

  it.each<[string, string, object]>([
    ['a tool without a name', 'tools/call', { arguments: {} }],
    ['a tool whose name is none', 'tools/call', { name: 5 }],
    ['arguments that are none', 'tools/call', { name: 'add', arguments: [1, 2] }],
    ['a resource without an address', 'resources/read', {}],
    ['a cursor nobody gave', 'tools/list', { cursor: 'x' }],
  ])('is told -32602 of %s', async (_what, method, params) => {
    const answer = await ask(era, method, params)
    expect([answer.status, answer.message.error.code]).toEqual([isModern ? 400 : 200, -32602])
  })

  it('may say null where it may say nothing', async () => {
    expect((await ask(era, 'tools/list', { cursor: null })).message.result.tools.length).toBeGreaterThan(10)
    expect((await ask(era, 'tools/call', { name: 'get_current_time', arguments: null })).status).toBe(200)
  })

  it('is told of a method that is not there', async () => {
    const answer = await ask(era, 'no/such/method')
    expect([answer.status, answer.message.error.code]).toEqual([isModern ? 404 : 200, -32601])
  })

  it('is told of a resource that is not there in the code of its revision', async () => {
    const answer = await ask(era, 'resources/read', { uri: 'doc://none' })
    expect(answer.message.error).toMatchObject({ code: isModern ? -32602 : -32002, data: { uri: 'doc://none' } })
    expect(answer.status).toBe(200)
  })

  it('gets a result that does not fit what its tool promised, and the record says so', async () => {
    const caller = await somebody(server)
    headers = isModern ? headers : await openSession(url, caller.token)
    const answer = await call(era, 'promises', {}, caller.token)
    headers = await openSession(url, who.token)
    expect(answer.message.result).toMatchObject({ structuredContent: { name: 'promises' } })
    const record = () => server.call<Wire>('GET', `/usage/history?person=${caller.id}`)
    await until('it is recorded', async () => (await record()).total === 1)
    expect((await record()).items[0]).toMatchObject({
      outcome: 'success',
      reason: expect.stringContaining('structuredContent/name must be number'),
    })
  })

  it('reads in a result which server did not answer, and what to do', async () => {
    await target.goAway()
    const lost = await call(era, 'echo', { text: 'x' })
    await target.back()
    expect(lost).toMatchObject({ status: 200, message: { result: { isError: true } } })
    expect(textOf(lost)).toMatch(/helper/)
    await until('it is back', async () => (await call(era, 'echo', { text: 'x' })).message.result.isError !== true)
  })
})

it('nothing of who called reaches the server behind', async () => {
  const own = { 'x-upstream-authorization': 'Bearer mine', cookie: 'a=b', 'x-forwarded-for': '203.0.113.9' }
  const message = { jsonrpc: '2.0', id: ++lastId, method: 'tools/call', params: { name: 'echo', arguments: {} } }
  expect((await post(url, message, { ...headers, ...own })).status).toBe(200)
  const arrived = target.calls.at(-1)?.headers ?? {}
  expect(arrived['mcp-protocol-version']).toBeDefined()
  expect(JSON.stringify(arrived)).not.toContain(who.token)
  for (const name of ['authorization', ...Object.keys(own)]) expect([name, arrived[name]]).toEqual([name, undefined])
})

describe('whoever is not let in', () => {
  const ways: Record<string, (token?: string) => Promise<Response>> = {
    '2026-07-28': (token = '') => modern(url, token, 'tools/list'),
    '2025-11-25': (token) => post(url, { jsonrpc: '2.0', id: 1, method: 'ping' }, token ? bearer(token) : {}),
    'the stream of 2024-11-05': (token) => fetch(`${server.url}/sse`, { headers: token ? bearer(token) : {} }),
  }

  it.each(Object.keys(ways))('is told so with 401 or 403, over %s', async (way) => {
    const enter = ways[way] as (typeof ways)[string]
    const bad = await enter('bgs_nobody')
    expect([bad.status, bad.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/^Bearer .*error="invalid_token"/),
    ])
    const { token } = await server.call<{ token: string }>('POST', '/tokens', { name: 'narrow', scopes: ['read'] })
    const narrow = await enter(token)
    expect([narrow.status, narrow.headers.get('www-authenticate')]).toEqual([
      403,
      expect.stringMatching(/^Bearer .*error="insufficient_scope", scope="tools"/),
    ])
    for (const answer of [bad, narrow]) expect(await messageOf(answer)).toMatchObject({ jsonrpc: '2.0', id: null })
  })
})

describe('two requests of one session under the same id', () => {
  it('are answered once: the second is refused while the first runs, and the id is free afterwards', async () => {
    target.offer.isSilent = true
    const before = target.held
    const message = { jsonrpc: '2.0', id: 'same', method: 'tools/call', params: { name: 'echo', arguments: {} } }
    const leaving = new AbortController()
    const first = post(url, message, headers, leaving.signal)
    await until('the first runs', () => target.held === before + 1)
    const second = await post(url, message, headers)
    expect([second.status, await messageOf(second)]).toEqual([
      400,
      { jsonrpc: '2.0', id: null, error: { code: -32600, message: expect.stringContaining('"same"') } },
    ])
    expect(target.held).toBe(before + 1)
    const other = await post(url, { ...message, id: 'another', method: 'ping', params: {} }, headers)
    expect(await messageOf(other)).toMatchObject({ id: 'another', result: {} })
    const taken = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'same' } }
    expect((await post(url, taken, headers)).status).toBe(202)
    await until('it is let go', () => target.held === before)
    target.offer.isSilent = false
    leaving.abort()
    await first.catch(() => undefined)
    expect(await messageOf(await post(url, message, headers))).toMatchObject({ id: 'same', result: {} })
  })
})
