import type { Text } from '@bongsu/contract/text.ts'
import type { OutboundFailure } from '#platform/outbound/index.ts'

/** What a registry says of a registered name. ms since the epoch. */
export interface Registration {
  readonly expiresAt: number | null
  readonly registeredAt: number | null
  readonly updatedAt: number | null
  readonly registrar: string | null
  /** In words of RFC 8056, lower case: `client hold`, `redemption period`. */
  readonly statuses: readonly string[]
  readonly nameServers: readonly string[]
}

export type Source = 'rdap' | 'whois'

export type LookedUp =
  | { readonly is: 'registered'; readonly registration: Registration; readonly source: Source; readonly server: string }
  | { readonly is: 'free'; readonly source: Source; readonly server: string }
  /** The registry said nothing we can use: that is nobody's outage but its own. */
  | {
      readonly is: 'unclear'
      readonly why: Text
      readonly source: Source
      readonly server: string
      readonly failure?: OutboundFailure
    }

/** `clientHold https://icann.org/epp#clientHold` and `client hold` are one word. */
export const statusWord = (raw: string): string =>
  raw
    .trim()
    .replace(/\s*\(?https?:\/\/\S+\)?$/, '')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
    .slice(0, 60)
