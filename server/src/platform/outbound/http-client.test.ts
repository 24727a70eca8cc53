import { afterEach, describe, expect, it } from 'vitest'
import { certificate, testRoot } from '#test/targets/certificates.ts'
import { startDnsTarget } from '#test/targets/dns-target.ts'
import { startRawHttpTarget, startSilentTarget } from '#test/targets/hostile-targets.ts'
import { type Answer, type HttpTarget, startHttpTarget, startTlsTarget } from '#test/targets/http-target.ts'
import type { HttpAnswer, HttpFailure, HttpResult } from './http-client.ts'
import type { HttpRequest } from './http-request.ts'
import { createOutbound } from './outbound.ts'

const outbound = createOutbound({ allowed: () => ['127.0.0.0/8', '::1'], forbidden: () => [] })
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})

const use = async <Target extends { close(): Promise<void> }>(starting: Promise<Target>): Promise<Target> => {
  const target = await starting
  open.push(target)
  return target
}
const serve = (answer?: Answer, host?: string): Promise<HttpTarget> => use(startHttpTarget(answer, host))

function answered(result: HttpResult): HttpAnswer {
  if (!result.ok) throw new Error(`${result.phase} ${result.code}: ${result.message.en}`)
  return result
}
function failedWith(result: HttpResult): HttpFailure {
  if (result.ok) throw new Error(`expected a failure, got ${result.status}`)
  return result
}
const get = async (request: HttpRequest) => answered(await outbound.http(request))
const fail = async (request: HttpRequest) => failedWith(await outbound.http(request))

