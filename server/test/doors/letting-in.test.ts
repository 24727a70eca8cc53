import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RealServer, until } from '#test/fault/real-server.ts'
import { bearer, initialize, messageOf, modern, modernMessage, openSession, post, rawConnection } from './mcp-wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'bongsu-doors-'))
const server = new RealServer({ dataDir: folder, environment: { BONGSU_LOG_LEVEL: 'trace' } })
let url: string
let token: string

beforeAll(async () => {
  await server.begin()
  await server.signIn()
  url = `${server.url}/mcp`
  token = (await newToken()).token
})
afterAll(async () => {
  await server.end()
  rmSync(folder, { recursive: true, force: true })
})

const newToken = (rules: object = {}) =>
  server.call<{ id: number; token: string }>('POST', '/tokens', {
    name: 'agent',
    scopes: ['tools', 'read', 'write'],
    ...rules,
  })

describe('whoever may not come in', () => {
  it.each([
    ['no token', ''],
    ['a bad token', 'Authorization: Bearer bgs_nobody\r\n'],
  ])('is told so with %s before a body of 1 GB has begun, and the connection is closed', async (_what, header) => {
    for (const path of ['/mcp', '/mcp/none', '/messages?session=x']) {
      const { socket, said, ended } = await rawConnection(server.url)
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${header}Content-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n`,
      )
      await until('an answer', () => said().includes('\r\n\r\n'), 5000)
      expect(said()).toMatch(path.startsWith('/mcp') ? /^HTTP\/1\.1 401/ : /^HTTP\/1\.1 404/)
      if (path.startsWith('/mcp')) expect(said()).toMatch(/www-authenticate: Bearer realm="bongsu"/i)
      await ended
    }
  })

  it('is answered while still sending, and what comes on is not read', async () => {
    const { socket, said, ended } = await rawConnection(server.url)
    socket.write(
      'POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer bgs_x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    )
    let sent = 0
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536, 'x'), Buffer.from('\r\n')])
    const pour = setInterval(() => {
      if (socket.writable && socket.write(chunk)) sent += chunk.length
    }, 1)
    await ended
    clearInterval(pour)
    expect(said()).toMatch(/^HTTP\/1\.1 401/)
    expect(sent).toBeLessThan(64_000_000)
  })

  it.each(['GET', 'POST', 'HEAD'])('finds nothing below /.well-known with %s, in JSON', async (method) => {
    for (const path of ['', '/', '/oauth-protected-resource', '/oauth-protected-resource/mcp/a', '/x/y/z?q=1']) {
      const answer = await fetch(`${server.url}/.well-known${path}`, { method, headers: { accept: 'text/html' } })
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
        path,
        404,
        expect.stringContaining('application/json'),
      ])
    }
  })

  it.each([
    ['a foreign page', { Origin: 'https://evil.example' }],
    ['a page without a name', { Origin: 'null' }],
    ['a host name that was rebound', { Host: 'evil.example' }],
    ['a host name that only begins like ours', { Host: 'localhost.evil.example' }],
  ])('is refused from %s at every address, before the token is looked at', async (_what, foreign) => {
    const lines = Object.entries({ Host: '127.0.0.1', ...foreign }).map(([name, value]) => `${name}: ${value}`)
    for (const request of ['POST /mcp', 'GET /mcp', 'DELETE /mcp', 'GET /sse', 'POST /messages?session=x']) {
      const { socket, said } = await rawConnection(server.url)
      socket.write(
        `${request} HTTP/1.1\r\n${lines.join('\r\n')}\r\nAuthorization: Bearer ${token}\r\nContent-Length: 0\r\n\r\n`,
      )
      await until('an answer', () => said().includes('\r\n\r\n'), 5000)
      expect([request, said().slice(0, 12)]).toEqual([request, 'HTTP/1.1 403'])
      socket.destroy()
    }
  })

  it('brings a token in the address only to /sse, and only one that allows it', async () => {
    const { token: open } = await newToken({ allows_query: true })
    expect((await post(`${url}?token=${open}`, initialize)).status).toBe(401)
    expect((await fetch(`${server.url}/api/v1/tools?token=${open}`)).status).toBe(401)
    expect((await fetch(`${server.url}/sse?token=${token}`)).status).toBe(401)
    const stream = await fetch(`${server.url}/sse?token=${open}`)
    expect(stream.status).toBe(200)
    await stream.body?.cancel()
    expect((await fetch(`${server.url}/sse?token=${open}%00`)).status).toBe(401)
    expect((await fetch(`${server.url}/sse?token=${open}&token=${open}`)).status).toBe(401)
    for (const secret of [open, token]) expect(server.output).not.toContain(secret)
  })
})

describe('a message of 2026-07-28', () => {
  const list = modernMessage('tools/list')

  it.each([
    ['names another method in its header', { 'mcp-method': 'tools/call' }, 400, -32020],
    ['names another revision in its header', { 'mcp-protocol-version': '2025-11-25' }, 400, -32020],
    ['names a revision that is none', { 'mcp-protocol-version': '2099-01-01' }, 400, -32020],
  ])('is refused when it %s', async (_what, headers, status, code) => {
    const answer = await post(url, list.body, { ...bearer(token), ...list.headers, ...headers })
    expect([answer.status, (await messageOf(answer)).error.code]).toEqual([status, code])
  })

  it.each([
    ['another tool', 'subtract'],
    ['no tool', undefined],
    ['another tool in base64', `=?base64?${Buffer.from('subtract').toString('base64')}?=`],
  ])('runs nothing when its header names %s', async (_what, name) => {
    const call = modernMessage('tools/call', { name: 'add', arguments: { a: 1, b: 1 } })
    const { 'mcp-name': _right, ...headers } = call.headers
    const answer = await post(url, call.body, { ...bearer(token), ...headers, ...(name && { 'mcp-name': name }) })
    expect([answer.status, (await messageOf(answer)).error.code]).toEqual([400, -32020])
  })

  it.each([
    ['a key twice', '"name":"add","name":"subtract"'],
    ['a key twice in other letters', '"name":"add","N\\u0061me":"subtract"'],
    ['a key twice in another case', '"name":"add","Name":"subtract"'],
  ])('runs nothing when it has %s', async (_what, twice) => {
    const call = modernMessage('tools/call', { name: 'add', arguments: { a: 1, A: 2, b: 1 } })
    const text = JSON.stringify(call.body).replace('"name":"add"', twice)
    const answer = await post(url, text, { ...bearer(token), ...call.headers })
    expect([answer.status, (await messageOf(answer)).error.code]).toEqual([400, -32700])
  })

  it('may hold in its arguments what a tool knows by case', async () => {
    const call = modernMessage('tools/call', { name: 'hello_user', arguments: { name: 'Kim', Name: 'Lee' } })
    const told = await messageOf(await post(url, call.body, { ...bearer(token), ...call.headers }))
    expect(JSON.stringify(told.result)).toContain('Name')
  })

  it('must say in its body what it is', async () => {
    const bare = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }
    const answer = await post(url, bare, { ...bearer(token), ...list.headers })
    expect([answer.status, (await messageOf(answer)).error.code]).toEqual([400, -32602])
  })

  it('is told of a method that is not there', async () => {
    const answer = await modern(url, token, 'no/such/method')
    expect([answer.status, (await messageOf(answer)).error.code]).toEqual([404, -32601])
  })

  it.each(['PUT', 'PATCH'])('does not come with %s', async (method) => {
    const answer = await fetch(url, { method, headers: { ...bearer(token), ...list.headers } })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST, DELETE'])
  })

  it('has no stream to read and no session to end', async () => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await fetch(url, {
        method,
        headers: { ...bearer(token), ...list.headers, accept: 'text/event-stream' },
      })
      expect([method, answer.status]).toEqual([method, 405])
    }
  })
})

describe('a session of 2025-11-25', () => {
  const ping = { jsonrpc: '2.0', id: 1, method: 'ping' }

  it('is there for its owner, until it is ended', async () => {
    const headers = await openSession(url, token)
    const other = (await newToken()).token
    const asked = async (more: Record<string, string>) => (await post(url, ping, { ...headers, ...more })).status
    expect(await asked({})).toBe(200)
    expect(await asked(bearer(other))).toBe(404)
    expect(await asked({ 'mcp-session-id': 'unknown' })).toBe(404)
    expect(await asked({ 'mcp-protocol-version': '2099-01-01' })).toBe(400)
    expect((await fetch(url, { method: 'DELETE', headers: { ...headers, ...bearer(other) } })).status).toBe(404)
    expect((await fetch(url, { headers: { ...headers, ...bearer(other), accept: 'text/event-stream' } })).status).toBe(
      404,
    )
    expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(200)
    expect(await asked({})).toBe(404)
  })

  it('is missing where there is none, and takes notifications without an answer', async () => {
    expect((await post(url, ping, bearer(token))).status).toBe(400)
    const headers = await openSession(url, token)
    const answer = await post(
      url,
      { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 9 } },
      headers,
    )
    expect([answer.status, await answer.text()]).toEqual([202, ''])
    const unknown = await messageOf(await post(url, { jsonrpc: '2.0', id: 3, method: 'no/such/method' }, headers))
    expect(unknown).toMatchObject({ id: 3, error: { code: -32601 } })
  })

  it('takes one message at a time', async () => {
    const headers = await openSession(url, token)
    for (const batch of [[ping], [ping, ping], []]) {
      const answer = await post(url, batch, headers)
      expect([batch.length, answer.status, (await messageOf(answer)).error.code]).toEqual([batch.length, 400, -32600])
    }
    expect((await post(url, [initialize], bearer(token))).status).toBe(400)
  })
})

describe('two hundred callers at once', () => {
  it('each get their own answers, in each era, and nobody another’s', async () => {
    await server.liftLimits()
    const greeter = { kind: 'service', scopes: ['tools'], tools: ['hello_user'] }
    const tokens: string[] = []
    for (let at = 0; at < 200; at++) tokens.push((await newToken(greeter)).token)
    const wrong: string[] = []
    const one = async (mine: string, at: number) => {
      const name = `caller ${at}.`
      const args = { name: 'hello_user', arguments: { name } }
      const heard = async (answer: Response) => {
        const told = JSON.stringify(await messageOf(answer))
        if (!told.includes(name)) wrong.push(`${name}: ${told.slice(0, 200)}`)
      }
      if (at % 2 === 0) for (let turn = 0; turn < 5; turn++) await heard(await modern(url, mine, 'tools/call', args))
      else {
        const headers = await openSession(url, mine)
        // The same id in every session, and in all of them at once.
        for (let id = 1; id <= 5; id++)
          await heard(await post(url, { jsonrpc: '2.0', id, method: 'tools/call', params: args }, headers))
      }
    }
    await Promise.all(tokens.map(one))
    expect(wrong).toEqual([])
  })
})
