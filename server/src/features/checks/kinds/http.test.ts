import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { testRoot } from '#test/targets/certificates.ts'
import {
  startBombTarget,
  startDripTarget,
  startRawHttpTarget,
  startRedirectLoopTarget,
  startSilentTarget,
} from '#test/targets/hostile-targets.ts'
import { type Answer, type HttpTarget, startHttpTarget, startTlsTarget } from '#test/targets/http-target.ts'

const { look, room } = openChecks()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
afterAll(() => room.stop?.(new AbortController().signal))

const use = async <Some extends { close(): Promise<void> }>(starting: Promise<Some>): Promise<Some> => {
  const target = await starting
  open.push(target)
  return target
}
const serve = (answer?: Answer, host?: string): Promise<HttpTarget> => use(startHttpTarget(answer, host))
const says = (body: string, headers: Record<string, string> = {}): Promise<HttpTarget> =>
  serve((_request, response) => response.writeHead(200, headers).end(body))

describe('a web address', () => {
  it('is up with its status, its phases and where it was', async () => {
    const target = await serve()
    const outcome = await look('http', { url: target.url })
    expect(outcome).toMatchObject({
      state: 'up',
      statusCode: 200,
      evidence: { address: '127.0.0.1', port: target.port, received_bytes: 5 },
    })
    expect(outcome).not.toHaveProperty('errorCode')
    expect(outcome.timings?.ttfb_ms).toBeGreaterThan(0)
    expect(outcome.message).toEqual({ ko: 'HTTP 200 응답을 받았습니다.', en: 'It answered HTTP 200.' })
  })

  it.each([
    [undefined, 204, 'up'],
    [undefined, 302, 'up'],
    [undefined, 404, 'down'],
    [undefined, 500, 'down'],
    ['200-299,301', 301, 'up'],
    ['200-299,301', 302, 'down'],
    ['404', 404, 'up'],
    ['404', 200, 'down'],
    ['5xx, 200', 503, 'up'],
  ])('with expected status %s and an answer of %i is %s', async (expected, status, state) => {
    const target = await serve((_request, response) => response.writeHead(status).end('body'))
    const outcome = await look('http', { url: target.url, ...(expected ? { expected_status: expected } : {}) })
    expect(outcome).toMatchObject({
      state,
      statusCode: status,
      assertions: [{ what: 'status', got: String(status), passed: state === 'up' }],
    })
    if (state === 'down') expect(outcome).toMatchObject({ errorCode: 'http' })
  })

  it('shows the beginning of what it said when it fails', async () => {
    const target = await serve((_request, response) =>
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`database is gone ${'x'.repeat(5000)}`),
    )
    const { evidence } = await look('http', { url: target.url })
    expect(evidence.body_excerpt).toMatch(/^database is gone/)
    expect(String(evidence.body_excerpt).length).toBeLessThanOrEqual(500)
  })

  it('is sent method, headers and body as the options say', async () => {
    const target = await serve()
    await look('http', {
      url: `${target.url}/a?b=c`,
      method: 'POST',
      headers: [{ name: 'X-Key', value: 'v' }],
      body: '{"a":1}',
    })
    expect(target.requests[0]).toMatchObject({
      method: 'POST',
      url: '/a?b=c',
      body: '{"a":1}',
      headers: { 'x-key': 'v', 'content-type': 'application/json' },
    })
    await look('http', {
      url: target.url,
      method: 'PUT',
      headers: [{ name: 'Content-Type', value: 'text/xml' }],
      body: '<a/>',
    })
    expect(target.requests[1]?.headers['content-type']).toBe('text/xml')
  })

  it('is degraded when it is slower than the options allow', async () => {
    const target = await serve((_request, response) => setTimeout(() => response.end(), 60))
    expect(await look('http', { url: target.url, degraded_ms: 10 })).toMatchObject({
      state: 'degraded',
      errorCode: 'slow',
    })
    expect(await look('http', { url: target.url, degraded_ms: 60_000 })).toMatchObject({ state: 'up' })
  })

  it('is followed through redirects, or not', async () => {
    const target = await serve((request, response) =>
      request.url === '/' ? response.writeHead(302, { location: '/next' }).end() : response.writeHead(404).end(),
    )
    expect(await look('http', { url: target.url })).toMatchObject({
      state: 'down',
      statusCode: 404,
      evidence: { url: `${target.url}/next`, redirects: [{ status: 302 }] },
    })
    expect(await look('http', { url: target.url, follow_redirects: false })).toMatchObject({
      state: 'up',
      statusCode: 302,
    })
    const loop = await use(startRedirectLoopTarget())
    expect(await look('http', { url: `${loop.url}/0`, max_redirects: 3 })).toMatchObject({
      state: 'down',
      errorCode: 'http',
      evidence: { code: 'too_many_redirects' },
    })
    expect(loop.requests).toHaveLength(4)
  })

  it('is reached over the chosen IP version', async () => {
    const target = await serve(undefined, '::1')
    const url = `http://localhost:${target.port}/`
    expect(await look('http', { url, ip_version: '6' })).toMatchObject({ state: 'up', evidence: { address: '::1' } })
    expect(await look('http', { url, ip_version: '4' })).toMatchObject({ state: 'down', errorCode: 'connect' })
  })

  it('must have a good certificate, unless told otherwise', async () => {
    const target = await use(startTlsTarget())
    expect(await look('http', { url: target.url })).toMatchObject({ state: 'down', errorCode: 'tls' })
    expect(await look('http', { url: target.url, ca: testRoot })).toMatchObject({
      state: 'up',
      evidence: { certificate: { subject: 'CN=localhost' } },
    })
    expect(await look('http', { url: target.url, verify_tls: false })).toMatchObject({ state: 'up' })
    const expired = await use(startTlsTarget({ certificate: 'expired' }))
    expect(await look('http', { url: expired.url, ca: testRoot })).toMatchObject({
      state: 'down',
      errorCode: 'tls',
      evidence: { code: 'CERT_HAS_EXPIRED' },
    })
  })

  it('that is not ours to reach is a matter of settings, not an outage', async () => {
    const closed = openChecks({ allowed: [] })
    const outcome = await closed.look('http', { url: 'http://127.0.0.1:1/' })
    expect(outcome).toMatchObject({ state: 'unknown', errorCode: 'config' })
    expect(outcome.message.en).toContain('BONGSU_OUTBOUND_ALLOW')
  })

  it.each([
    ['refuses', async () => ({ port: 1, close: async () => undefined }), 'connect'],
    ['says nothing', startSilentTarget, 'timeout'],
    ['never finishes', startDripTarget, 'timeout'],
    ['is a bomb', () => startBombTarget(['gzip'], 32), 'http'],
    ['speaks no HTTP', () => startRawHttpTarget('hello\r\n'), 'http'],
  ] as const)('that %s is down', async (_what, start, errorCode) => {
    const target = await use(start() as Promise<{ port: number; close(): Promise<void> }>)
    // Whoever is not to run out of time has plenty: the machine may be shared by much else.
    const timeoutMs = errorCode === 'timeout' ? 500 : 30_000
    expect(await look('http', { url: `http://127.0.0.1:${target.port}/`, contains: ['x'] }, timeoutMs)).toMatchObject({
      state: 'down',
      errorCode,
    })
  })
})

