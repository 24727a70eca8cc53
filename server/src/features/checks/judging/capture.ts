import { UnusableAssertion } from './assertions.ts'
import { jsonPathOf } from './json-path.ts'
import { patternOf } from './pattern.ts'

/** One value to be taken out of a text, by a JSONPath or by a regular expression. Plain data, for a worker thread. */
export type Capture = { readonly path: string } | { readonly pattern: string }

/** The value, or what was there instead of one. */
export type Captured = { readonly value: string | number | boolean } | { readonly missing: string }

export function captureValues(body: string, captures: readonly Capture[]): Captured[] {
  let document: { readonly value: unknown } | { readonly missing: string } | undefined
  return captures.map((capture) => {
    if ('pattern' in capture) return byPattern(body, capture.pattern)
    document ??= parsed(body)
    return 'missing' in document ? document : byPath(document.value, capture.path)
  })
}

function parsed(body: string): { readonly value: unknown } | { readonly missing: string } {
  try {
    return { value: JSON.parse(body) }
  } catch {
    return { missing: body.trim() === '' ? 'empty body' : 'not JSON' }
  }
}

/** The first node, which must be something that can be written into a later request. */
function byPath(document: unknown, path: string): Captured {
  const query = jsonPathOf(path)
  if ('problem' in query) throw new UnusableAssertion(`${path}: ${query.problem}`)
  let first: unknown
  try {
    ;[first] = query.query(document as never).values()
  } catch {
    return { missing: 'nested too deeply' }
  }
  if (typeof first === 'string' || typeof first === 'number' || typeof first === 'boolean') return { value: first }
  if (first === undefined) return { missing: 'nothing' }
  return { missing: first === null ? 'null' : Array.isArray(first) ? 'a list' : 'an object' }
}

function byPattern(text: string, source: string): Captured {
  const pattern = patternOf(source)
  if ('problem' in pattern) throw new UnusableAssertion(`${source}: ${pattern.problem}`)
  const [found] = pattern.occurrences(text, 1)
  return found?.value == null ? { missing: 'no match' } : { value: found.value }
}
