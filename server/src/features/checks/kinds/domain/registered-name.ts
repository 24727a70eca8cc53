import { domainToASCII, domainToUnicode } from 'node:url'
import { parse } from 'tldts'

/** The part of a host name that somebody registered and pays for. */
export interface RegisteredName {
  /** As the wire has it: `xn--…` labels. */
  readonly ascii: string
  readonly unicode: string
  /** The top-level domain, which decides whom to ask. */
  readonly tld: string
}

/**
 * By the public suffix list (its ICANN part: whoever hosts pages under github.io registered nothing). Null for an address,
 * a name without a dot and a public suffix itself.
 */
export function registeredNameOf(host: string): RegisteredName | null {
  const ascii = domainToASCII(host.trim().replace(/\.$/, ''))
  const { domain, isIcann } = parse(ascii, { allowPrivateDomains: false })
  if (!domain || !isIcann) return null
  return { ascii: domain, unicode: domainToUnicode(domain), tld: domain.slice(domain.lastIndexOf('.') + 1) }
}
