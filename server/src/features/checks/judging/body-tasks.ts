import { type Comparison, lineDiff } from '#platform/line-diff.ts'
import { type BodyAssertions, judgeText } from './assertions.ts'
import { type Capture, captureValues } from './capture.ts'
import { findWords, isCheapSearch, type Search } from './find-words.ts'
import { isSimplePath } from './json-path.ts'
import { patternOf } from './pattern.ts'
import { needsHtml, type Reading, readPage } from './read-page.ts'
import { type Tidying, tidyText } from './tidy-text.ts'

/**
 * What can be done with a body. Each is pure and takes plain data, so that any thread can do it; each may be as slow as
 * what somebody asks for. Throws UnusableAssertion where what is asked for makes no sense.
 */
export const bodyTasks = {
  judge: judgeText,
  read: readPage,
  find: findWords,
  capture: captureValues,
  tidy: tidyText,
  compare: lineDiff,
}

export type BodyTask = { readonly body: string } & (
  | { readonly task: 'judge'; readonly asked: BodyAssertions }
  | { readonly task: 'read'; readonly asked: Reading }
  | { readonly task: 'find'; readonly asked: Search }
  | { readonly task: 'capture'; readonly asked: readonly Capture[] }
  | { readonly task: 'tidy'; readonly asked: Tidying }
  | { readonly task: 'compare'; readonly asked: Comparison }
)

/** Below these it is done on the spot: a millisecond as a rule, some at worst, where handing it over costs as much. */
const smallJson = 262_144
const cheapSearch = 20_000_000
const cheapMatch = 1_000_000

/** Whether it costs about a millisecond, whatever the body holds. */
export function isCheapTask(work: BodyTask): boolean {
  switch (work.task) {
    case 'judge':
      return isCheap(work.body, work.asked)
    case 'read':
      return !needsHtml(work.asked)
    case 'find':
      return isCheapSearch(work.body, work.asked)
    case 'capture':
      return work.asked.every((capture) =>
        'pattern' in capture
          ? isCheapPattern(capture.pattern, work.body.length)
          : work.body.length <= smallJson && isSimplePath(capture.path),
      )
    case 'tidy':
      return work.body.length <= smallJson && work.asked.ignore.every((one) => isCheapPattern(one, work.body.length))
    case 'compare':
      return false
  }
}

/** From the moment a thread begins with it. A page has to be taken apart first, by a parser that has to be loaded first. */
export function mostMs(work: BodyTask): number {
  if (work.task === 'tidy' || work.task === 'compare') return 5_000
  const reading = work.task === 'read' ? work.asked : work.task === 'find' ? work.asked.reading : undefined
  return reading && needsHtml(reading) ? 5_000 : 800
}

export function isCheap(
  body: string,
  { contains, notContains, matches, notMatches, json, jsonSchema }: BodyAssertions,
): boolean {
  if (jsonSchema !== undefined) return false
  const searched = [...contains, ...notContains].reduce((sum, value) => sum + value.length, 0)
  if (searched * body.length > cheapSearch) return false
  for (const sources of [matches, notMatches])
    for (const source of sources) if (!isCheapPattern(source, body.length)) return false
  return (
    json.length === 0 ||
    (body.length <= smallJson && json.every(({ path, operator }) => isSimplePath(path) && operator !== 'matches'))
  )
}

function isCheapPattern(source: string, length: number): boolean {
  const pattern = patternOf(source)
  return 'problem' in pattern || pattern.size * length <= cheapMatch
}
