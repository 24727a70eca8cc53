import { createHash } from 'node:crypto'

/** The same JSON for the same meaning: the order of members says nothing. */
export function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/** As people compare it: one fact a line, always in the same order. */
export const readableJson = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(JSON.parse(canonical(value)), null, 1)

export const sha256 = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex')
