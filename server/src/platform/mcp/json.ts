export type Json = { readonly [key: string]: unknown }

const deepest = 64
const mostNodes = 100_000

/** What a body says, or why it is not taken. */
export function readMessage(body: unknown): unknown {
  if (typeof body !== 'string') return new Error('The body must be JSON.')
  try {
    const value: unknown = JSON.parse(body)
    const problem = jsonProblem(body)
    return problem === null ? value : new Error(`The message is not taken: ${problem}.`)
  } catch {
    return new Error('The body is not valid JSON.')
  }
}

/** What stands under these is the client's own affair: keys there may differ in case alone. */
const theirs: ReadonlySet<string> = new Set(['arguments', 'result', 'inputResponses'])

interface Open {
  /** Its keys so far; null for an array. */
  readonly keys: Set<string> | null
  /** Keys that differ in case alone are taken for the same: somebody behind us may read them so. */
  readonly isOurs: boolean
}

/**
 * Why a JSON text is not taken, or null: a key that stands twice in one object (whose value counts is anybody's guess),
 * or nested deeper or holding more than any honest message. Looks at the text itself, as a parsed value has forgotten
 * its doubles (RFC 8259 section 4). The text must be valid JSON.
 */
function jsonProblem(text: string): string | null {
  const open: Open[] = []
  let nodes = 0
  let lastKey = ''
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    if (letter === quote) {
      const end = stringEnd(text, at)
      const inside = open.at(-1)
      if (inside?.keys && isKey(text, end)) {
        // Escapes are resolved, so that "a" and "\u0061" are the same key.
        lastKey = JSON.parse(text.slice(at, end + 1)) as string
        const key = inside.isOurs ? lastKey.toLowerCase() : lastKey
        if (inside.keys.has(key)) return `the key ${JSON.stringify(lastKey.slice(0, 50))} stands twice`
        inside.keys.add(key)
      }
      at = end
    } else if (letter === openBrace || letter === openBracket) {
      if (open.length >= deepest) return `nested deeper than ${deepest} levels`
      const isOurs = (open.at(-1)?.isOurs ?? true) && !theirs.has(lastKey)
      open.push({ keys: letter === openBrace ? new Set() : null, isOurs })
    } else if (letter === closeBrace || letter === closeBracket) {
      open.pop()
    } else if (letter === comma && ++nodes > mostNodes) {
      return `more than ${mostNodes} values`
    }
  }
  return null
}

const [quote, openBrace, closeBrace, openBracket, closeBracket, comma, colon, backslash] = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
].map((letter) => letter.charCodeAt(0)) as [number, number, number, number, number, number, number, number]

/** Where the string that begins at `start` ends: its closing quote, or the end of the text. */
export function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1
    while (text.charCodeAt(before) === backslash) before--
    if ((at - before) % 2 === 1) return at
  }
  return text.length
}

function isKey(text: string, end: number): boolean {
  for (let at = end + 1; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    if (letter === colon) return true
    if (letter > 32) return false
  }
  return false
}
