import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { startCanaries } from '#test/targets/canaries.ts'
import { testRoot } from '#test/targets/certificates.ts'
import { startRedirectLoopTarget } from '#test/targets/hostile-targets.ts'
import { type HttpTarget, type SeenRequest, startHttpTarget, startTlsTarget } from '#test/targets/http-target.ts'
import type { HttpRequest } from './http-request.ts'
import { createOutbound } from './outbound.ts'

const outbound = createOutbound({ allowed: () => ['127.0.0.1', '127.0.0.5'], forbidden: () => [] })
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
const use = async <Target extends { close(): Promise<void> }>(starting: Promise<Target>): Promise<Target> => {
  const target = await starting
  open.push(target)
  return target
}

const redirectTo = (status: number, location: string) => (_request: SeenRequest, response: ServerResponse) =>
  void response.writeHead(status, { location }).end('ignored')

/** A first server that sends everybody to a second one, on another origin. */
async function twoOrigins(status: number): Promise<{ first: HttpTarget; second: HttpTarget }> {
  const second = await use(startHttpTarget(undefined, '127.0.0.5'))
  return { first: await use(startHttpTarget(redirectTo(status, `${second.url}/there`))), second }
}

const secrets: Partial<HttpRequest> = {
  headers: {
    authorization: 'Bearer secret',
    cookie: 'session=secret',
    'x-api-key': 'secret',
    'content-type': 'text/secret',
  },
  body: 'secret',
  method: 'POST',
}

describe('a redirect', () => {
  it('is the answer itself unless it may be followed', async () => {
    const { first, second } = await twoOrigins(302)
    expect(await outbound.http({ url: first.url })).toMatchObject({ ok: true, status: 302, redirects: [] })
    expect(second.requests).toHaveLength(0)
  })

  it('is followed, and the way is told', async () => {
    const { first, second } = await twoOrigins(302)
    expect(await outbound.http({ url: first.url, redirects: 5 })).toMatchObject({
      ok: true,
      status: 200,
      url: `${second.url}/there`,
      redirects: [{ status: 302, url: `${second.url}/there`, crossed: true, downgraded: false }],
      remote: { address: '127.0.0.5' },
    })
  })

  it.each([301, 302, 303, 307, 308])(
    '%d to another origin takes no header, credential or body along',
    async (status) => {
      const { first, second } = await twoOrigins(status)
      await outbound.http({ url: first.url, redirects: 5, ...secrets })
      expect(first.requests[0]?.body).toBe('secret')
      expect(second.requests).toHaveLength(1)
      expect(JSON.stringify(second.requests)).not.toContain('secret')
      expect(second.requests[0]).toMatchObject({ method: 'GET', body: '' })
    },
  )

  it('does not bring the headers back when it returns to where it started', async () => {
    const home: HttpTarget = await use(
      startHttpTarget((request, response) =>
        request.url === '/' ? response.writeHead(302, { location: away.url }).end() : response.end('back'),
      ),
    )
    const away: HttpTarget = await use(
      startHttpTarget((request, response) => redirectTo(302, `${home.url}/again`)(request, response), '127.0.0.5'),
    )
    await outbound.http({ url: home.url, redirects: 5, ...secrets })
    expect(home.requests).toHaveLength(2)
    expect(JSON.stringify(home.requests[1])).not.toContain('secret')
  })

  it.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [307, 'POST', 'POST', 'secret'],
    [308, 'PUT', 'PUT', 'secret'],
    [302, 'HEAD', 'HEAD', ''],
  ] as const)('%d within the origin turns %s into %s', async (status, method, expected, body) => {
    const target = await use(
      startHttpTarget((request, response) =>
        request.url === '/' ? response.writeHead(status, { location: '/next' }).end() : response.end(),
      ),
    )
    await outbound.http({
      url: target.url,
      redirects: 5,
      method,
      headers: { 'x-api-key': 'secret', 'content-type': 'text/plain' },
      ...(body === '' && method === 'HEAD' ? {} : { body: 'secret' }),
    })
    expect(target.requests[1]).toMatchObject({ method: expected, body, headers: { 'x-api-key': 'secret' } })
    expect('content-type' in (target.requests[1]?.headers ?? {})).toBe(body !== '')
  })

  it('notes that it leaves https', async () => {
    const plain = await use(startHttpTarget())
    const target = await use(startTlsTarget({ answer: redirectTo(302, plain.url) }))
    expect(await outbound.http({ url: target.url, redirects: 5, tls: { ca: testRoot } })).toMatchObject({
      ok: true,
      redirects: [{ downgraded: true }],
    })
  })

  it('understands relative, scheme-less and UTF-8 addresses', async () => {
    const target = await use(
      startHttpTarget((request, response) => {
        const next: Record<string, string> = {
          '/a/b': '../c',
          '/c': `//127.0.0.1:${target.port}/d`,
          '/d': '?q=1',
          '/d?q=1': Buffer.from('/한글').toString('latin1'),
        }
        const location = next[request.url]
        if (location) response.writeHead(302, { location }).end()
        else response.end(decodeURIComponent(request.url))
      }),
    )
    const result = await outbound.http({ url: `${target.url}/a/b`, redirects: 5 })
    expect(result.ok && result.body.toString()).toBe('/한글')
  })

  it.each([
    ['ftp://example.com/'],
    ['file:///etc/passwd'],
    ['http://user:pw@example.com/'],
    ['http://[::1'],
    ['javascript:alert(1)'],
  ])('to %s goes nowhere', async (location) => {
    const target = await use(startHttpTarget(redirectTo(302, location)))
    expect(await outbound.http({ url: target.url, redirects: 5 })).toMatchObject({
      ok: false,
      phase: 'http',
      code: 'bad_redirect',
      fault: 'target',
    })
  })

  it('is followed as often as allowed and not once more', async () => {
    const target = await use(startRedirectLoopTarget())
    expect(await outbound.http({ url: `${target.url}/0`, redirects: 5 })).toMatchObject({
      ok: false,
      phase: 'http',
      code: 'too_many_redirects',
    })
    expect(target.requests).toHaveLength(6)
    expect(await outbound.http({ url: `${target.url}/loop`, redirects: 50 })).toMatchObject({
      code: 'too_many_redirects',
    })
    expect(target.requests.length).toBeLessThan(30)
  })
})

describe('a redirect ladder to the inside', () => {
  it('is stopped at the step that is forbidden', async () => {
    const canaries = await startCanaries(['127.0.0.2', '::1'])
    open.push(canaries)
    for (const location of [
      `http://127.0.0.2:${canaries.port}/`,
      `http://[::1]:${canaries.port}/`,
      'http://169.254.169.254/latest/meta-data/',
      `http://127.0.0.2.:${canaries.port}/`,
      `http://0x7f000002:${canaries.port}/`,
    ]) {
      const last = await use(startHttpTarget(redirectTo(302, location), '127.0.0.5'))
      const first = await use(startHttpTarget(redirectTo(301, last.url)))
      const result = await outbound.http({ url: first.url, redirects: 5, ...secrets })
      expect(result, location).toMatchObject({ ok: false, phase: 'guard', fault: 'config' })
      expect(result.redirects).toHaveLength(2)
    }
    expect(canaries.touched()).toBe(0)
  })
})
