import { withoutSecrets } from '#kernel/without-secrets.ts'
import type { Json } from '../tools/tool.ts'

/**
 * JSON of at most `most` letters, without secrets and without the fields that their source keeps from every record. What
 * is longer keeps its beginning, as a JSON text that says so.
 */
export function keptJson(value: unknown, most: number, unrecorded: readonly string[] = []): string {
  // NUL and half characters, which PostgreSQL takes in no text, come out of this as escapes.
  const json = JSON.stringify(withoutSecrets(value, { hides: (field) => unrecorded.includes(field) })) ?? 'null'
  return json.length <= most ? json : JSON.stringify({ cut: json.slice(0, most - 40), length: json.length })
}

/** Words that somebody else had a part in, as far as a record may hold them: a name that was called, an error of a server. */
export const keptWords = (words: string, most: number): string =>
  // Half characters and NUL are taken in no text by PostgreSQL, and a record that is not taken holds up all others.
  String(withoutSecrets(words.slice(0, most)))
    .toWellFormed()
    .replaceAll('\0', ' ')

/** Binary blocks are kept as what they are and how large, never as bytes. */
export const withoutBytes = (content: readonly Json[]): Json[] =>
  content.map((block) => {
    const { data, ...rest } = block
    if (typeof data === 'string') return { ...rest, data: `… ${data.length} letters of base64` }
    const resource = block.resource as Json | undefined
    if (typeof resource?.blob !== 'string') return block
    return { ...block, resource: { ...resource, blob: `… ${resource.blob.length} letters of base64` } }
  })
