import { afterEach, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { startDnsTarget } from '#test/targets/dns-target.ts'
import { reverseName } from './shared/dns-names.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})

const zone = {
  'www.example A': [
    { type: 'A', data: '192.0.2.1' },
    { type: 'A', data: '192.0.2.2', ttl: 30 },
  ],
  'www.example AAAA': [{ type: 'AAAA', data: '2001:db8::1' }],
  'mail.example MX': [
    { type: 'MX', data: { preference: 10, exchange: 'mx1.example' } },
    { type: 'MX', data: { preference: 20, exchange: 'mx2.example' } },
  ],
  'text.example TXT': [{ type: 'TXT', data: 'v=spf1 -all' }],
  'alias.example CNAME': [{ type: 'CNAME', data: 'www.example' }],
  'soa.example SOA': [
    {
      type: 'SOA',
      data: { mname: 'ns.example', rname: 'root.example', serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5 },
    },
  ],
  'caa.example CAA': [{ type: 'CAA', data: { flags: 0, tag: 'issue', value: 'letsencrypt.org' } }],
  '_sip._tcp.example SRV': [{ type: 'SRV', data: { priority: 1, weight: 2, port: 5060, target: 'sip.example' } }],
  'ns.example NS': [{ type: 'NS', data: 'a.ns.example' }],
  '1.2.0.192.in-addr.arpa PTR': [{ type: 'PTR', data: 'www.example' }],
  '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR': [
    { type: 'PTR', data: 'six.example' },
  ],
  'broken.example': 'SERVFAIL',
  'closed.example': 'REFUSED',
  'mute.example': 'silence',
} as const

async function kit() {
  const dns = await startDnsTarget(zone)
  open.push(dns)
  const { look } = openChecks()
  return {
    dns,
    look: (options: Record<string, unknown>, timeoutMs?: number) =>
      look('dns', { server: '127.0.0.1', server_port: dns.port, ...options }, timeoutMs),
  }
}

describe('a DNS record', () => {
  it.each([
    ['A', 'www.example', ['192.0.2.2']],
    ['AAAA', 'www.example', ['2001:0db8:0::1']],
    ['MX', 'mail.example', ['10 MX1.example.']],
    ['MX', 'mail.example', ['mx2.example']],
    ['TXT', 'text.example', ['v=spf1 -all']],
    ['CNAME', 'alias.example', ['www.example.']],
    ['SOA', 'soa.example', []],
    ['CAA', 'caa.example', ['0 issue "letsencrypt.org"']],
    ['SRV', '_sip._tcp.example', ['1 2 5060 sip.example']],
    ['NS', 'ns.example', ['A.NS.example']],
    ['PTR', '192.0.2.1', ['www.example']],
    ['PTR', '2001:db8::1', ['six.example']],
  ])('%s of %s is up with %j', async (type, name, expected) => {
    const { look } = await kit()
    const outcome = await look({ name, type, expected })
    expect(outcome).toMatchObject({ state: 'up', evidence: { rcode: 'NOERROR', over: 'udp', authoritative: true } })
    expect(outcome.evidence.records).not.toHaveLength(0)
  })

  it('tells the smallest TTL and all records', async () => {
    const { look } = await kit()
    expect((await look({ name: 'www.example', type: 'A' })).evidence).toMatchObject({
      ttl: 30,
      records: [
        { value: '192.0.2.1', ttl: 60 },
        { value: '192.0.2.2', ttl: 30 },
      ],
    })
  })

  it.each([
    ['any', ['192.0.2.1', '192.0.2.9'], 'up'],
    ['any', ['192.0.2.9'], 'down'],
    ['all', ['192.0.2.1', '192.0.2.2'], 'up'],
    ['all', ['192.0.2.1'], 'up'],
    ['all', ['192.0.2.1', '192.0.2.9'], 'down'],
    ['exact', ['192.0.2.2', '192.0.2.1'], 'up'],
    ['exact', ['192.0.2.1'], 'down'],
    ['exact', ['192.0.2.1', '192.0.2.2', '192.0.2.9'], 'down'],
  ])('compared with "%s" of %j is %s', async (match, expected, state) => {
    const { look } = await kit()
    const outcome = await look({ name: 'www.example', type: 'A', match, expected })
    expect(outcome).toMatchObject({
      state,
      assertions: [{ expected: expected.join(', '), got: '192.0.2.1, 192.0.2.2', passed: state === 'up' }],
    })
    if (state === 'down') expect(outcome.errorCode).toBe('assertion')
  })

  it('tells no such name, no such record, failing and refusing servers, and silence apart', async () => {
    const { look } = await kit()
    const messages = []
    for (const name of ['none.example', 'text.example', 'broken.example', 'closed.example']) {
      const outcome = await look({ name, type: 'A' })
      expect(outcome).toMatchObject({ state: 'down', errorCode: 'dns' })
      messages.push(outcome.message.en)
    }
    expect(messages.map((message) => /NXDOMAIN|no A record|SERVFAIL|REFUSED/.exec(message)?.[0])).toEqual([
      'NXDOMAIN',
      'no A record',
      'SERVFAIL',
      'REFUSED',
    ])
    expect(await look({ name: 'mute.example', type: 'A' }, 200)).toMatchObject({ state: 'down', errorCode: 'timeout' })
  })

  it('is asked of the machine’s own resolver unless another is chosen, whose failure is then ours', async () => {
    const dns = await startDnsTarget((name, type) =>
      name === 'www.example' ? [{ type, data: '192.0.2.1' }] : name === '' || name === '.' ? [] : 'SERVFAIL',
    )
    open.push(dns)
    const healthy = openChecks({ resolver: { servers: [dns.server] } })
    expect(await healthy.look('dns', { name: 'www.example' })).toMatchObject({ state: 'up' })
    expect(await healthy.look('dns', { name: 'broken.example' })).toMatchObject({ state: 'down', errorCode: 'dns' })
    const ruined = await startDnsTarget(() => 'SERVFAIL')
    open.push(ruined)
    const blind = openChecks({ resolver: { servers: [ruined.server], timeoutMs: 200, tries: 1 } })
    expect(await blind.look('dns', { name: 'broken.example' })).toMatchObject({
      state: 'unknown',
      errorCode: 'own_fault',
    })
    expect(await blind.look('http', { url: 'http://broken.example/' })).toMatchObject({
      state: 'unknown',
      errorCode: 'own_fault',
    })
  })

  it('may not be asked of a server in a forbidden range', async () => {
    const { dns } = await kit()
    expect(
      await openChecks({ allowed: [] }).look('dns', {
        name: 'www.example',
        server: '127.0.0.1',
        server_port: dns.port,
      }),
    ).toMatchObject({ state: 'unknown', errorCode: 'config' })
    expect(dns.questions).toHaveLength(0)
  })

  it.each([
    [{ name: '192.0.2.1', type: 'A' }],
    [{ name: 'www.example', type: 'PTR' }],
    [{ name: 'a b' }],
    [{ type: 'ANY' }],
    [{ match: 'some' }],
  ])('is refused with %j', (changes) => {
    expect(() => openChecks().look('dns', { name: 'www.example', ...changes })).toThrow()
  })
})

it('an address has its name in reverse', () => {
  expect(reverseName('192.0.2.1')).toBe('1.2.0.192.in-addr.arpa')
  expect(reverseName('2001:db8::1')).toBe('1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa')
  expect(reverseName('::')).toBe(`${'0.'.repeat(32)}ip6.arpa`)
  expect(reverseName('example.com')).toBeUndefined()
})
