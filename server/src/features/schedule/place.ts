import { addressFamily } from '#platform/outbound/index.ts'

/** Somewhere a TCP connection can be tried. */
export interface Place {
  readonly host: string
  readonly port: number
}

export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '::1' ||
  (addressFamily(host) === 4 && host.startsWith('127.'))

/** What most likely fails together: a /24 of IPv4, a /48 of IPv6. A name that did not resolve stands for itself. */
export function networkOf(address: string): string {
  if (addressFamily(address) === 4) return address.split('.').slice(0, 3).join('.')
  if (addressFamily(address) === 6) return address.split(':').slice(0, 3).join(':')
  return address
}

/** `host:port`, `[v6]:port`, or a URL. */
export function placeOfText(text: string): Place | null {
  const url = URL.parse(text.includes('://') ? text : `tcp://${text}`)
  if (!url || url.hostname === '') return null
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : url.protocol === 'http:' ? 80 : 0))
  return port > 0 ? { host, port } : null
}

/** The place a monitor's options name, where they do it in one of the usual ways. */
export function placeOfOptions(options: Readonly<Record<string, unknown>>): Place | null {
  if (typeof options.url === 'string') return placeOfText(options.url)
  if (typeof options.host === 'string' && typeof options.port === 'number')
    return { host: options.host, port: options.port }
  return null
}
