import { addressFamily } from '#platform/outbound/index.ts'

/** The name under which the PTR record of an address stands (RFC 1035, RFC 3596), or undefined for what is no address. */
export function reverseName(host: string): string | undefined {
  const family = addressFamily(host)
  if (family === 4) return `${host.split('.').reverse().join('.')}.in-addr.arpa`
  if (family === 0) return undefined
  const [head = '', tail] = host.split('::')
  const groups = (part: string) => part.split(':').filter(Boolean)
  const left = groups(head)
  const right = groups(tail ?? '')
  const all =
    tail === undefined ? left : [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
  const digits = all.map((group) => group.padStart(4, '0')).join('')
  return `${[...digits].reverse().join('.')}.ip6.arpa`
}

export const sameName = (a: string, b: string): boolean => plain(a) === plain(b)

const plain = (name: string): string => name.trim().toLowerCase().replaceAll(/\s+/g, ' ').replace(/\.$/, '')
