import { createRequire } from 'node:module'
import type { CheerioAPI } from 'cheerio/slim'

/** Loaded when somebody first chooses a selector: a tenth of a second that no start should cost. */
let page: CheerioAPI | undefined
const require = createRequire(import.meta.url)

const known = new Map<string, string | null>()
const mostKnown = 500

/** What is wrong with a CSS selector, in the words of its parser; null when it can be used. */
export function selectorProblem(selector: string): string | null {
  const found = known.get(selector)
  if (found !== undefined) return found
  if (known.size >= mostKnown) known.clear()
  const problem = tried(selector)
  known.set(selector, problem)
  return problem
}

/** Also inside `:is()`, where nothing but CSS is possible: cheerio knows positions of jQuery that no browser does. */
function tried(selector: string): string | null {
  if (/[>+~,]\s*$/.test(selector)) return 'Expected a selector after the combinator'
  try {
    page ??= (require('cheerio/slim') as typeof import('cheerio/slim')).load('<p></p>')
    page.root().find(selector)
    page.root().find(`:is(${selector})`)
    return null
  } catch (error) {
    // Where the selector ends too early the parser names nothing.
    return (error instanceof Error ? error.message : String(error)).replace(/, found\s*$/, ', found the end')
  }
}
