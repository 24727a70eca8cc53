import { RE2JS } from 're2js'

/**
 * A regular expression somebody wrote. RE2 runs in linear time, whatever the pattern and the text: no lookahead, no
 * back references, no catastrophe. `size` is the length of its program; size × text length is what a match costs.
 */
export interface Pattern {
  readonly size: number
  test(text: string): boolean
  /** The whole text, as RFC 9535 `match` wants it. */
  testWhole(text: string): boolean
  /** Where it matches, from the left, `most` of them at most. Each costs as much as a match of the whole text. */
  occurrences(text: string, most: number): readonly Occurrence[]
}

export interface Occurrence {
  readonly start: number
  readonly end: number
  /** The first group where the pattern has one, else all that matched; null where the group took no part. */
  readonly value: string | null
}

export interface BadPattern {
  readonly problem: string
}

const compiled = new Map<string, Pattern | BadPattern>()
const mostCompiled = 1_000

/** Kept, as the same patterns run again and again. */
export function patternOf(source: string): Pattern | BadPattern {
  const known = compiled.get(source)
  if (known) return known
  if (compiled.size >= mostCompiled) compiled.clear()
  const made = compile(source)
  compiled.set(source, made)
  return made
}

function compile(source: string): Pattern | BadPattern {
  try {
    const pattern = RE2JS.compile(source)
    return {
      size: pattern.programSize(),
      test: (text) => pattern.matcher(text).find(),
      testWhole: (text) => pattern.matcher(text).matches(),
      occurrences: (text, most) => occurrencesOf(pattern, text, most),
    }
  } catch (error) {
    return { problem: error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error) }
  }
}

function occurrencesOf(pattern: RE2JS, text: string, most: number): Occurrence[] {
  const matcher = pattern.matcher(text)
  const found: Occurrence[] = []
  while (found.length < most && matcher.find()) {
    const value = matcher.group(matcher.groupCount() > 0 ? 1 : 0)
    found.push({ start: matcher.start(), end: matcher.end(), value })
  }
  return found
}
