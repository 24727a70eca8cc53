/** Paths of fields as the API names them in refusals: `options.headers[0].name`. */
export type FieldPath = string
type Step = string | number

export function parsePath(path: FieldPath): Step[] {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) =>
    index === undefined ? (name as string) : Number(index),
  )
}

export const joinPath = (parent: FieldPath, step: Step): FieldPath => {
  if (typeof step === 'number') return `${parent}[${step}]`
  return parent ? `${parent}.${step}` : step
}

export function valueAt(value: unknown, path: FieldPath): unknown {
  let found = value
  for (const step of parsePath(path)) {
    if (typeof found !== 'object' || found === null) return undefined
    found = (found as Record<Step, unknown>)[step]
  }
  return found
}

/** A copy with one value changed; everything beside the path is shared. `undefined` removes a key. */
export function withValueAt<Value>(value: Value, path: FieldPath, next: unknown): Value {
  return change(value, parsePath(path), next) as Value
}

function change(value: unknown, [step, ...rest]: readonly Step[], next: unknown): unknown {
  if (step === undefined) return next
  if (typeof step === 'number') {
    const copy = Array.isArray(value) ? [...value] : []
    copy[step] = change(copy[step], rest, next)
    return copy
  }
  const { [step]: before, ...others } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >
  const after = change(before, rest, next)
  // The order of keys is kept: forms over records draw their rows in it.
  if (after === undefined) return others
  return { ...(value as object), [step]: after }
}

/** Errors of the fields below `path`, with paths relative to it. */
export function errorsBelow(errors: Readonly<Record<FieldPath, string>>, path: FieldPath): Record<FieldPath, string> {
  const below: Record<FieldPath, string> = {}
  for (const [name, message] of Object.entries(errors)) {
    if (name.startsWith(`${path}.`)) below[name.slice(path.length + 1)] = message
    else if (name.startsWith(`${path}[`)) below[name.slice(path.length)] = message
  }
  return below
}
