import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reachableSpellings, refusedSpellings } from '#test/address-table.ts'
import { parseAddress, parseCidr } from './address.ts'
import { type AddressRefused, createAddressPolicy, type HostPort } from './address-policy.ts'
import { isLiteral, isLocalhost, readHost, readUrl } from './host.ts'

const policyWith = (allowed: readonly string[] = [], forbidden: readonly HostPort[] = []) =>
  createAddressPolicy({ allowed: () => allowed, forbidden: () => forbidden })
const closed = policyWith()
const reason = (refusal: AddressRefused | null) => refusal?.reason ?? 'reachable'

describe('a spelling of a host', () => {
  it.each(refusedSpellings)('%s leads nowhere', (spelling) => {
    const target = readUrl(`http://${spelling}/`)
    if ('problem' in target) return expect(target.problem.ko).not.toBe('')
    if (isLocalhost(target.host)) return
    expect(isLiteral(target.host)).toBe(true)
    expect(closed(target.host, 80)).not.toBeNull()
  })

  it.each(reachableSpellings)('%s is somebody else and may be reached', (spelling) => {
    const target = readUrl(`http://${spelling}/`)
    if ('problem' in target) throw new Error(target.problem.en)
    expect(closed(target.host, 80)).toBeNull()
  })

  it('of IPv6 needs no brackets where it stands alone', () => {
    expect(readHost('2001:0DB8:0::1')).toBe('2001:db8::1')
    expect(readHost('::ffff:127.0.0.1')).toBe('::ffff:7f00:1')
    expect(readHost('fe80::1%eth0')).toHaveProperty('problem')
  })

  it('has a port that somebody could listen on', () => {
    expect(readUrl('http://a.example:0/')).toMatchObject({ problem: { reason: 'url_invalid' } })
    expect(readUrl('http://a.example:65535/')).toMatchObject({ port: 65_535 })
    expect(readUrl('http://a.example:65536/')).toMatchObject({ problem: { reason: 'url_invalid' } })
  })

  it('means the same alone and inside a URL', () => {
    for (const spelling of [...refusedSpellings, ...reachableSpellings]) {
      const alone = readHost(spelling)
      const inUrl = readUrl(`http://${spelling}/`)
      if (typeof alone === 'string' && !('problem' in inUrl)) expect(alone, spelling).toBe(inUrl.host)
    }
  })
})

