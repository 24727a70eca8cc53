/**
 * The template language: `{{name}}` from a fixed list, and nothing else. No conditions, no loops, no properties: values
 * are looked up in a Map, substituted once and never read again, so nothing a target, a person or a template says can
 * reach further than the text it is put into. Channels escape the result for their own format.
 */

const placeholder = /\{\{([^{}]*)\}\}/g

/** The longest text a template may become, in bytes of UTF-8. */
export const mostBytes = 8192
const longestValue = 2000

export type TemplateValues = ReadonlyMap<string, string>

/** Every name between double braces that is not a field, each once, in order. */
export function unknownFields(template: string, known: { has(name: string): boolean }): string[] {
  const names = [...template.matchAll(placeholder)].map((match) => (match[1] as string).trim())
  return [...new Set(names.filter((name) => !known.has(name)))]
}

/** One line: breaks in values become spaces, as a subject with two lines is two headers. */
export const renderLine = (template: string, values: TemplateValues): string =>
  cutToBytes(substitute(template, values).replaceAll(/\s+/g, ' ').trim(), 512)

/** Lines whose fields are all empty are left out, which spares the language its conditions. */
export function renderBody(template: string, values: TemplateValues): string {
  const lines = template.split(/\r\n|\r|\n/).filter((line) => !isEmptied(line, values))
  const body = lines.map((line) => substitute(line, values).trimEnd()).join('\n')
  return cutToBytes(body.replaceAll(/\n{3,}/g, '\n\n').trim(), mostBytes)
}

const substitute = (template: string, values: TemplateValues): string =>
  template.replaceAll(placeholder, (whole, name: string) => {
    const value = values.get(name.trim())
    return value === undefined ? whole : plain(value)
  })

function isEmptied(line: string, values: TemplateValues): boolean {
  const found = [...line.matchAll(placeholder)].map((match) => values.get((match[1] as string).trim()))
  return found.length > 0 && found.every((value) => value !== undefined && plain(value) === '')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g
/** Marks that make a text read differently from what it says: direction overrides, invisible joiners, tag letters. */
const deceiving =
  /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g

/** A value as it may be shown: no control characters, no hidden ones, not endless. */
export const plain = (value: string): string => {
  const cleaned = value.replaceAll(/\r\n?/g, '\n').replaceAll(controls, ' ').replaceAll(deceiving, '').trim()
  return cleaned.length > longestValue ? `${cleaned.slice(0, longestValue).toWellFormed()}…` : cleaned
}

/** Cuts at a whole character and says so with an ellipsis. */
export function cutToBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text
  const bytes = Buffer.from(text).subarray(0, most - 3)
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] as number) >= 0x80 && (bytes[end - 1] as number) < 0xc0) end -= 1
  const lead = bytes[end - 1] ?? 0
  const wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  const whole = bytes.length - end + 1 >= wanted ? bytes.length : end - 1
  return `${bytes.subarray(0, whole).toString('utf8')}…`
}
