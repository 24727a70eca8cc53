import type { Json } from '../tools/tool.ts'

const secretField = /pass(word|wd|phrase)|secret|token|authorization|cookie|api[-_]?key|private|credential|otp$/i

/** What gives itself away wherever it stands: our own tokens, well-known keys, JSON web tokens, private keys. */
const secretText =
  /\b(?:bgs_[\w-]{20,}|sk-[\w-]{16,}|gh[pousr]_\w{20,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,})|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)|\bBearer\s+[\w.~+/=-]{8,}/g

const hidden = '•••'
const mostItems = 100
const deepest = 12

/** As it may be kept: secrets out by name and by look, lists and depth cut. */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replaceAll(secretText, hidden)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return '…'
  if (Array.isArray(value)) {
    const items = value.slice(0, mostItems).map((item) => redacted(item, depth + 1))
    return value.length > mostItems ? [...items, `… ${value.length - mostItems} more`] : items
  }
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, mostItems)
      .map(([key, item]) => [key, secretField.test(key) ? hidden : redacted(item, depth + 1)]),
  )
}

/** JSON of at most `most` letters. What is longer keeps its beginning, as a JSON text that says so. */
export function keptJson(value: unknown, most: number): string {
  // NUL and half characters, which PostgreSQL takes in no text, come out of this as escapes.
  const json = JSON.stringify(redacted(value)) ?? 'null'
  return json.length <= most ? json : JSON.stringify({ cut: json.slice(0, most - 40), length: json.length })
}

/** Binary blocks are kept as what they are and how large, never as bytes. */
export const withoutBytes = (content: readonly Json[]): Json[] =>
  content.map((block) => {
    const { data, ...rest } = block
    if (typeof data === 'string') return { ...rest, data: `… ${data.length} letters of base64` }
    const resource = block.resource as Json | undefined
    if (typeof resource?.blob !== 'string') return block
    return { ...block, resource: { ...resource, blob: `… ${resource.blob.length} letters of base64` } }
  })
