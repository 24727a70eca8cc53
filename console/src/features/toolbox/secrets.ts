import type { Options } from '#ui/watch/target.ts'

/**
 * The options without what is secret in them, for places that others may read: a clipboard, the browser's storage.
 * `paths` are the kind's own (`auth.password`, `headers[].value`); `instead` stands in for them, `undefined` leaves them out.
 */
export function withoutSecrets(options: Options, paths: readonly string[], instead?: string): Options {
  const cleaned = paths.reduce<unknown>((value, path) => without(value, path.split('.'), instead), options)
  return withoutUserInfo(cleaned) as Options
}

function without(value: unknown, [step, ...rest]: readonly string[], instead: string | undefined): unknown {
  if (step === undefined) return instead
  if (typeof value !== 'object' || value === null) return value
  const isList = step.endsWith('[]')
  const name = isList ? step.slice(0, -2) : step
  const record = value as Options
  if (!Object.hasOwn(record, name)) return value
  const inner = record[name]
  const next =
    isList && Array.isArray(inner) ? inner.map((item) => without(item, rest, instead)) : without(inner, rest, instead)
  const { [name]: _secret, ...others } = record
  return next === undefined ? others : { ...record, [name]: next }
}

/** `https://user:password@host` keeps its host. */
function withoutUserInfo(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#@\s]*@/i, '$1')
  if (Array.isArray(value)) return value.map(withoutUserInfo)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutUserInfo(item)]))
}
