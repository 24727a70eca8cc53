import { UnusableAssertion } from './assertions.ts'
import { patternOf } from './pattern.ts'
import { needsHtml, type Reading, readPage } from './read-page.ts'

/** What is looked for in a body, and where. Plain data: it travels to a worker thread. */
export interface Search {
  readonly reading: Reading
  readonly words: readonly string[]
  /** Words as they stand, or regular expressions (RE2). */
  readonly syntax: 'text' | 'regex'
  readonly caseSensitive: boolean
  /** Any white space counts as one space, in the words and in the text; Unicode in its composed form. */
  readonly normalize: boolean
}

export interface Place {
  /** From 1; absent where line breaks were taken for white space. */
  readonly line?: number
  /** The finding with a little of what surrounds it. */
  readonly excerpt: string
  /** Which of the elements a selector found, from 1. */
  readonly element?: number
}

export interface FoundWord {
  readonly word: string
  /** At most `mostCounted`. */
  readonly count: number
  readonly places: readonly Place[]
}

export interface Finding {
  /** In the order of the words. */
  readonly words: readonly FoundWord[]
  /** How many texts were searched: elements where there is a selector. 0 says that it found none. */
  readonly texts: number
  /** The beginning of what was searched. */
  readonly beginning: string
}

/** More often than this is not counted. */
export const mostCounted = 1_000
const mostPlaces = 3
const around = 40
const beginningLength = 300

/** Below these it is done on the spot. */
const cheapText = 2_000_000
const cheapRegex = 5_000_000

export async function findWords(body: string, search: Search): Promise<Finding> {
  const texts = (await readPage(body, search.reading)).map((text) => (search.normalize ? normalized(text) : text))
  return {
    words: search.words.map((word) => countIn(texts, word, search)),
    texts: texts.length,
    beginning: texts.join('\n').slice(0, beginningLength),
  }
}

/** Whether the search costs about a millisecond, whatever the body holds. */
export function isCheapSearch(body: string, { reading, words, syntax }: Search): boolean {
  if (needsHtml(reading)) return false
  if (syntax === 'text') return words.length * body.length <= cheapText
  const matches = Math.min(mostCounted, body.length + 1)
  return words.every((source) => {
    const pattern = patternOf(source)
    return 'problem' in pattern || pattern.size * body.length * matches <= cheapRegex
  })
}

interface Span {
  readonly start: number
  readonly end: number
}

function countIn(texts: readonly string[], word: string, search: Search): FoundWord {
  const places: Place[] = []
  let count = 0
  for (const [index, text] of texts.entries()) {
    const spans = spansIn(text, word, search, mostCounted - count)
    count += spans.length
    for (const span of spans.slice(0, mostPlaces - places.length)) {
      const element = search.reading.selector === undefined ? {} : { element: index + 1 }
      const line = search.normalize ? {} : { line: lineAt(text, span.start) }
      places.push({ ...line, excerpt: excerptOf(text, span), ...element })
    }
  }
  return { word, count, places }
}

function spansIn(text: string, word: string, { syntax, caseSensitive, normalize }: Search, most: number): Span[] {
  if (syntax === 'regex') {
    const pattern = patternOf(caseSensitive ? word : `(?i)${word}`)
    if ('problem' in pattern) throw new UnusableAssertion(`${word}: ${pattern.problem}`)
    return [...pattern.occurrences(text, most)]
  }
  const wanted = normalize ? normalized(word) : word
  if (caseSensitive) return plainSpans(text, wanted, most)
  return plainSpans(text.toLowerCase(), wanted.toLowerCase(), most)
}

function plainSpans(text: string, word: string, most: number): Span[] {
  const spans: Span[] = []
  if (word === '') return spans
  for (let at = text.indexOf(word); at >= 0 && spans.length < most; at = text.indexOf(word, at + word.length))
    spans.push({ start: at, end: at + word.length })
  return spans
}

/** NFC: the same Korean syllable may be written as one character or as its letters. */
const normalized = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()

function lineAt(text: string, start: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) line++
  return line
}

const excerptOf = (text: string, { start, end }: Span): string =>
  text.slice(Math.max(0, start - around), Math.min(end, start + 200) + around).replaceAll(/\s+/g, ' ')
