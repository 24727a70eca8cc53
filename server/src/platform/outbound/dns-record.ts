import { Buffer } from 'node:buffer'
import type { Answer } from 'dns-packet'

/** One record as people write it: `10 mail.example.com` for MX, names without trailing dot and in lower case. */
export interface DnsRecord {
  readonly name: string
  readonly type: string
  readonly ttl: number
  readonly value: string
}

interface Fields {
  readonly [name: string]: unknown
}

export function recordOf({ name, type, ttl, data }: Answer): DnsRecord | undefined {
  const value = written(type, data)
  return value === undefined ? undefined : { name: hostName(name), type, ttl: ttl ?? 0, value }
}

function written(type: string, data: unknown): string | undefined {
  if (type === 'A' || type === 'AAAA') return String(data)
  if (type === 'CNAME' || type === 'NS' || type === 'PTR' || type === 'DNAME') return hostName(data)
  if (type === 'TXT') return textOf(data)
  if (typeof data !== 'object' || data === null) return undefined
  const fields = data as Fields
  if (type === 'MX') return `${fields.preference ?? 0} ${hostName(fields.exchange)}`
  if (type === 'SRV') return `${fields.priority ?? 0} ${fields.weight ?? 0} ${fields.port} ${hostName(fields.target)}`
  if (type === 'CAA') return `${fields.flags ?? 0} ${fields.tag} "${fields.value}"`
  if (type !== 'SOA') return undefined
  const { mname, rname, serial, refresh, retry, expire, minimum } = fields
  return [hostName(mname), hostName(rname), serial, refresh, retry, expire, minimum].join(' ')
}

const hostName = (name: unknown): string => String(name).toLowerCase().replace(/\.$/, '')

/** A TXT record is a list of strings that belong together (RFC 7208 3.3). */
const textOf = (data: unknown): string => {
  const parts = Array.isArray(data) ? data : [data]
  return Buffer.concat(parts.map((part) => (Buffer.isBuffer(part) ? part : Buffer.from(String(part))))).toString('utf8')
}
