import type { CheckKind } from '#lib/check-kinds.ts'
import type { JsonSchema } from '#ui/schema-form/json-schema.ts'
import type { Options } from '#ui/watch/target.ts'

/** A look by hand may take no longer. */
export const longestSeconds = 120

interface OwnTimeout {
  readonly default?: number
  readonly unit?: string
}

const ownTimeout = (schema: JsonSchema): OwnTimeout | undefined =>
  (schema as { properties?: Readonly<Record<string, OwnTimeout>> }).properties?.timeout

/** Most kinds leave it to whoever runs them how long a look may take; some have a word of their own for it. */
export const hasOwnTimeout = (schema: JsonSchema): boolean => ownTimeout(schema) !== undefined

/** In seconds, where it was said beside the kind's own options. */
export const timeLimitOf = (schema: JsonSchema, { timeout }: Options): number | undefined =>
  hasOwnTimeout(schema) || typeof timeout !== 'number' ? undefined : timeout

export function withoutTimeLimit(schema: JsonSchema, options: Options): Options {
  if (hasOwnTimeout(schema) || !Object.hasOwn(options, 'timeout')) return options
  const { timeout: _limit, ...others } = options
  return others
}

/** Ms the run may take. */
export function longestMs({ schema, defaults }: Pick<CheckKind, 'schema' | 'defaults'>, { timeout }: Options): number {
  const own = ownTimeout(schema)
  if (!own) return Math.min(typeof timeout === 'number' ? timeout : defaults.timeout, longestSeconds) * 1000
  const asked = typeof timeout === 'number' ? timeout : (own.default ?? defaults.timeout)
  return own.unit === 'ms' ? asked : asked * 1000
}
