import type { CheckKindView } from '@bongsu/contract/checks.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { parseInput } from '#platform/operations/parse.ts'
import type { AnyCheckKind } from './kinds/contract.ts'
import { schemaOf } from './schema-of.ts'

/** Seconds a look by hand may be given. */
const usual = { min: 1, max: 120 }
/** Of a kind that has an option for it: a scenario may take two minutes, and needs a moment around them. */
const longestOwn = 125

interface OwnLimit {
  readonly minimum: number
  readonly maximum: number
  readonly default: number
  readonly unit: 'ms' | 's'
}

/** The option in which some kinds say how long they wait. */
const ownLimit = (kind: AnyCheckKind): OwnLimit | undefined =>
  (schemaOf(kind) as { properties: { timeout?: OwnLimit } }).properties.timeout

/** What `timeout` may be in a look by hand, and what holds where it is not said. */
export function timeoutRangeOf(kind: AnyCheckKind): CheckKindView['timeout'] {
  const own = ownLimit(kind)
  if (own) return { min: own.minimum, max: own.maximum, default: own.default, unit: own.unit }
  const { min, max } = kind.timeoutRange ?? usual
  return { min, max, default: Math.min(kind.defaults.timeout, max), unit: 's' }
}

type Options = Readonly<Record<string, unknown>>

/** The options of a kind, and how long the look may take: `timeout` may be said for every kind, beside them or among them. */
export function readRun(
  kind: AnyCheckKind,
  { timeout, ...body }: Options,
  language: Language,
): { options: Record<string, unknown>; timeoutMs: number } {
  const isOwn = ownLimit(kind) !== undefined
  const seconds = isOwn ? undefined : readSeconds(kind, timeout, language)
  const options = parseInput(kind.options, isOwn && timeout !== undefined ? { ...body, timeout } : body, language)
  const longest = isOwn ? longestOwn : usual.max
  return {
    options: options as Record<string, unknown>,
    timeoutMs: Math.min(seconds ?? kind.defaults.timeout, longest) * 1000,
  }
}

function readSeconds(kind: AnyCheckKind, timeout: unknown, language: Language): number | undefined {
  const { min, max } = timeoutRangeOf(kind)
  const schema = z.strictObject({ timeout: z.int().min(min).max(max).optional() })
  return parseInput(schema, timeout === undefined ? {} : { timeout }, language).timeout
}
