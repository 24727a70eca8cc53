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
    }
  } catch (error) {
    return { problem: error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error) }
  }
}
