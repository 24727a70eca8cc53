import { UnusableAssertion } from './assertions.ts'
import { patternOf } from './pattern.ts'

/** What is to be left out of a text before it is compared: RE2 patterns. Plain data: it travels to a worker thread. */
export interface Tidying {
  readonly ignore: readonly string[]
}

/** Of one pattern; more than that many clocks and counters are not on a page that anybody watches. */
const mostCuts = 10_000

/**
 * A text in the form in which two of them are compared: composed characters, one space between words, no blank lines,
 * and nothing of what may differ without meaning anything.
 */
export function tidyText(source: string, { ignore }: Tidying): string {
  return normalized(ignore.reduce(without, normalized(source)))
}

const normalized = (source: string): string =>
  source
    .normalize('NFC')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n[ \n]*/g, '\n')
    .trim()

function without(source: string, ignored: string): string {
  const pattern = patternOf(ignored)
  if ('problem' in pattern) throw new UnusableAssertion(pattern.problem)
  let [rest, from] = ['', 0]
  for (const { start, end } of pattern.occurrences(source, mostCuts)) {
    rest += source.slice(from, start)
    from = end
  }
  return rest + source.slice(from)
}
