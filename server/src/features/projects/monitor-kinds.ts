import type { KindDefaults } from '@bongsu/contract/rhythm.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { z } from 'zod'

/** What this room must know of a check kind; the checks room's catalogue has more. */
export interface MonitorKind {
  readonly label: Text
  readonly options: z.ZodObject
  readonly defaults: KindDefaults
  /** Where the options hold secrets: `auth.password`, `headers[].value`, `env.*`. */
  readonly secrets: readonly string[]
  /** What one look would reach, for the caps and for the refusal at save time; empty for nothing. */
  host(options: Readonly<Record<string, unknown>>): string
  /** Every host a look hands something to, where that is more than `host` (a token server). */
  reaches?(options: Readonly<Record<string, unknown>>): readonly string[]
  /** The watched thing signals to us: nothing is reached, and a look sees what has come in. */
  readonly isSignalled?: boolean
  /** The options of the monitor a new project gets of this kind, or null when it gets none. */
  fromProject?(project: KindProject): Record<string, unknown> | null
}

export interface KindProject {
  readonly url: string
  readonly title: string
  /** The project's own headers, in clear. */
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}

export interface MonitorKinds {
  readonly names: readonly string[]
  kindOf(name: string): MonitorKind | undefined
}

/** The hosts of a look, in an order that two sets can be compared by; none for a kind that is signalled. */
export const hostsOf = (kind: MonitorKind, options: Readonly<Record<string, unknown>>): readonly string[] =>
  [...new Set([kind.host(options), ...(kind.reaches?.(options) ?? [])])].filter((host) => host !== '').sort()

export const reachesTheSame = (
  kind: MonitorKind,
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
): boolean => hostsOf(kind, a).join(' ') === hostsOf(kind, b).join(' ')
