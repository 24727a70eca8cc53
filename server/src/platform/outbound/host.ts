import { isIP, isIPv6 } from 'node:net'
import { type Text, text } from '@bongsu/contract/text.ts'

/** A host as everybody downstream sees it: a lower-case ASCII name without trailing dot, or an IP literal without brackets. */
export type Host = string

/** Why an address is none that we go to, as programs see it in `details.reason`. */
export type AddressReason = 'url_invalid' | 'url_scheme' | 'url_credentials' | 'host_invalid'

export interface BadHost {
  readonly problem: Text & { readonly reason: AddressReason }
}

export interface TargetUrl {
  readonly url: URL
  readonly host: Host
  readonly port: number
  readonly secure: boolean
}

export const isLiteral = (host: Host): boolean => isIP(host) !== 0

/** 4 or 6 for an IP literal, 0 for a name. */
export const addressFamily = (host: Host): 4 | 6 | 0 => isIP(host) as 4 | 6 | 0

/** RFC 6761: these names are this machine, whatever a resolver says. */
export const isLocalhost = (host: Host): boolean => host === 'localhost' || host.endsWith('.localhost')

/** Reads an http(s) URL. Credentials in it would end up in logs and records, so they are refused here. */
export function readUrl(source: string, base?: URL): TargetUrl | BadHost {
  // The URL parser drops tabs and line breaks silently; a URL that holds some is not what its author believes it is.
  if (hasControl(source))
    return bad('url_invalid', text('URL에 제어 문자가 들어 있습니다.', 'The URL contains control characters.'))
  const url = URL.parse(source, base?.href)
  if (!url)
    return bad(
      'url_invalid',
      text(`"${shorten(source)}"은(는) 올바른 URL이 아닙니다.`, `"${shorten(source)}" is not a valid URL.`),
    )
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return bad(
      'url_scheme',
      text(
        `http 또는 https URL만 쓸 수 있습니다(받은 값: ${url.protocol}).`,
        `Only http and https URLs are possible (got ${url.protocol}).`,
      ),
    )
  }
  if (url.username || url.password) {
    return bad(
      'url_credentials',
      text(
        'URL에 사용자 이름이나 비밀번호를 넣지 마세요. 인증 항목에 입력하세요.',
        'Keep user name and password out of the URL; use the authentication fields.',
      ),
    )
  }
  if (url.port === '0')
    return bad('url_invalid', text('포트는 1부터 65535까지입니다.', 'A port is between 1 and 65535.'))
  const host = cleanHost(url.hostname)
  if (typeof host !== 'string') return host
  const secure = url.protocol === 'https:'
  return { url, host, port: url.port === '' ? (secure ? 443 : 80) : Number(url.port), secure }
}

/** Reads a bare host: a name in any script, or an address in any spelling a URL could carry. */
export function readHost(source: string): Host | BadHost {
  const trimmed = source.trim()
  const host = isIPv6(trimmed) ? `[${trimmed}]` : trimmed
  if (hasControl(host) || /[\s/\\?#@%]/.test(host)) return badHost(source)
  if (host.includes(':') && !/^\[[\da-f:.]+\]$/i.test(host)) return badHost(source)
  const url = URL.parse(`http://${host}/`)
  return url ? cleanHost(url.hostname) : badHost(source)
}

function cleanHost(hostname: string): Host | BadHost {
  if (hostname.startsWith('[')) return hostname.slice(1, -1)
  const name = hostname.replace(/\.+$/, '')
  // A second reading: `127.1.` has only now become an address in a spelling the parser may not have seen as one.
  if (name !== hostname) return readHost(name)
  const labels = name.split('.')
  if (name.length > 253 || labels.some((label) => label.length === 0 || label.length > 63)) return badHost(hostname)
  return /^[\w.-]+$/.test(name) ? name : badHost(hostname)
}

const badHost = (source: string): BadHost =>
  bad(
    'host_invalid',
    text(
      `"${shorten(source)}"은(는) 올바른 호스트 이름이나 IP 주소가 아닙니다.`,
      `"${shorten(source)}" is not a valid host name or IP address.`,
    ),
  )

const bad = (reason: AddressReason, problem: Text): BadHost => ({ problem: { ...problem, reason } })

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
const hasControl = (source: string): boolean => /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(source)

const shorten = (source: string): string => (source.length > 80 ? `${source.slice(0, 80)}…` : source)
