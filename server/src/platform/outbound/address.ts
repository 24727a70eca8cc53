import { isIPv4, isIPv6 } from 'node:net'

/** An IP address as bytes (4 or 16): the only form in which decisions are made, so that no spelling can matter. */
export type Address = readonly number[]

/** Reads a plain IPv4 or IPv6 literal. Zone ids, brackets and the odd IPv4 spellings are not literals here. */
export function parseAddress(literal: string): Address | null {
  if (isIPv4(literal)) return literal.split('.').map(Number)
  if (!isIPv6(literal) || literal.includes('%')) return null
  return parseIpv6(literal)
}

/** Safe because `isIPv6` has accepted the text: every group is hex and the count fits. */
function parseIpv6(literal: string): Address {
  const [head = '', tail] = literal.split('::')
  const left = groupBytes(head)
  if (tail === undefined) return left
  const right = groupBytes(tail)
  return [...left, ...Array<number>(16 - left.length - right.length).fill(0), ...right]
}

const groupBytes = (groups: string): number[] =>
  groups.split(':').flatMap((group) => {
    if (group === '') return []
    if (group.includes('.')) return group.split('.').map(Number)
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })

export interface Cidr {
  readonly base: Address
  readonly bits: number
}

/** `10.0.0.0/8`, `fd00::/8`, or a single address. Null when it is none of these. */
export function parseCidr(source: string): Cidr | null {
  const [literal = '', size, ...more] = source.trim().split('/')
  const base = parseAddress(literal.replace(/^\[(.*)\]$/, '$1'))
  if (!base || more.length > 0) return null
  const most = base.length * 8
  if (size === undefined) return { base, bits: most }
  if (!/^\d{1,3}$/.test(size) || Number(size) > most) return null
  return { base, bits: Number(size) }
}

export function contains(cidr: Cidr, address: Address): boolean {
  if (cidr.base.length !== address.length) return false
  const whole = cidr.bits >> 3
  for (let at = 0; at < whole; at++) if (cidr.base[at] !== address[at]) return false
  const rest = cidr.bits & 7
  return rest === 0 || ((cidr.base[whole] as number) ^ (address[whole] as number)) >> (8 - rest) === 0
}

export const sameAddress = (a: Address, b: Address): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at])
