/**
 * Tags, selectors that draw nothing, marks that turn the direction of writing, fillers, whatever has no width, and what
 * steers a terminal (all control characters but tabs and line ends).
 */
const never =
  '\\u{0}-\\u{8}\\u{B}\\u{C}\\u{E}-\\u{1F}\\u{7F}-\\u{9F}\\u{34F}\\u{FE00}-\\u{FE0D}\\u{1D173}-\\u{1D17A}' +
  '\\u{E0000}-\\u{E007F}\\u{E0100}-\\u{E01EF}\\u{AD}\\u{61C}\\u{115F}\\u{1160}\\u{17B4}\\u{17B5}\\u{180B}-\\u{180E}' +
  '\\u{200B}\\u{200E}\\u{200F}\\u{202A}-\\u{202E}\\u{2060}-\\u{206F}\\u{3164}\\u{FEFF}\\u{FFA0}\\u{FFF9}-\\u{FFFB}'

/** What may be joined to what follows: parts of one emoji, and letters of scripts that are written with joiners. */
const joinable =
  '\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\u{FE0F}' +
  ['Arabic', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam']
    .map((script) => `\\p{Script=${script}}`)
    .join('')

/** What may be followed by a choice of its look, as a drawing or as a letter: once. */
const drawn = '\\p{Emoji}\\p{Extended_Pictographic}'

/** What a model reads and a person does not see: a place to hide orders in. */
const hidden = new RegExp(`[${never}]|(?<![${joinable}])[\\u{200C}\\u{200D}]|(?<![${drawn}])[\\u{FE0E}\\u{FE0F}]`, 'gu')

/** Read by people and models as sentences; everything else is compared by programs and must stay as it is. */
const prose: ReadonlySet<string> = new Set(['title', 'description', '$comment'])

export interface Cleaned<Value> {
  readonly clean: Value
  /** The code points that were found, such as `U+200B`, each once. */
  readonly found: readonly string[]
  /** Some stand in names or values, where taking them out would change what programs compare. */
  readonly isLeft: boolean
}

/** The same without hidden characters in its titles and descriptions, however deep. */
export function withoutHidden<Value>(value: Value): Cleaned<Value> {
  const found = new Set<string>()
  let isLeft = false
  const note = (text: string): boolean => {
    const points = [...text.matchAll(hidden)].map(([point]) => pointName(point))
    for (const point of points) found.add(point)
    return points.length > 0
  }
  const walk = (item: unknown, key: string): unknown => {
    if (typeof item === 'string') {
      if (!note(item)) return item
      if (prose.has(key)) return item.replaceAll(hidden, '')
      isLeft = true
      return item
    }
    if (typeof item !== 'object' || item === null) return item
    if (Array.isArray(item)) return item.map((one) => walk(one, key))
    return Object.fromEntries(
      Object.entries(item).map(([name, one]) => {
        if (note(name)) isLeft = true
        return [name, walk(one, name)]
      }),
    )
  }
  // Safe because `walk` gives back the same shape, with other strings in it.
  const clean = walk(value, '') as Value
  return { clean, found: [...found], isLeft }
}

/** The same with every hidden character written out, for whoever has to judge it. */
export const showHidden = (text: string): string => text.replaceAll(hidden, (point) => `‹${pointName(point)}›`)

const pointName = (point: string): string =>
  `U+${(point.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
