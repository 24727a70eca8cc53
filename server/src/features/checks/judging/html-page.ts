import { load } from 'cheerio'

export interface HtmlReading {
  /** CSS; each element that it finds is a text of its own. */
  readonly selector?: string | undefined
  /** What a reader sees, or the markup. */
  readonly as: 'text' | 'source'
}

/**
 * HTML as a browser builds it (parse5): a selector copied from a browser's inspector finds the same element here, also
 * in a table whose `tbody` nobody wrote. Slow to load and slow on large pages: for the thread of the judge only.
 */
export function htmlTexts(source: string, { selector, as }: HtmlReading): string[] {
  const $ = load(source)
  if (selector === undefined) {
    const [root] = $.root().toArray()
    return [as === 'source' || !root ? source : visibleText(root)]
  }
  return $(selector)
    .toArray()
    .map((element) => (as === 'source' ? ($.html(element) ?? '') : visibleText(element)))
}

/** As much of a DOM node as is needed here. */
interface Node {
  readonly type: string
  readonly name?: string
  readonly data?: string
  readonly attribs?: Readonly<Record<string, string>>
  readonly children?: readonly unknown[]
}

const unseen = new Set(['script', 'style', 'template', 'noscript', 'head', 'iframe', 'object', 'svg', 'datalist'])
/** Elements inside a line; every other one stands on lines of its own. */
const inline = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
)

const isHidden = ({ attribs }: Node): boolean =>
  attribs !== undefined &&
  ('hidden' in attribs || /(^|;)\s*(display\s*:\s*none|visibility\s*:\s*hidden)/i.test(attribs.style ?? ''))

/**
 * What a reader would see, as far as the source says it: neither scripts nor what is marked as hidden, each block on a
 * line of its own, white space as one space. An element somebody chose is shown even if it is one of the unseen ones.
 * Without recursion, because a page may be nested ten thousand deep.
 */
export function visibleText(from: Node): string {
  const parts: string[] = []
  const rest: (Node | '\n')[] = [...((from.children ?? []) as readonly Node[])].reverse()
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (next === '\n') {
      parts.push('\n')
      continue
    }
    if (next.type === 'text') {
      parts.push((next.data ?? '').replaceAll(/\s+/g, ' '))
      continue
    }
    if (next.name === 'br') parts.push('\n')
    if (next.children === undefined || unseen.has(next.name ?? '') || isHidden(next)) continue
    const isBlock = next.name !== undefined && !inline.has(next.name)
    if (isBlock) {
      parts.push('\n')
      rest.push('\n')
    }
    for (let at = next.children.length - 1; at >= 0; at--) rest.push(next.children[at] as Node)
  }
  return parts
    .join('')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n[ \n]*/g, '\n')
    .trim()
}
