import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startCanaries } from '#test/targets/canaries.ts'
import { startDnsTarget, type Zone } from '#test/targets/dns-target.ts'
import { startHttpTarget } from '#test/targets/http-target.ts'
import { parseHosts } from './hosts-file.ts'
import { createOutbound } from './outbound.ts'
import { createResolver } from './resolver.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
const use = async <Some extends { close(): Promise<void> }>(starting: Promise<Some>): Promise<Some> => {
  const target = await starting
  open.push(target)
  return target
}
const a = (...addresses: string[]) => addresses.map((data) => ({ type: 'A', data }))
const aaaa = (...addresses: string[]) => addresses.map((data) => ({ type: 'AAAA', data }))
const dnsWith = (zone: Parameters<typeof startDnsTarget>[0]) => use(startDnsTarget(zone))

describe('a name', () => {
  it('leads to its addresses, of the family that was chosen', async () => {
    const dns = await dnsWith({
      'both.example A': a('8.8.8.8', '8.8.4.4'),
      'both.example AAAA': aaaa('2001:4860::1'),
      'six.example AAAA': aaaa('2001:4860::2'),
    })
    const resolver = createResolver({ servers: [dns.server] })
    expect(await resolver.lookup('both.example', 'any')).toMatchObject({
      addresses: ['8.8.8.8', '8.8.4.4', '2001:4860::1'],
    })
    expect(await resolver.lookup('both.example', 'ipv4')).toMatchObject({ addresses: ['8.8.8.8', '8.8.4.4'] })
    expect(await resolver.lookup('both.example', 'ipv6')).toMatchObject({ addresses: ['2001:4860::1'] })
    expect(await resolver.lookup('six.example', 'any')).toMatchObject({ addresses: ['2001:4860::2'] })
    expect(await resolver.lookup('six.example', 'ipv4')).toEqual({ problem: 'nodata' })
  })

  it('is asked for once however many checks want it at the same time, and again when its time is over', async () => {
    const dns = await dnsWith((_name, type, count) =>
      type === 'A' ? [{ type, data: '8.8.8.8', ttl: count === 1 ? 60 : 0 }] : [],
    )
    const resolver = createResolver({ servers: [dns.server] })
    await Promise.all(Array.from({ length: 200 }, () => resolver.lookup('a.example', 'ipv4')))
    await resolver.lookup('a.example', 'ipv4')
    expect(dns.questions).toHaveLength(1)
    await resolver.lookup('b.example', 'ipv4')
    const short = await dnsWith((_name, type) => [{ type, data: '8.8.8.8', ttl: 0 }])
    const fresh = createResolver({ servers: [short.server] })
    for (let time = 0; time < 3; time++) await fresh.lookup('c.example', 'ipv4')
    expect(short.questions).toHaveLength(3)
  })

  it('does not wait long for the other family', async () => {
    const dns = await dnsWith({ 'slow.example A': a('8.8.8.8'), 'slow.example AAAA': 'silence' })
    // Longer than this test may take.
    const resolver = createResolver({ servers: [dns.server], timeoutMs: 120_000, tries: 1 })
    expect(await resolver.lookup('slow.example', 'any')).toMatchObject({ addresses: ['8.8.8.8'] })
  })

  it('that does not exist is told from one whose servers fail', async () => {
    const dns = await dnsWith({
      'broken.example': 'SERVFAIL',
      'half.example A': [],
      'half.example AAAA': 'SERVFAIL',
      'closed.example': 'REFUSED',
    })
    const resolver = createResolver({ servers: [dns.server], timeoutMs: 200, tries: 1 })
    expect(await resolver.lookup('none.example', 'any')).toEqual({ problem: 'nxdomain' })
    expect(await resolver.lookup('broken.example', 'any')).toEqual({ problem: 'servfail' })
    expect(await resolver.lookup('half.example', 'any')).toEqual({ problem: 'servfail' })
    expect(await resolver.lookup('closed.example', 'any')).toEqual({ problem: 'refused' })
  })

  it('in the hosts file needs no server, and is read again when the file changes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bongsu-hosts-'))
    const hostsFile = join(folder, 'hosts')
    writeFileSync(hostsFile, '8.8.8.8 written.example other.example # comment\n2001:4860::1 written.example\n')
    const dns = await dnsWith({})
    const resolver = createResolver({ servers: [dns.server], hostsFile })
    expect(await resolver.lookup('written.example', 'any')).toEqual({ addresses: ['8.8.8.8', '2001:4860::1'] })
    expect(await resolver.lookup('other.example', 'ipv6')).toEqual({ problem: 'nodata' })
    expect(dns.questions).toHaveLength(0)
    expect(
      await createResolver({ servers: [dns.server], hostsFile: join(folder, 'absent') }).lookup(
        'written.example',
        'ipv4',
      ),
    ).toEqual({ problem: 'nxdomain' })
    rmSync(folder, { recursive: true })
  })

  it('localhost is this machine, whatever a server says', async () => {
    const dns = await dnsWith(() => a('8.8.8.8'))
    const resolver = createResolver({ servers: [dns.server] })
    expect(await resolver.lookup('localhost', 'any')).toEqual({ addresses: ['127.0.0.1', '::1'] })
    expect(await resolver.lookup('any.localhost', 'ipv6')).toEqual({ addresses: ['::1'] })
    expect(dns.questions).toHaveLength(0)
  })
})

