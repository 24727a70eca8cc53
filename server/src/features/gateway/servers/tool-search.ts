import MiniSearch from 'minisearch'
import type { Json, NamedTool, Tool } from '../tools/tool.ts'

const word = /[\p{L}\p{N}\p{M}]+/gu
/** Scripts that do not part words, or that hang particles on them: told apart letter by letter. */
const packed = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu

/**
 * The words of a text as they are compared: lower case, `camelCase` and `snake_case` in parts. Korean and its neighbours
 * in pairs of letters, so that `날씨를` is found by `날씨`.
 */
export function termsOf(text: string): string[] {
  const parted = text.normalize('NFKC').replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
  const terms: string[] = []
  for (const [found] of parted.toLowerCase().matchAll(word)) {
    for (const [run] of found.matchAll(packed)) terms.push(...pairs(run))
    for (const rest of found.split(packed)) if (rest !== '') terms.push(rest)
  }
  return terms
}

function pairs(run: string): string[] {
  const letters = [...run]
  if (letters.length === 1) return letters
  return letters.slice(1).map((letter, at) => `${letters[at]}${letter}`)
}

interface Entry {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly description: string
  readonly parameters: string
}

const isLatin = (term: string): boolean => /^[a-z0-9]+$/.test(term)

/** Finds tools by what they are called and what they say of themselves (BM25), in both languages of the product. */
export class ToolSearch {
  readonly #tools: ReadonlyMap<string, Tool>
  readonly #index: MiniSearch<Entry>

  constructor(tools: ReadonlyMap<string, Tool>) {
    this.#tools = tools
    this.#index = new MiniSearch<Entry>({
      fields: ['name', 'title', 'description', 'parameters'],
      tokenize: termsOf,
      processTerm: (term) => term,
      searchOptions: {
        boost: { name: 3, title: 2, parameters: 0.5 },
        prefix: (term) => isLatin(term) && term.length > 2,
        fuzzy: (term) => (isLatin(term) && term.length > 4 ? 0.2 : false),
      },
    })
    this.#index.addAll([...tools].map(([name, tool]) => entryOf(name, tool)))
  }

  /** The best first. */
  find(words: string, most: number, isSeen: (tool: Tool) => boolean): NamedTool[] {
    const found: NamedTool[] = []
    for (const { id } of this.#index.search(words)) {
      const tool = this.#tools.get(id as string)
      if (tool && isSeen(tool)) found.push({ name: id as string, tool })
      if (found.length === most) break
    }
    return found
  }
}

function entryOf(name: string, tool: Tool): Entry {
  const [ko, en] = [tool.define('ko'), tool.define('en')]
  const both = (part: string) => [...new Set([ko[part], en[part]])].filter((said) => typeof said === 'string').join(' ')
  const properties = (en.inputSchema.properties ?? {}) as Readonly<Record<string, Json | undefined>>
  const parameters = Object.entries(properties).map(
    ([parameter, schema]) => `${parameter} ${schema?.description ?? ''}`,
  )
  return {
    id: name,
    name: [name, tool.nameInSource, ...tool.tags].join(' '),
    title: both('title'),
    description: both('description'),
    parameters: parameters.join(' '),
  }
}