describe('a plain request', () => {
  it('gives status, headers, body, where it came from and how long each phase took', async () => {
    const target = await serve((_request, response) => response.writeHead(203, { 'x-a': 'b' }).end('안녕하세요'))
    const answer = await get({ url: `${target.url}/path?q=1` })
    expect(answer).toMatchObject({
      status: 203,
      bodyCut: false,
      url: `${target.url}/path?q=1`,
      redirects: [],
      remote: { address: '127.0.0.1', port: target.port },
    })
    expect(answer.headers['x-a']).toBe('b')
    expect(answer.body.toString()).toBe('안녕하세요')
    const { connect_ms, ttfb_ms, download_ms } = answer.timings
    for (const ms of [connect_ms, ttfb_ms, download_ms]) expect(ms).toBeGreaterThanOrEqual(0)
    expect(answer.timings).not.toHaveProperty('tls_ms')
    expect(answer.durationMs).toBeGreaterThanOrEqual((connect_ms ?? 0) + (ttfb_ms ?? 0))
    expect(target.requests[0]).toMatchObject({
      method: 'GET',
      url: '/path?q=1',
      headers: { host: `127.0.0.1:${target.port}`, accept: '*/*', connection: 'close' },
    })
  })

  it('sends method, headers and body as given, with its own length', async () => {
    const target = await serve()
    await get({
      url: target.url,
      method: 'PUT',
      headers: { 'Content-Type': 'text/plain', 'User-Agent': 'mine', 'X-Utf8': 'caf\u00e9' },
      body: '한글',
    })
    expect(target.requests[0]).toMatchObject({
      method: 'PUT',
      body: '한글',
      headers: { 'content-length': '6', 'content-type': 'text/plain', 'user-agent': 'mine' },
    })
  })

  it('says that a POST without a body has none', async () => {
    const target = await serve()
    await get({ url: target.url, method: 'POST' })
    expect(target.requests[0]?.headers['content-length']).toBe('0')
  })

  it('asks with HEAD without waiting for a body', async () => {
    const target = await serve((_request, response) => response.writeHead(200, { 'content-length': '1000' }).end())
    expect(await get({ url: target.url, method: 'HEAD' })).toMatchObject({ status: 200, receivedBytes: 0 })
  })

  it('reads answers without length, chunked, empty and with 204', async () => {
    const plain = await use(startRawHttpTarget('HTTP/1.0 200 OK\r\n\r\nuntil the end'))
    expect((await get({ url: `http://127.0.0.1:${plain.port}/` })).body.toString()).toBe('until the end')
    const chunked = await use(
      startRawHttpTarget('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'),
    )
    expect((await get({ url: `http://127.0.0.1:${chunked.port}/` })).body.toString()).toBe('abcde')
    const empty = await use(startRawHttpTarget('HTTP/1.1 204 No Content\r\n\r\n'))
    expect(await get({ url: `http://127.0.0.1:${empty.port}/` })).toMatchObject({ status: 204, receivedBytes: 0 })
  })

  it('opens a connection of its own each time, and closes it', async () => {
    const target = await serve()
    for (let time = 0; time < 3; time++) await get({ url: target.url })
    expect(target.connections()).toBe(3)
  })

  it('counts a body it need not keep, and keeps as much as is asked for by status', async () => {
    const target = await serve((request, response) =>
      response.writeHead(request.url === '/bad' ? 500 : 200).end('x'.repeat(5000)),
    )
    const keepBytes = (status: number) => (status === 500 ? 10 : 0)
    expect(await get({ url: target.url, keepBytes })).toMatchObject({
      receivedBytes: 5000,
      body: Buffer.alloc(0),
      bodyCut: false,
    })
    expect(await get({ url: `${target.url}/bad`, keepBytes })).toMatchObject({
      receivedBytes: 5000,
      body: Buffer.from('x'.repeat(10)),
    })
    expect((await get({ url: target.url, keepBytes: 0 })).body).toHaveLength(0)
  })

  it('cuts a body at the cap and says so', async () => {
    const target = await serve((_request, response) => response.end('x'.repeat(300_000)))
    const cut = await get({ url: target.url, maxBodyBytes: 1000 })
    expect(cut.body.toString()).toBe('x'.repeat(1000))
    expect(cut.bodyCut).toBe(true)
    const whole = await get({ url: target.url, maxBodyBytes: 300_000 })
    expect(whole.bodyCut).toBe(false)
    expect(whole.body).toHaveLength(300_000)
  })

  it('reaches IPv6 and chooses the family it is told to', async () => {
    const target = await serve(undefined, '::1')
    expect((await get({ url: target.url })).remote.address).toBe('::1')
    expect((await get({ url: `http://localhost:${target.port}/`, ip: 'ipv6' })).remote.address).toBe('::1')
    expect(await fail({ url: `http://localhost:${target.port}/`, ip: 'ipv4' })).toMatchObject({
      phase: 'connect',
      code: 'ECONNREFUSED',
    })
    expect(await fail({ url: 'http://127.0.0.1/', ip: 'ipv6' })).toMatchObject({
      phase: 'guard',
      code: 'family',
      fault: 'config',
    })
  })

  it('tries the next address of a name when one does not answer', async () => {
    const target = await serve(undefined, '::1')
    expect(await get({ url: `http://localhost:${target.port}/` })).toMatchObject({
      status: 200,
      remote: { address: '::1' },
    })
  })
})

