import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { certificate, testRoot } from '#test/targets/certificates.ts'
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
describe('authentication', () => {
  it('is basic or a bearer token', async () => {
    const target = await serve()
    await look('http', { url: target.url, auth: { type: 'basic', username: '관리자', password: 'p:w' } })
    await look('http', { url: target.url, auth: { type: 'bearer', token: 'abc.def' } })
    expect(Buffer.from(String(target.requests[0]?.headers.authorization).slice(6), 'base64').toString()).toBe(
      '관리자:p:w',
    )
    expect(target.requests[1]?.headers.authorization).toBe('Bearer abc.def')
  })

  it('shows a client certificate', async () => {
    const target = await use(startTlsTarget({ clientCertificate: true }))
    const options = { url: target.url, ca: testRoot }
    expect((await look('http', options)).state).toBe('down')
    expect(await look('http', { ...options, client_certificate: certificate('client') })).toMatchObject({ state: 'up' })
  })

  const oauth = (tokenUrl: string, more: object = {}) => ({
    type: 'oauth2',
    token_url: tokenUrl,
    client_id: 'id',
    client_secret: 'secret',
    scope: 'read',
    ...more,
  })

  it('fetches an OAuth2 token once and uses it until it ends', async () => {
    const kit = openChecks()
    let issued = 0
    const server = await serve((_request, response) =>
      response.end(JSON.stringify({ access_token: `token-${++issued}`, token_type: 'Bearer', expires_in: 3600 })),
    )
    const target = await serve()
    for (let time = 0; time < 3; time++)
      expect(await kit.look('http', { url: target.url, auth: oauth(server.url) })).toMatchObject({ state: 'up' })
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      body: 'grant_type=client_credentials&scope=read',
      headers: { authorization: `Basic ${btoa('id:secret')}` },
    })
    expect(target.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
      'Bearer token-1',
    ])
    await kit.look('http', { url: target.url, auth: oauth(server.url, { send_as: 'body' }) })
    expect(server.requests).toHaveLength(1)
  })

  it('fetches another one when it is about to end, or was withdrawn', async () => {
    const kit = openChecks()
    let issued = 0
    const server = await serve((_request, response) =>
      response.end(JSON.stringify({ access_token: `token-${++issued}`, expires_in: 20 })),
    )
    const target = await serve((request, response) =>
      response.writeHead(request.headers.authorization === 'Bearer token-3' ? 200 : 401).end(),
    )
    expect(await kit.look('http', { url: target.url, auth: oauth(server.url) })).toMatchObject({
      state: 'down',
      statusCode: 401,
    })
    expect(target.requests).toHaveLength(2)
    expect(await kit.look('http', { url: target.url, auth: oauth(server.url) })).toMatchObject({ state: 'up' })
  })

  it('that is refused is loud, and gives no secret away', async () => {
    const server = await serve((_request, response) => response.writeHead(401).end('{"error":"invalid_client"}'))
    const target = await serve()
    const outcome = await openChecks().look('http', { url: target.url, auth: oauth(server.url) })
    expect(outcome).toMatchObject({ state: 'down', errorCode: 'http', evidence: { while: 'sign-in' } })
    expect(JSON.stringify(outcome)).not.toContain('secret')
    expect(target.requests).toHaveLength(0)
  })

  it('never comes back in what is shown, though a server echoes it', async () => {
    const target = await serve((request, response) =>
      response.writeHead(500).end(`you sent ${JSON.stringify(request.headers)}`),
    )
    const headers = [{ name: 'x-key', value: 'canary-header' }]
    const shown = async (auth: object) => {
      const outcome = await look('http', { url: target.url, headers, auth, contains: ['x'], response_headers: [] })
      expect(outcome.evidence.body_excerpt).toContain('you sent')
      return JSON.stringify(outcome)
    }
    expect(await shown({ type: 'bearer', token: 'canary-token' })).not.toContain('canary')
    const basic = await shown({ type: 'basic', username: 'me', password: 'canary-password' })
    expect(basic).not.toContain('canary')
    expect(basic).not.toContain(btoa('me:canary-password'))
    const server = await serve((_request, response) => response.end('{"access_token":"canary-fetched"}'))
    expect(await shown(oauth(server.url))).not.toContain('canary')
  })

  it('passes the guard as well', async () => {
    const target = await serve()
    const kit = openChecks({ allowed: ['127.0.0.1'] })
    expect(await kit.look('http', { url: target.url, auth: oauth('http://127.0.0.2:1/token') })).toMatchObject({
      state: 'unknown',
      errorCode: 'config',
    })
  })
})