describe('the policy', () => {
  it('says which kind of address it refuses', () => {
    const kinds = Object.entries({
      '127.0.0.1': 'loopback',
      '10.0.0.1': 'private',
      '169.254.169.254': 'metadata',
      '169.254.0.1': 'link-local',
      '0.0.0.0': 'unspecified',
      '224.0.0.1': 'multicast',
      '255.255.255.255': 'reserved',
      '::1': 'loopback',
      'fd00::1': 'private',
      'fd00:ec2::254': 'metadata',
    })
    for (const [literal, kind] of kinds) expect(reason(closed(literal, 80)), literal).toBe(kind)
  })

  it('opens exactly what a CIDR covers', () => {
    const policy = policyWith(['10.1.0.0/16', 'fd00:1::/32', '127.0.0.1'])
    for (const literal of ['10.1.0.0', '10.1.255.255', 'fd00:1::5', '127.0.0.1'])
      expect(policy(literal, 80), literal).toBeNull()
    for (const literal of ['10.0.255.255', '10.2.0.0', 'fd00:2::5', '127.0.0.2', '::1'])
      expect(policy(literal, 80), literal).not.toBeNull()
  })

  it('opens an address in all its IPv6 clothes, or one of them alone', () => {
    const byInside = policyWith(['127.0.0.0/8'])
    for (const literal of ['::ffff:127.0.0.1', '::7f00:1', '64:ff9b::7f00:1', '2002:7f00:1::'])
      expect(byInside(literal, 80), literal).toBeNull()
    const byOutside = policyWith(['64:ff9b::/96'])
    expect(byOutside('64:ff9b::7f00:1', 80)).toBeNull()
    expect(byOutside('127.0.0.1', 80)).not.toBeNull()
  })

  it('needs both ends of a Teredo address to be open', () => {
    const policy = policyWith(['10.0.0.0/8'])
    expect(policy('2001:0:a00:1:0:0:f5ff:fffe', 80)).toBeNull()
    expect(policy('2001:0:a00:1:0:0:3f57:fffe', 80)).not.toBeNull()
  })

  it('never opens metadata, link-local or unspecified addresses, however wide the CIDR', () => {
    const policy = policyWith(['0.0.0.0/0', '::/0'])
    for (const literal of [
      '169.254.169.254',
      '100.100.100.200',
      '168.63.129.16',
      'fd00:ec2::254',
      '169.254.1.1',
      'fe80::1',
      '0.0.0.0',
      '::',
      '::ffff:169.254.169.254',
      '64:ff9b::a9fe:a9fe',
      '224.0.0.1',
    ])
      expect(policy(literal, 80), literal).not.toBeNull()
    for (const literal of ['127.0.0.1', '10.0.0.1', '::1', 'fd00::1']) expect(policy(literal, 80), literal).toBeNull()
  })

  it('keeps our own ports closed inside an open CIDR, by address, by name and through the wildcard', () => {
    const policy = policyWith(
      ['127.0.0.0/8', '10.0.0.0/8'],
      [
        { address: '10.0.0.5', port: 5432 },
        { address: '0.0.0.0', port: 8600 },
        { address: 'redis.internal', port: 6379 },
      ],
    )
    expect(reason(policy('10.0.0.5', 5432))).toBe('own-port')
    expect(reason(policy('::ffff:10.0.0.5', 5432))).toBe('own-port')
    expect(policy('10.0.0.5', 443)).toBeNull()
    expect(policy('10.0.0.6', 5432)).toBeNull()
    expect(reason(policy('127.0.0.9', 8600))).toBe('own-port')
    expect(reason(policy('10.9.9.9', 6379, 'redis.internal'))).toBe('own-port')
    expect(policy('10.9.9.9', 6379, 'other.internal')).toBeNull()
  })

  it('follows the setting while it runs, also when the same list is rebuilt each time', () => {
    let allowed: readonly string[] = []
    const policy = createAddressPolicy({ allowed: () => [...allowed], forbidden: () => [] })
    expect(policy('10.0.0.1', 80)).not.toBeNull()
    allowed = ['10.0.0.0/8']
    expect(policy('10.0.0.1', 80)).toBeNull()
    allowed = []
    expect(policy('10.0.0.1', 80)).not.toBeNull()
  })

  it('tells how to allow an address, and does not promise it for one that never is', () => {
    const words = closed('10.0.0.1', 80)?.message
    expect(words?.en).toMatch(/BONGSU_OUTBOUND_ALLOW/)
    expect(words?.en).toMatch(/Outgoing connections/)
    expect(words?.ko).toMatch(/나가는 연결.*BONGSU_OUTBOUND_ALLOW.*10\.0\.0\.1\/32/)
    expect(closed('169.254.169.254', 80)?.message.en).not.toMatch(/ALLOW/)
  })

  it('never lets an IPv4 address pass inside IPv6 that it refuses by itself', () => {
    const octet = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(octet, octet, octet, octet, (a, b, c, d) => {
        const plain = closed(`${a}.${b}.${c}.${d}`, 80)
        const hex = (high: number, low: number) => ((high << 8) | low).toString(16)
        const tail = `${hex(a, b)}:${hex(c, d)}`
        for (const literal of [`::ffff:${tail}`, `64:ff9b::${tail}`, `2002:${tail}::1`, `::ffff:0:${tail}`]) {
          expect(closed(literal, 80) === null, literal).toBe(plain === null)
        }
      }),
    )
  })
})

describe('a CIDR', () => {
  it.each(['10.0.0.0/8', '10.0.0.1', '::1', 'fd00::/8', '[fd00::]/8', ' 10.0.0.0/32 ', '0.0.0.0/0'])(
    '%s is one',
    (source) => {
      expect(parseCidr(source)).not.toBeNull()
    },
  )

  it.each([
    '',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '10.0.0/8',
    '::1/129',
    'example.com',
    '10.0.0.0/a',
    '10.0.0.0/',
    'fe80::1%eth0/64',
  ])('%s is none', (source) => {
    expect(parseCidr(source)).toBeNull()
  })

  it('reads IPv6 the way the system does', () => {
    fc.assert(
      fc.property(fc.ipV6(), (literal) => {
        const bytes = parseAddress(literal)
        const canonical = new URL(`http://[${literal}]/`).hostname.slice(1, -1)
        expect(bytes).toHaveLength(16)
        expect(parseAddress(canonical)).toEqual(bytes)
      }),
    )
  })
})