describe('what was asked for wrongly', () => {
  it.each([
    ['url', { url: 'not a url' }],
    ['url', { url: 'ftp://127.0.0.1/' }],
    ['url', { url: 'http://user:pw@127.0.0.1/' }],
    ['url', { url: 'http://user@127.0.0.1/' }],
    ['url', { url: 'http://127.0.0.1/\r\nx: y' }],
    ['url', { url: 'http://127.0.0.1:99999/' }],
    ['url', { url: 'http://127.0.0.1:0/' }],
    ['method', { url: 'http://127.0.0.1/', method: 'CONNECT' as 'GET' }],
    ['method', { url: 'http://127.0.0.1/', method: 'get /\r\n' as 'GET' }],
    ['header', { url: 'http://127.0.0.1/', headers: { host: 'evil' } }],
    ['header', { url: 'http://127.0.0.1/', headers: { 'Transfer-Encoding': 'chunked' } }],
    ['header', { url: 'http://127.0.0.1/', headers: { upgrade: 'websocket' } }],
    ['header', { url: 'http://127.0.0.1/', headers: { 'x y': 'z' } }],
    ['header', { url: 'http://127.0.0.1/', headers: { '': 'z' } }],
    ['header', { url: 'http://127.0.0.1/', headers: { x: '한글' } }],
    ['header', { url: 'http://127.0.0.1/', headers: { x: 'y'.repeat(20_000) } }],
    ['certificate', { url: 'https://127.0.0.1/', tls: { cert: 'no pem', key: 'no pem' } }],
  ] satisfies [string, HttpRequest][])('is refused by name: %s %j', async (code, request) => {
    const port = (await serve()).port
    const url = request.url === 'https://127.0.0.1/' ? `https://127.0.0.1:${port}/` : request.url
    expect(await fail({ ...request, url })).toMatchObject({ phase: 'guard', code, fault: 'config' })
  })
})

describe('https', () => {
  it('shows the certificate and the time of the handshake', async () => {
    const target = await use(startTlsTarget())
    const answer = await get({ url: `https://localhost:${target.port}/`, tls: { ca: testRoot }, ip: 'ipv4' })
    expect(answer.certificate).toMatchObject({ subject: 'CN=localhost', valid_to: '2120-01-01T00:00:00.000Z' })
    expect(answer.certificate?.issuer).toContain('Test intermediate')
    expect(answer.timings.tls_ms).toBeGreaterThan(0)
  })

  it.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['untrusted-root', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['incomplete-chain', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ] as const)('does not send a word to a server with a certificate that is %s', async (kind, code) => {
    const target = await use(startTlsTarget({ certificate: kind }))
    const failure = await fail({ url: `https://localhost:${target.port}/`, tls: { ca: testRoot }, ip: 'ipv4' })
    expect(failure).toMatchObject({ phase: 'tls', code, fault: 'target' })
    expect(failure.certificate?.fingerprint256).toMatch(/^[\dA-F:]{95}$/)
    expect(target.requests).toHaveLength(0)
    expect(await get({ url: target.url, tls: { verify: false } })).toMatchObject({ status: 200 })
  })

  it('does not trust the test root unless told to', async () => {
    const target = await use(startTlsTarget())
    expect(await fail({ url: target.url })).toMatchObject({ phase: 'tls' })
  })

  it('verifies addresses and another server name when asked', async () => {
    const target = await use(startTlsTarget())
    expect(await get({ url: target.url, tls: { ca: testRoot } })).toMatchObject({ status: 200 })
    expect(await get({ url: target.url, tls: { ca: testRoot, serverName: 'a.target.example' } })).toMatchObject({
      status: 200,
    })
    expect(await fail({ url: target.url, tls: { ca: testRoot, serverName: 'other.example' } })).toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
  })

  it('shows its own certificate where one is wanted (mTLS)', async () => {
    const target = await use(startTlsTarget({ clientCertificate: true }))
    expect(await fail({ url: target.url, tls: { ca: testRoot } })).toMatchObject({ ok: false })
    expect(await get({ url: target.url, tls: { ca: testRoot, ...certificate('client') } })).toMatchObject({
      status: 200,
    })
  })

  it('calls a plain server behind an https URL a failed handshake', async () => {
    const target = await serve()
    expect(await fail({ url: `https://127.0.0.1:${target.port}/` })).toMatchObject({ phase: 'tls' })
  })
})