it('a hosts file is read with its comments, spaces and nonsense', () => {
  const entries = parseHosts('# 1.1.1.1 no\n 10.0.0.1\tA.example  b.example #x\nnonsense here\n\n::1 a.example\r\n')
  expect(Object.fromEntries(entries)).toEqual({ 'a.example': ['10.0.0.1', '::1'], 'b.example': ['10.0.0.1'] })
})

describe('our resolver', () => {
  it('answers, when it answers anything', async () => {
    const dns = await dnsWith({})
    expect(await createResolver({ servers: [dns.server] }).answers()).toBe(true)
  })

  it('does not, when it is silent, gone or always failing', async () => {
    const mute = await dnsWith(() => 'silence')
    expect(await createResolver({ servers: [mute.server], timeoutMs: 100, tries: 1 }).answers()).toBe(false)
    const failing = await dnsWith(() => 'SERVFAIL')
    expect(await createResolver({ servers: [failing.server], timeoutMs: 100, tries: 1 }).answers()).toBe(false)
    const gone = await startDnsTarget({})
    await gone.close()
    expect(await createResolver({ servers: [gone.server], timeoutMs: 100, tries: 1 }).answers()).toBe(false)
  })

  it('is believed to be well when it is picky about the root but answers names', async () => {
    const dns = await dnsWith((name, type) => (name === 'a.example' ? [{ type, data: '8.8.8.8', ttl: 0 }] : 'REFUSED'))
    const resolver = createResolver({ servers: [dns.server], timeoutMs: 200, tries: 1 })
    await resolver.lookup('a.example', 'ipv4')
    expect(await resolver.answers()).toBe(true)
  })
})

describe('a name made to point inside', () => {
  const guarded = async (zone: Zone | Parameters<typeof startDnsTarget>[0], allowed: readonly string[] = []) => {
    const dns = await dnsWith(zone)
    return createOutbound({ allowed: () => allowed, forbidden: () => [], resolver: { servers: [dns.server] } })
  }

  it('is refused when one of four answers is forbidden, wherever it stands', async () => {
    const good = ['8.8.8.8', '8.8.4.4', '1.1.1.1']
    for (let at = 0; at <= good.length; at++) {
      const out = await guarded({ 'mixed.example A': a(...good.slice(0, at), '10.0.0.1', ...good.slice(at)) })
      expect(await out.http({ url: 'http://mixed.example/' })).toMatchObject({
        ok: false,
        phase: 'guard',
        code: 'private',
      })
    }
  })

  it('is refused for its IPv6 address though the IPv4 one is fine', async () => {
    const out = await guarded({ 'mixed.example A': a('8.8.8.8'), 'mixed.example AAAA': aaaa('::ffff:127.0.0.1') })
    expect(await out.http({ url: 'http://mixed.example/' })).toMatchObject({
      ok: false,
      phase: 'guard',
      code: 'loopback',
    })
    const six = await guarded({ 'six.example AAAA': aaaa('::1') })
    expect(await six.tcp({ host: 'six.example', port: 80 })).toMatchObject({
      ok: false,
      phase: 'guard',
      code: 'loopback',
    })
  })

  it('is refused through an alias', async () => {
    const out = await guarded((name, type) =>
      type === 'A'
        ? {
            records: [
              { type: 'CNAME', name, data: 'inside.example', ttl: 60 },
              { type: 'A', name: 'inside.example', data: '192.168.0.1', ttl: 60 },
            ],
          }
        : [],
    )
    expect(await out.http({ url: 'http://alias.example/' })).toMatchObject({
      ok: false,
      phase: 'guard',
      code: 'private',
    })
  })

  it('gains nothing by answering differently the second time: every connection goes to what was judged', async () => {
    const canaries = await use(startCanaries(['127.0.0.2']))
    const honest = await use(startHttpTarget(undefined, '127.0.0.5'))
    const dns = await dnsWith((_name, type, count) =>
      type === 'A' ? [{ type, data: count % 2 === 1 ? '127.0.0.5' : '127.0.0.2', ttl: 0 }] : [],
    )
    const out = createOutbound({
      allowed: () => ['127.0.0.5'],
      forbidden: () => [],
      resolver: { servers: [dns.server] },
    })
    const seen = []
    for (let time = 0; time < 6; time++) {
      const result = await out.http({ url: `http://rebind.example:${honest.port}/` })
      seen.push(result.ok ? result.remote.address : result.phase)
      await out.tcp({ host: 'rebind.example', port: canaries.port })
    }
    expect(seen).toEqual(['127.0.0.5', '127.0.0.5', '127.0.0.5', '127.0.0.5', '127.0.0.5', '127.0.0.5'])
    expect(canaries.touched()).toBe(0)
  })

  it('keeps its name in the Host header while the connection goes to the address', async () => {
    const target = await use(startHttpTarget(undefined, '127.0.0.5'))
    const out = await guarded({ 'named.example A': a('127.0.0.5') }, ['127.0.0.5'])
    expect(await out.http({ url: `http://named.example:${target.port}/` })).toMatchObject({ ok: true })
    expect(target.requests[0]?.headers.host).toBe(`named.example:${target.port}`)
  })
})