describe('the body', () => {
  it('contains what it must and nothing it must not', async () => {
    const target = await says('안녕하세요, world')
    expect(await look('http', { url: target.url, contains: ['안녕', 'world'], not_contains: ['error'] })).toMatchObject(
      { state: 'up' },
    )
    expect(await look('http', { url: target.url, contains: ['안녕', 'World'] })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      assertions: [
        { what: 'status' },
        { what: 'contains', passed: true },
        { what: 'contains', expected: 'World', got: 'not found', passed: false },
      ],
      evidence: { body_excerpt: '안녕하세요, world' },
    })
    expect(await look('http', { url: target.url, not_contains: ['world'] })).toMatchObject({
      state: 'down',
      assertions: [{}, { what: 'not_contains', expected: 'world', got: '안녕하세요, world' }],
    })
  })

  it('is read in its own charset', async () => {
    const korean = Buffer.from([0xc7, 0xd1, 0xb1, 0xdb])
    const named = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=EUC-KR' }).end(korean),
    )
    expect(await look('http', { url: named.url, contains: ['한글'] })).toMatchObject({ state: 'up' })
    const tagged = await serve((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(Buffer.concat([Buffer.from('<html><meta charset="euc-kr">'), korean])),
    )
    expect(await look('http', { url: tagged.url, contains: ['한글'] })).toMatchObject({ state: 'up' })
  })

  it('matches patterns', async () => {
    const target = await says('version 12.4.1 ready')
    expect(
      await look('http', { url: target.url, matches: ['version \\d+\\.\\d+', '(?i)READY$'], not_matches: ['error'] }),
    ).toMatchObject({ state: 'up' })
    expect(await look('http', { url: target.url, matches: ['^ready'] })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
    })
    expect(await look('http', { url: target.url, not_matches: ['rea[dx]y'] })).toMatchObject({ state: 'down' })
  })

  it('holds JSON values of the right type', async () => {
    const target = await says('{"status":"up","count":3,"items":[{"ok":true,"n":1},{"ok":true,"n":2}]}')
    const json = (path: string, operator: string, value?: unknown) =>
      look('http', { url: target.url, json: [{ path, operator, ...(value === undefined ? {} : { value }) }] })
    expect(await json('$.status', 'equals', 'up')).toMatchObject({ state: 'up' })
    expect(await json('$.count', 'equals', '3')).toMatchObject({
      state: 'down',
      assertions: [{}, { what: 'json $.count', expected: 'equals "3"', got: '3', passed: false }],
    })
    expect(await json('$.items[*].ok', 'equals', true)).toMatchObject({ state: 'up' })
    expect(await json('$.items[?@.n > 1].n', 'equals', 2)).toMatchObject({ state: 'up' })
    expect(await json('$.items[*]', 'count', 2)).toMatchObject({ state: 'up' })
    expect(await json('$.missing', 'equals', 1)).toMatchObject({ state: 'down', assertions: [{}, { got: 'nothing' }] })
  })

  it('fits a JSON Schema', async () => {
    const target = await says('{"id":1,"mail":"a@example.com"}')
    const schema = (body: object) => look('http', { url: target.url, json_schema: JSON.stringify(body) })
    expect(
      await schema({
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'integer' }, mail: { format: 'email' } },
      }),
    ).toMatchObject({ state: 'up' })
    expect(await schema({ type: 'object', properties: { id: { type: 'string' } } })).toMatchObject({
      state: 'down',
      assertions: [{}, { what: 'json_schema', got: '/id must be string', passed: false }],
    })
  })

  it('that is no JSON, or longer than is read, says so', async () => {
    const html = await says('<html>')
    expect(await look('http', { url: html.url, json: [{ path: '$.a', operator: 'exists' }] })).toMatchObject({
      state: 'down',
      assertions: [{}, { got: 'not JSON' }],
    })
    const long = await says(`{"a":"${'x'.repeat(5000)}"}`)
    expect(
      await look('http', { url: long.url, max_body_kb: 1, json: [{ path: '$.a', operator: 'exists' }] }),
    ).toMatchObject({
      state: 'down',
      assertions: [{}, { got: 'longer than the size limit' }],
      evidence: { body_cut_at_kb: 1 },
    })
  })

  it('may be judged together with the headers', async () => {
    const target = await says('ok', { 'content-type': 'application/json', 'set-cookie': 'a=b' })
    const header = (name: string, operator: string, value?: string) =>
      look('http', { url: target.url, response_headers: [{ name, operator, ...(value ? { value } : {}) }] })
    expect(await header('Content-Type', 'equals', 'application/json')).toMatchObject({ state: 'up' })
    expect(await header('content-type', 'matches', '^application/')).toMatchObject({ state: 'up' })
    expect(await header('set-cookie', 'contains', 'a=')).toMatchObject({ state: 'up' })
    expect(await header('x-none', 'not_exists')).toMatchObject({ state: 'up' })
    expect(await header('x-none', 'exists')).toMatchObject({
      state: 'down',
      assertions: [{}, { what: 'header x-none', expected: 'exists', got: 'absent' }],
    })
    expect(await header('content-type', 'not_contains', 'json')).toMatchObject({ state: 'down' })
  })
})
