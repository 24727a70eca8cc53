import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusedSpellings } from '#test/address-table.ts'
import { type Canaries, startCanaries } from '#test/targets/canaries.ts'
import { type DnsTarget, startDnsTarget } from '#test/targets/dns-target.ts'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'
import { isLiteral, readUrl } from './host.ts'
import { createOutbound, type Outbound } from './outbound.ts'

/** Only the first hop of redirects may be reached, at an address of its own. */
const stepAddress = '127.9.9.9'

type Ended = { readonly ok: boolean; readonly phase?: string }
type Way = (outbound: Outbound, spelling: string, port: number) => Promise<Ended>

const message = { from: { address: 'a@example.com' }, to: [{ address: 'b@example.com' }], subject: 'x', text: 'x' }
const mail = (host: string, port: number) => ({ host, port, security: 'none' as const, timeoutMs: 2000 })
const quick = { timeoutMs: 2000 }

let canaries: Canaries
let step: HttpTarget
let dns: DnsTarget
let outbound: Outbound
/** Where the step redirects to, and what the name server says, for the case under way. */
let destination = ''
let answer: string | undefined

/** Every way a byte can leave. A new one is added here, and has to stand the whole table. */
const ways: Readonly<Record<string, Way>> = {
  'http GET': (out, host, port) => out.http({ ...quick, url: `http://${host}:${port}/` }),
  'http POST with headers and body': (out, host, port) =>
    out.http({ ...quick, url: `http://${host}:${port}/`, method: 'POST', headers: { 'x-a': 'b' }, body: 'x' }),
  'http over IPv4 only': (out, host, port) => out.http({ ...quick, url: `http://${host}:${port}/`, ip: 'ipv4' }),
  'http over IPv6 only': (out, host, port) => out.http({ ...quick, url: `http://${host}:${port}/`, ip: 'ipv6' }),
  https: (out, host, port) => out.http({ ...quick, url: `https://${host}:${port}/` }),
  'https without verification': (out, host, port) =>
    out.http({ ...quick, url: `https://${host}:${port}/`, tls: { verify: false } }),
  'webhook JSON': (out, host, port) => out.postJson(`http://${host}:${port}/`, {}, quick),
  'a line for streams': async (out, host, port) => {
    const line = out.line({ url: `http://${host}:${port}/` })
    if ('ok' in line) return line
    const answer = await line.send({ method: 'GET', signal: AbortSignal.timeout(2000) })
    line.close()
    return answer
  },
  'a line over TLS': async (out, host, port) => {
    const line = out.line({ url: `https://${host}:${port}/` })
    if ('ok' in line) return line
    const answer = await line.send({ method: 'POST', body: 'x', signal: AbortSignal.timeout(2000) })
    line.close()
    return answer
  },
  'redirect 302': (out, host, port) => redirected(out, `http://${host}:${port}/`, 302),
  'redirect 307 with a body': (out, host, port) => redirected(out, `http://${host}:${port}/`, 307, 'POST'),
  'redirect without a scheme': (out, host, port) => redirected(out, `//${host}:${port}/`, 301),
  'raw connection': (out, host, port) => out.connect({ ...quick, host, port }),
  tcp: (out, host, port) => out.tcp({ ...quick, host, port }),
  'tcp with something to say': (out, host, port) => out.tcp({ ...quick, host, port, send: 'PING\r\n', expect: 'PONG' }),
  tls: (out, host, port) => out.tls({ ...quick, host, port }),
  'tls asking for another name': (out, host, port) =>
    out.tls({ ...quick, host, port, tls: { serverName: 'example.com' } }),
  'tls behind STARTTLS': (out, host, port) => out.tls({ ...quick, host, port, startTls: 'smtp' }),
  udp: (out, host, port) => out.udp({ ...quick, host, port, send: 'x' }),
  'dns at a chosen server': (out, host, port) =>
    out.dns({ ...quick, name: 'example.com', type: 'A', server: host, serverPort: port }),
  'mail being sent': (out, host, port) => out.smtp.send(mail(host, port), message),
  'mail server being verified': (out, host, port) => out.smtp.verify(mail(host, port)),
}

async function redirected(
  out: Outbound,
  location: string,
  status: number,
  method: 'GET' | 'POST' = 'GET',
): Promise<Ended> {
  destination = location
  return out.http({
    ...quick,
    url: `${step.url}/?status=${status}`,
    method,
    redirects: 5,
    ...(method === 'POST' ? { body: 'secret', headers: { 'x-key': 'secret' } } : {}),
  })
}

