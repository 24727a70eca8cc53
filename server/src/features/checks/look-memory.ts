import { createHash } from 'node:crypto'
import type { AnyCheckKind } from './kinds/contract.ts'
import type { LookMemory } from './outcome.ts'

/** Characters of JSON. */
const longest = 65_536

/** What a kind's memory belongs to with these options; undefined for a kind without one. */
export function scopeOf(kind: AnyCheckKind, options: Readonly<Record<string, unknown>>): string | undefined {
  if (!kind.remembers) return undefined
  return createHash('sha256')
    .update(JSON.stringify(kind.remembers(options)))
    .digest('base64url')
    .slice(0, 24)
}

/** What was stored, unless it was for other options. */
export const readMemory = (stored: LookMemory | undefined, scope: string | undefined): unknown =>
  stored !== undefined && stored.scope === scope ? JSON.parse(stored.json) : undefined

/** What is to be stored; undefined when it is stored already. Throws on what a kind must not leave. */
export function memoryToKeep(
  remember: unknown,
  scope: string | undefined,
  stored: LookMemory | undefined,
): LookMemory | undefined {
  if (remember === undefined) return undefined
  if (scope === undefined) throw new Error('a kind that does not say what its memory belongs to cannot remember')
  const json = JSON.stringify(remember)
  if (json.length > longest) throw new Error(`a look may leave ${longest} characters, not ${json.length}`)
  return stored?.scope === scope && stored.json === json ? undefined : { scope, json }
}
