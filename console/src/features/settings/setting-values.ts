import type { OutputOf } from '#lib/api.ts'

export type Setting = OutputOf<'get-setting'>
export type Values = Readonly<Record<string, unknown>>

/**
 * What is sent when a form is saved or tried: every field as it is on screen. An emptied field is sent as `null`, so that
 * the server says it is missing instead of quietly keeping the old value. Secrets go only when they were typed (or, taken
 * away, as an empty text), and what the environment decides is not sent at all.
 */
export function sentValue(setting: Setting, values: Values): Record<string, unknown> {
  const sent: Record<string, unknown> = {}
  for (const name of fieldNames(setting)) {
    const value = values[name]
    if (name in setting.has_secret) {
      if (value !== undefined) sent[name] = value === null ? '' : value
    } else if (!setting.pinned.includes(name)) sent[name] = value ?? null
  }
  return sent
}

const fieldNames = ({ schema }: Pick<Setting, 'schema'>): string[] =>
  Object.keys((schema.properties ?? {}) as Record<string, unknown>)

/** Paths as a form over `{ value }` names its fields. */
export const pathsOf = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((name) => `value.${name}`))

export const storedSecrets = ({ has_secret: hasSecret }: Pick<Setting, 'has_secret'>): string[] =>
  Object.keys(hasSecret).filter((name) => hasSecret[name])