beforeAll(async () => {
  canaries = await startCanaries()
  step = await startHttpTarget((request, response) => {
    const status = Number(new URL(request.url, 'http://x').searchParams.get('status'))
    // Written as bytes: what a hostile server sends is not limited to what Node would let us send.
    response
      .writeHead(status, {
        location: Buffer.from(destination, 'utf8')
          .toString('latin1')
          .replaceAll(/[\r\n]/g, ''),
      })
      .end()
  }, stepAddress)
  dns = await startDnsTarget((_name, type) => {
    if (!answer) return 'NXDOMAIN'
    return answer.includes(':') === (type === 'AAAA') ? [{ type, data: answer, ttl: 0 }] : []
  })
  outbound = createOutbound({ allowed: () => [stepAddress], forbidden: () => [], resolver: { servers: [dns.server] } })
})

afterAll(async () => {
  await Promise.all([canaries.close(), step.close(), dns.close()])
})

describe('no way out leads to a forbidden address, in any spelling', () => {
  it.each(Object.keys(ways))('%s', async (way) => {
    for (const spelling of refusedSpellings) {
      const result = await (ways[way] as Way)(outbound, spelling, canaries.port)
      expect(result.ok, spelling).toBe(false)
      // A redirect to something that is no URL is the server's mistake; everything else stops at the guard.
      expect(
        way.startsWith('redirect') ? ['guard', 'http'] : ['guard', 'dns'],
        `${spelling}: ${result.phase}`,
      ).toContain(result.phase)
    }
    expect(canaries.touched()).toBe(0)
  })

  it('counts enough ways and spellings to mean something', () => {
    expect(refusedSpellings.length).toBeGreaterThanOrEqual(150)
    expect(Object.keys(ways).length * refusedSpellings.length).toBeGreaterThanOrEqual(2400)
  })

  it('has canaries that sing: a permitted connection is seen', async () => {
    const own = await startCanaries()
    const open = createOutbound({ allowed: () => ['127.0.0.0/8', '::1'], forbidden: () => [] })
    for (const host of own.addresses) {
      await open.tcp({ host, port: own.port })
      await open.udp({ host, port: own.port, send: 'x', waitMs: 50 })
    }
    await expect.poll(() => own.touched()).toBe(own.addresses.length * 2)
    await own.close()
  })
})

describe('no name leads to a forbidden address', () => {
  const literals = refusedSpellings.flatMap((spelling) => {
    const target = readUrl(`http://${spelling}/`)
    return 'problem' in target || !isLiteral(target.host) ? [] : [target.host]
  })

  it.each(['http GET', 'https', 'tcp', 'tls', 'udp', 'dns at a chosen server', 'mail server being verified'])(
    '%s',
    async (way) => {
      for (const [at, literal] of [...new Set(literals)].entries()) {
        answer = literal
        const result = await (ways[way] as Way)(
          outbound,
          `case-${at}.${way.replaceAll(' ', '-')}.target.example`,
          canaries.port,
        )
        expect(result, literal).toMatchObject({ ok: false, phase: 'guard' })
      }
      answer = undefined
      expect(canaries.touched()).toBe(0)
    },
  )
})

describe('what can be said before anybody is asked', () => {
  it('refuses literals and localhost, and leaves names to the connection', () => {
    expect(outbound.precheckUrl('http://127.0.0.1/')?.ko).toMatch(/BONGSU_OUTBOUND_ALLOW/)
    expect(outbound.precheckUrl('http://localhost:3000/')?.en).toMatch(/loopback/)
    expect(outbound.precheckUrl('http://0x7f.1/')).toBeDefined()
    expect(outbound.precheckUrl('ftp://example.com/')?.en).toMatch(/http and https/)
    expect(outbound.precheckUrl('http://user:pw@example.com/')?.en).toMatch(/authentication fields/)
    expect(outbound.precheckUrl('https://example.com/')).toBeUndefined()
    expect(outbound.precheckUrl(`http://${stepAddress}/`)).toBeUndefined()
    expect(outbound.precheckHost('10.0.0.1', 5432)).toBeDefined()
    expect(outbound.precheckHost('db.example.com', 5432)).toBeUndefined()
  })
})

it('localhost is open as soon as one of its addresses is', async () => {
  const target = await startHttpTarget()
  const half = createOutbound({ allowed: () => ['127.0.0.1'], forbidden: () => [] })
  expect(await half.http({ url: `http://localhost:${target.port}/` })).toMatchObject({
    ok: true,
    remote: { address: '127.0.0.1' },
  })
  expect(half.precheckUrl('http://localhost/')).toBeUndefined()
  await target.close()
})
