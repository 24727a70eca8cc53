import { hidden, withoutSecretWords } from '#kernel/without-secrets.ts'
import { type Pattern, patternOf } from '#platform/pattern.ts'
import type { Json } from './tools/tool.ts'

export interface RedactionRules {
  /** Keys, tokens and private keys by their look. */
  readonly hide_secrets: boolean
  /** RE2; where a pattern has a group, the group is hidden, else all that matched. */
  readonly hide_patterns: readonly string[]
}

/** More in one text than anybody means to read: the rest of it goes. */
const mostFound = 1000

/**
 * A result without what the rules hide, before it reaches the caller: texts of every block, structured content, whatever
 * else is words. Bytes (`data`, `blob`) stay, and what only works as it is. The same object where there was nothing to hide.
 */
export function redacted(result: Json, rules: RedactionRules): Json {
  const patterns = rules.hide_patterns.map(patternOf).filter((one): one is Pattern => 'test' in one)
  if (!rules.hide_secrets && patterns.length === 0) return result
  const clean = (words: string): string => {
    const shown = rules.hide_secrets ? withoutSecretWords(words) : words
    return patterns.reduce((rest, pattern) => withoutMatches(rest, pattern), shown)
  }
  return cleaned(result, clean) as Json
}

function cleaned(value: unknown, clean: (words: string) => string): unknown {
  if (typeof value === 'string') return clean(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map((item) => cleaned(item, clean))
    return items.some((item, at) => item !== value[at]) ? items : value
  }
  const fields = Object.entries(value)
  const shown = fields.map(([key, item]) =>
    isBytes(value as Json, key) || isHandle(value as Json, key) ? item : cleaned(item, clean),
  )
  if (shown.every((item, at) => item === fields[at]?.[1])) return value
  return Object.fromEntries(fields.map(([key], at) => [key, shown[at]]))
}

/** Of an image, a sound, or a binary resource. */
const isBytes = (owner: Json, key: string): boolean =>
  (key === 'data' && (owner.type === 'image' || owner.type === 'audio')) || (key === 'blob' && 'uri' in owner)

/** What a server is given back, sealed on its way; and where it sends a person to, who would land nowhere without it. */
const isHandle = (owner: Json, key: string): boolean =>
  (key === 'requestState' && owner.resultType === 'input_required') || (key === 'url' && owner.mode === 'url')

function withoutMatches(words: string, pattern: Pattern): string {
  const found = pattern.occurrences(words, mostFound)
  if (found.length === 0) return words
  let shown = ''
  let at = 0
  for (const { start, end, value } of found) {
    // The first group is somewhere in what matched; where it stands more than once, all of them are meant.
    const match = words.slice(start, end)
    shown += words.slice(at, start) + (value ? match.replaceAll(value, hidden) : value === '' ? match : hidden)
    at = end
  }
  return found.length === mostFound ? `${shown}${hidden}` : shown + words.slice(at)
}
