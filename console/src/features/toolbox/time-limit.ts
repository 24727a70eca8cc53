import type { CheckKind } from '#lib/check-kinds.ts'
import type { JsonSchema } from '#ui/schema-form/json-schema.ts'
import type { Options } from '#ui/watch/target.ts'

/** Most kinds leave it to whoever runs them how long a look may take; some have a word of their own for it. */
export const hasOwnTimeout = (schema: JsonSchema): boolean =>
  Object.hasOwn((schema as { properties?: object }).properties ?? {}, 'timeout')

/** In seconds, where it was said beside the kind's own options. */
export const timeLimitOf = (schema: JsonSchema, { timeout }: Options): number | undefined =>
  hasOwnTimeout(schema) || typeof timeout !== 'number' ? undefined : timeout

export function withoutTimeLimit(schema: JsonSchema, options: Options): Options {
  if (hasOwnTimeout(schema) || !Object.hasOwn(options, 'timeout')) return options
  const { timeout: _limit, ...others } = options
  return others
}

/** Ms the run may take. */
export function longestMs({ timeout: range }: Pick<CheckKind, 'timeout'>, { timeout }: Options): number {
  const asked = typeof timeout === 'number' ? Math.min(timeout, range.max) : range.default
  return range.unit === 'ms' ? asked : asked * 1000
}
