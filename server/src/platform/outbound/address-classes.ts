import { type Address, type Cidr, contains, parseCidr, sameAddress } from './address.ts'

/**
 * What an address is for us.
 * - `public`: anybody's.
 * - `loopback`, `private`: ours or our neighbours'; reachable only where an administrator listed them.
 * - the rest is never reachable: cloud metadata hands out credentials, the others are no destination of a connection.
 */
export type AddressClass =
  | 'public'
  | 'loopback'
  | 'private'
  | 'metadata'
  | 'link-local'
  | 'unspecified'
  | 'multicast'
  | 'reserved'

export const neverReachable: ReadonlySet<AddressClass> = new Set([
  'metadata',
  'link-local',
  'unspecified',
  'multicast',
  'reserved',
])

/** First match wins. IANA special-purpose registries (IPv4 and IPv6), plus the metadata services of the large clouds. */
const table: readonly (readonly [AddressClass, readonly string[]])[] = [
  [
    'metadata',
    [
      '169.254.169.254', // AWS, Azure, Google, Oracle, OpenStack
      '169.254.170.2',
      '169.254.170.23', // AWS container credentials
      '100.100.100.200', // Alibaba
      '168.63.129.16', // Azure wire server
      '192.0.0.192', // Oracle classic
      'fd00:ec2::254',
      'fd00:ec2::23', // AWS
      'fd20:ce::254', // Google
      'fd00:c1::a9fe:a9fe', // Oracle
      'fd00:42::42', // Scaleway
    ],
  ],
  ['unspecified', ['0.0.0.0/8', '::']],
  ['loopback', ['127.0.0.0/8', '::1']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['multicast', ['224.0.0.0/4', 'ff00::/8']],
  ['reserved', ['240.0.0.0/4']],
  [
    'private',
    [
      '10.0.0.0/8',
      '172.16.0.0/12',
      '192.168.0.0/16',
      'fc00::/7',
      'fec0::/10',
      '100.64.0.0/10', // carrier-grade NAT, overlay networks
      '192.0.0.0/24',
      '192.88.99.0/24',
      '198.18.0.0/15', // protocol assignments, 6to4 relays, benchmarking
      '192.0.2.0/24',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '2001:db8::/32',
      '3fff::/20', // documentation
      '64:ff9b:1::/48',
      '100::/64',
      '5f00::/16',
      '2001:2::/48',
      '2001:10::/28',
      '2001:20::/28',
    ],
  ],
  // Transition prefixes are judged by the IPv4 address inside; what is left of 2000::/3 is the global internet.
  ['public', ['0.0.0.0/0', '2000::/3', '64:ff9b::/96', '::ffff:0:0/96', '::ffff:0:0:0/96', '::/96']],
  ['reserved', ['::/0']],
]

const classes = table.map(([name, cidrs]) => [name, cidrs.map((source) => parseCidr(source) as Cidr)] as const)

export function classOf(address: Address): AddressClass {
  for (const [name, cidrs] of classes) for (const cidr of cidrs) if (contains(cidr, address)) return name
  return 'reserved'
}

const cidr = (source: string): Cidr => parseCidr(source) as Cidr
const mapped = cidr('::ffff:0:0/96')
const translated = cidr('::ffff:0:0:0/96')
const compatible = cidr('::/96')
const nat64 = cidr('64:ff9b::/96')
const localNat64 = cidr('64:ff9b:1::/48')
const sixToFour = cidr('2002::/16')
const teredo = cidr('2001::/32')
const isatap = [
  [0x00, 0x00, 0x5e, 0xfe],
  [0x02, 0x00, 0x5e, 0xfe],
] as const

/**
 * The IPv4 addresses a packet to this IPv6 address may end at: mapped, compatible, translated, NAT64 (RFC 6052, 8215),
 * 6to4, Teredo (server and client), ISATAP.
 */
export function embeddedAddresses(address: Address): readonly Address[] {
  if (address.length === 4) return []
  const last = address.slice(12)
  if (contains(mapped, address) || contains(translated, address) || contains(nat64, address)) return [last]
  if (contains(compatible, address)) return isItself(address) ? [] : [last]
  if (contains(localNat64, address)) return localNat64Addresses(address, last)
  if (contains(sixToFour, address)) return [address.slice(2, 6)]
  if (contains(teredo, address)) return [address.slice(4, 8), last.map((byte) => byte ^ 0xff)]
  return isatap.some((marker) => sameAddress(marker, address.slice(8, 12))) ? [last] : []
}

/** `::` and `::1` lie in the compatible prefix but embed nothing. */
const isItself = (address: Address): boolean =>
  address.slice(0, 15).every((byte) => byte === 0) && (address[15] as number) <= 1

/** An operator may use the prefix as a /96 or, as RFC 6052 lays it out, as a /48 with bits 64–71 zero and a zero suffix. */
function localNat64Addresses(address: Address, last: Address): readonly Address[] {
  const asPrefix48 = address[8] === 0 && address.slice(11).every((byte) => byte === 0)
  return asPrefix48 ? [[...address.slice(6, 8), ...address.slice(9, 11)]] : [last]
}
