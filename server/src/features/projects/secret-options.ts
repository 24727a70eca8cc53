import type { Sealer } from '#platform/secrets/sealer.ts'
import { sealedPlace } from '#platform/secrets/sealer.ts'

/** How a secret stands in a stored JSON value. No kind's schema has such a field. */
interface Sealed {
  readonly $sealed: string
}

type Json = unknown
type Fields = Record<string, Json>

const isFields = (value: Json): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const isSealed = (value: Json): value is Sealed & Fields => isFields(value) && typeof value.$sealed === 'string'

/**
 * Where a kind keeps secrets: `auth.password`; `headers[].value` in every element of a list; `env.*` under every name.
 */
type Step = { readonly field: string } | { readonly every: 'element' } | { readonly every: 'name' }

const stepsOf = (path: string): Step[] =>
  path
    .replaceAll('[]', '.[]')
    .split('.')
    .map((part) => (part === '[]' ? { every: 'element' } : part === '*' ? { every: 'name' } : { field: part }))

/** Rebuilds `value` with `change` applied wherever one of the paths leads. `at` is the concrete place, `headers[0].value`. */
function changed(value: Json, steps: readonly Step[], at: string, change: (value: Json, at: string) => Json): Json {
  const [step, ...rest] = steps
  if (!step) return change(value, at)
  if ('every' in step && step.every === 'element') {
    return Array.isArray(value) ? value.map((item, index) => changed(item, rest, `${at}[${index}]`, change)) : value
  }
  if (!isFields(value) || isSealed(value)) return value
  const names = 'field' in step ? [step.field].filter((name) => Object.hasOwn(value, name)) : Object.keys(value)
  const copy: Fields = { ...value }
  for (const name of names) copy[name] = changed(value[name], rest, at ? `${at}.${name}` : name, change)
  return copy
}

const changedAt = (options: Fields, paths: readonly string[], change: (value: Json, at: string) => Json): Fields =>
  paths.reduce<Fields>((value, path) => changed(value, stepsOf(path), '', change) as Fields, options)

/** Seals every secret that is text. Call it with everything in clear. */
export const sealOptions = (
  options: Fields,
  paths: readonly string[],
  sealer: Pick<Sealer, 'seal'>,
  monitorId: number,
) =>
  changedAt(options, paths, (value, at) =>
    typeof value === 'string' && value !== '' ? { $sealed: sealer.seal(value, place(monitorId, at)) } : value,
  )

export const openOptions = (
  options: Readonly<Fields>,
  paths: readonly string[],
  sealer: Pick<Sealer, 'open'>,
  monitorId: number,
) =>
  changedAt(options, paths, (value, at) => (isSealed(value) ? sealer.open(value.$sealed, place(monitorId, at)) : value))

const place = (monitorId: number, at: string): string => sealedPlace('monitor', monitorId, at)

/** What may be shown: the options without their secrets, and the places where a secret is set. */
export function shownOptions(options: Readonly<Fields>): { options: Fields; secrets: string[] } {
  const secrets: string[] = []
  const walk = (value: Json, at: string): Json => {
    if (Array.isArray(value)) return value.map((item, index) => walk(item, `${at}[${index}]`))
    if (!isFields(value)) return value
    const copy: Fields = {}
    for (const [name, item] of Object.entries(value)) {
      const path = at ? `${at}.${name}` : name
      if (isSealed(item)) secrets.push(path)
      else copy[name] = walk(item, path)
    }
    return copy
  }
  return { options: walk(options, '') as Fields, secrets }
}

/**
 * Completes what a person sent with the secrets they left out: a form never gets them, so it cannot send them back.
 * Elements of a list are matched by their `name`, else by everything in them that is no secret, and by position only
 * where nothing has moved: a secret must not end up in the step that stands where its own stood. A secret sent as null is
 * taken away. `kept` names
 * the secrets that were filled in.
 */
export function withKeptSecrets(
  sent: Fields,
  stored: Readonly<Fields>,
  paths: readonly string[],
): { options: Fields; kept: string[] } {
  const keptAt: string[] = []
  const options = paths.reduce<Fields>((value, path) => kept(value, stored, stepsOf(path), keptAt) as Fields, sent)
  return { options, kept: keptAt }
}

function kept(sent: Json, stored: Json, steps: readonly Step[], keptAt: string[]): Json {
  const [step, ...rest] = steps
  if (!step) return sent
  if ('every' in step && step.every === 'element') {
    if (!Array.isArray(sent) || !Array.isArray(stored)) return sent
    const twins = twinsOf(sent, stored, [step, ...rest])
    return sent.map((item, index) => kept(item, twins[index], rest, keptAt))
  }
  if (!isFields(sent)) return sent
  const copy: Fields = { ...sent }
  const from: Fields = isFields(stored) ? stored : {}
  const isSecret = rest.length === 0
  for (const name of 'field' in step ? [step.field] : Object.keys(sent)) {
    const isSent = Object.hasOwn(copy, name)
    if (isSecret && !isSent && typeof from[name] === 'string') {
      copy[name] = from[name]
      keptAt.push(name)
    } else if (isSecret && copy[name] === null) delete copy[name]
    else if (isSent) copy[name] = kept(copy[name], from[name], rest, keptAt)
  }
  return copy
}

/** For each element that was sent, the stored one it is. */
function twinsOf(sent: readonly Json[], stored: readonly Json[], steps: readonly Step[]): Json[] {
  const open = stored.map((item) => withoutSecrets([item], steps))
  const taken = new Set<number>()
  const same = sent.map((item, index) => {
    if (namedElement(item)) return stored.findIndex((other) => hasName(other, nameOf(item)))
    const own = withoutSecrets([item], steps)
    const isSame = (at: number) => !taken.has(at) && open[at] === own
    const found = isSame(index) ? index : open.findIndex((_one, at) => isSame(at))
    if (found >= 0) taken.add(found)
    return found
  })
  const isInPlace = sent.length === stored.length && same.every((at, index) => at === -1 || at === index)
  return sent.map((item, index) => {
    const at = same[index] as number
    if (at >= 0) return stored[at]
    return isInPlace && !namedElement(item) ? stored[index] : undefined
  })
}

const namedElement = (item: Json): boolean => isFields(item) && typeof item.name === 'string'
const nameOf = (item: Json): string => String((item as Fields).name).toLowerCase()
const hasName = (item: Json, name: string): boolean => namedElement(item) && nameOf(item) === name

/** A list of one without what the steps lead to, as text that two of the same have alike. */
function withoutSecrets(list: Json, steps: readonly Step[]): string {
  return JSON.stringify(
    changed(list, steps, '', () => undefined),
    (_name, value: Json) =>
      isFields(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  )
}