describe('time', () => {
  it('runs out while waiting for an answer, and says what it was waiting for', async () => {
    const target = await use(startSilentTarget())
    const failure = await fail({ url: `http://127.0.0.1:${target.port}/`, timeoutMs: 150 })
    expect(failure).toMatchObject({ phase: 'timeout', code: 'ttfb', fault: 'target' })
    expect(failure.durationMs).toBeGreaterThanOrEqual(149)
    expect(failure.message.ko).toMatch(/응답을 기다리는 중/)
    await expect.poll(() => target.open()).toBe(0)
  })

  it('has a limit of its own for each stage', async () => {
    const target = await use(startSilentTarget())
    const url = `http://127.0.0.1:${target.port}/`
    expect(await fail({ url, limits: { ttfbMs: 60 } })).toMatchObject({ phase: 'timeout', code: 'ttfb' })
    expect(await fail({ url: `https://127.0.0.1:${target.port}/`, limits: { tlsMs: 60 } })).toMatchObject({
      phase: 'timeout',
      code: 'tls',
    })
    const stalled = await use(startRawHttpTarget(''))
    expect(await fail({ url: `http://127.0.0.1:${stalled.port}/` })).toMatchObject({ phase: 'http', code: 'closed' })
  })

  it('is given back at once when the caller changes their mind', async () => {
    const target = await use(startSilentTarget())
    const controller = new AbortController()
    const running = outbound.http({ url: `http://127.0.0.1:${target.port}/`, signal: controller.signal })
    await expect.poll(() => target.open()).toBe(1)
    controller.abort()
    expect(await running).toMatchObject({ ok: false, phase: 'aborted' })
    await expect.poll(() => target.open()).toBe(0)
    expect(await outbound.http({ url: `http://127.0.0.1:${target.port}/`, signal: controller.signal })).toMatchObject({
      ok: false,
      phase: 'aborted',
    })
    expect(target.connections()).toBe(1)
  })
})

describe('a target that cannot be reached', () => {
  it('refuses the connection', async () => {
    const target = await serve()
    await target.close()
    const failure = await fail({ url: target.url })
    expect(failure).toMatchObject({
      phase: 'connect',
      code: 'ECONNREFUSED',
      fault: 'target',
      remote: { port: target.port },
    })
    expect(failure.message.en).toContain(`127.0.0.1:${target.port}`)
  })

  it('has a name that does not exist, or that nobody can answer for', async () => {
    const dns = await use(
      startDnsTarget({
        'broken.example': 'SERVFAIL',
        'empty.example TXT': [{ type: 'TXT', data: 'x' }],
        'mute.example': 'silence',
      }),
    )
    const out = createOutbound({
      allowed: () => [],
      forbidden: () => [],
      resolver: { servers: [dns.server], timeoutMs: 100, tries: 1 },
    })
    const lookup = async (name: string) => failedWith(await out.http({ url: `http://${name}/` }))
    expect(await lookup('nothing.example')).toMatchObject({ phase: 'dns', code: 'nxdomain', fault: 'target' })
    expect(await lookup('empty.example')).toMatchObject({ phase: 'dns', code: 'nodata', fault: 'target' })
    expect(await lookup('broken.example')).toMatchObject({ phase: 'dns', code: 'servfail', fault: 'resolver' })
    expect(await lookup('mute.example')).toMatchObject({ phase: 'dns', code: 'timeout', fault: 'resolver' })
    expect((await out.http({ url: 'http://mute.example/', timeoutMs: 30 })) as HttpFailure).toMatchObject({
      phase: 'timeout',
      code: 'dns',
    })
  })
})

it('posts JSON without following where the answer points', async () => {
  const target = await serve((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end())
  const result = answered(
    await outbound.postJson(`${target.url}/hook`, { 한: '글' }, { headers: { 'x-signature': 'abc' } }),
  )
  expect(result.status).toBe(302)
  expect(target.requests).toHaveLength(1)
  expect(target.requests[0]).toMatchObject({
    method: 'POST',
    body: '{"한":"글"}',
    headers: { 'content-type': 'application/json', 'x-signature': 'abc' },
  })
})
