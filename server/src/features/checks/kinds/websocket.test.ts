import { once } from 'node:events'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { openChecks } from '#test/checks.ts'
import { certificate, testRoot } from '#test/targets/certificates.ts'
import { startHttpTarget } from '#test/targets/http-target.ts'

const { look: lookAt } = openChecks()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})

interface Options {
  readonly secure?: boolean
  readonly subprotocol?: string
  readonly deaf?: boolean
}

async function start(talk: (socket: WebSocket) => void = () => undefined, { secure, subprotocol, deaf }: Options = {}) {
  const headers: Record<string, unknown>[] = []
  const closes: number[] = []
  const web = secure ? https.createServer(certificate('valid')).listen(0, '127.0.0.1') : undefined
  const server = new WebSocketServer({
    ...(web ? { server: web } : { port: 0, host: '127.0.0.1' }),
    autoPong: !deaf,
    handleProtocols: () => subprotocol ?? false,
  })
  server.on('connection', (socket, request) => {
    headers.push(request.headers)
    socket.on('error', () => undefined)
    socket.on('close', (code) => closes.push(code))
    talk(socket)
  })
  await once(web ?? server, 'listening')
  const { port } = (web ?? server).address() as AddressInfo
  open.push({
    async close() {
      for (const client of server.clients) client.terminate()
      await new Promise((resolve) => server.close(resolve))
      web?.close()
    },
  })
  return { url: `${secure ? 'wss' : 'ws'}://127.0.0.1:${port}/live`, headers, closes }
}

const look = (url: string, options: Record<string, unknown> = {}, timeoutMs?: number) =>
  lookAt('websocket', { url, ...options }, timeoutMs)

describe('a WebSocket', () => {
  it('opens, and is closed in order', async () => {
    const { url, closes } = await start()
    const seen = await look(url)
    expect(seen).toMatchObject({ state: 'up', evidence: { address: '127.0.0.1', subprotocol: '' } })
    expect(seen.timings).toMatchObject({ connect_ms: expect.any(Number), ttfb_ms: expect.any(Number) })
    await expect.poll(() => closes).toEqual([1000])
  })

  it('is the same with a fragment in its address', async () => {
    const { url } = await start()
    expect(await look(`${url}?a=b#here`)).toMatchObject({ state: 'up' })
  })

  it('answers a message and a ping', async () => {
    const { url } = await start((socket) => {
      socket.send('welcome')
      socket.on('message', (data) => socket.send(`you said ${data}`))
    })
    expect(await look(url, { send: '안녕', expect: 'said 안녕', ping: true })).toMatchObject({
      state: 'up',
      evidence: { message: 'you said 안녕', pong_ms: expect.any(Number) },
      assertions: [{ passed: true }, { passed: true }],
    })
    expect(await look(url, { expect: 'welcome' })).toMatchObject({ state: 'up' })
  })

  it('that says something else, or nothing, is down', async () => {
    const { url } = await start((socket) => socket.send('wrong words'), { deaf: true })
    expect(await look(url, { expect: 'right' }, 3000)).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      assertions: [{ what: 'message', expected: 'contains right', got: 'wrong words' }],
    })
    expect(await look(url, { ping: true }, 3000)).toMatchObject({
      state: 'down',
      assertions: [{ what: 'pong', got: 'nothing' }],
    })
    const rude = await start((socket) => socket.close(1013))
    expect(await look(rude.url, { expect: 'right' })).toMatchObject({
      state: 'down',
      assertions: [{ got: 'closed (1013)' }],
      evidence: { close_code: 1013 },
    })
  })

  it('agrees on a subprotocol', async () => {
    const { url } = await start(undefined, { subprotocol: 'mqtt' })
    expect(await look(url, { subprotocols: ['v2', 'mqtt'] })).toMatchObject({
      state: 'up',
      evidence: { subprotocol: 'mqtt' },
    })
    const none = await start()
    expect(await look(none.url, { subprotocols: ['mqtt'] })).toMatchObject({ state: 'down', errorCode: 'assertion' })
  })

  it('is reached over TLS, whose certificate counts', async () => {
    const { url } = await start(undefined, { secure: true })
    expect(await look(url, { ca: testRoot })).toMatchObject({ state: 'up', evidence: { tls: 'TLSv1.3' } })
    expect(await look(url)).toMatchObject({ state: 'down', errorCode: 'tls' })
    expect(await look(url, { verify_tls: false })).toMatchObject({ state: 'up' })
  })

  it('sends headers that never show', async () => {
    const { url, headers } = await start((socket) => socket.send('your token is sesame-1234'))
    const seen = await look(url, { headers: [{ name: 'Authorization', value: 'sesame-1234' }], expect: 'token' })
    expect(headers[0]).toMatchObject({ authorization: 'sesame-1234' })
    expect(seen.state).toBe('up')
    expect(JSON.stringify(seen)).not.toContain('sesame-1234')
  })

  it('may be an ordinary page, or behind a login', async () => {
    const target = await startHttpTarget((_request, response) => response.writeHead(403).end('no'))
    open.push(target)
    expect(await look(target.url.replace('http', 'ws'))).toMatchObject({
      state: 'down',
      errorCode: 'http',
      statusCode: 403,
    })
  })

  it('that floods is left when it has said too much', async () => {
    const { url } = await start((socket) => {
      const chunk = 'a'.repeat(100_000)
      for (let count = 0; count < 50; count += 1) socket.send(chunk)
    })
    expect(await look(url, { expect: 'never' })).toMatchObject({ state: 'down', errorCode: 'assertion' })
    const heavy = await start((socket) => socket.send('a'.repeat(3_000_000)))
    expect(await look(heavy.url, { expect: 'never' })).toMatchObject({ state: 'down', errorCode: 'assertion' })
  })

  it('inside a forbidden range is not even tried', async () => {
    const { url, headers } = await start()
    const closed = openChecks({ allowed: [] })
    expect(await closed.look('websocket', { url })).toMatchObject({ state: 'unknown', errorCode: 'config' })
    expect(headers).toHaveLength(0)
  })

  it.each([
    [{ url: 'http://example.com/' }],
    [{ url: 'ws://user:secret@example.com/' }],
    [{ headers: [{ name: 'Upgrade', value: 'x' }] }],
    [{ headers: [{ name: 'sec-websocket-key', value: 'x' }] }],
    [{ subprotocols: ['a b'] }],
    [{ subprotocols: ['a', 'a'] }],
  ])('is refused with %j', (changes) => {
    expect(() => look('ws://example.com/', changes)).toThrow()
  })
})
