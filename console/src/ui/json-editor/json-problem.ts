import { jsonLanguage } from '@codemirror/lang-json'

export interface JsonProblem {
  readonly kind: 'syntax' | 'end'
  /** From 1, as people count. */
  readonly line: number
  readonly column: number
  /** Offsets in the text. */
  readonly from: number
  readonly to: number
}

/**
 * The first place where a text is no JSON; null when it is some, or empty. Engines tell the place each in its own way or
 * not at all, so the editor's own grammar finds it.
 */
export function jsonProblem(text: string): JsonProblem | null {
  if (text.trim() === '' || isJson(text)) return null
  let from = text.length
  jsonLanguage.parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError && node.from < from) from = node.from
    },
  })
  // What the grammar lets pass and JSON does not, such as a second value, is told at its end.
  const end = text.trimEnd().length
  const at = Math.min(from, end)
  const before = text.slice(0, at).split('\n')
  return {
    kind: at >= end ? 'end' : 'syntax',
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    from: at >= end ? Math.max(0, end - 1) : at,
    to: at >= end ? end : at + 1,
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
