import type { Options } from '#ui/watch/target.ts'
import { withoutSecrets } from './secrets.ts'

interface Shared {
  readonly origin: string
  readonly kind: string
  readonly options: Options
  readonly secrets: readonly string[]
}

/** An address that opens the same form, filled the same way but for its secrets. It runs nothing by itself. */
export function shareLink({ origin, kind, options, secrets }: Shared): string {
  const packed = pack(withoutSecrets(options, secrets))
  return `${origin}/toolbox/${encodeURIComponent(kind)}${packed === '' ? '' : `?options=${packed}`}`
}

/** As text that stands in an address as it is: base64url of JSON in UTF-8. */
function pack(options: Options): string {
  if (Object.keys(options).length === 0) return ''
  const bytes = new TextEncoder().encode(JSON.stringify(options))
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** What somebody shared, or nothing when the address was cut or made up. */
export function sharedOptions(packed: string): Options | undefined {
  if (packed === '') return undefined
  try {
    const letters = atob(packed.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Options) : undefined
  } catch {
    return undefined
  }
}
