import { Buffer } from 'node:buffer'
import { readZip, writeZip, type ZipEntry } from '#kernel/zip.ts'
import { redacted, spellingsOf } from '../../redact.ts'

const placeholder = '•••'
/** A larger trace is not worth the time it would take to go through. */
const largestTrace = 24 * 1_048_576

/** Headers that let whoever reads them act as the scenario's user, whatever their value is. */
const keyHeader = /^(cookie|set-cookie|authorization|proxy-authorization|x-api-key|x-auth-token|x-csrf-token)$/i

/** Takes secrets out of everything a scenario leaves behind. */
export class Mask {
  readonly #values: ReadonlySet<string>
  readonly #spellings: readonly string[]

  constructor(secrets: readonly string[]) {
    this.#values = new Set(secrets.filter((secret) => secret !== ''))
    const all = [...this.#values].flatMap((secret) =>
      secret.length < 4 ? [] : [...spellingsOf(secret), ...foreign(secret)],
    )
    this.#spellings = [...new Set(all)].sort((a, b) => b.length - a.length)
  }

  /** Values that can be told from ordinary words. */
  get shown(): readonly string[] {
    return [...this.#values].filter((secret) => secret.length >= 4)
  }

  readonly text = (said: string): string => (this.#values.has(said) ? placeholder : redacted(said, this.#spellings))

  har(har: Buffer): Buffer {
    return Buffer.from(JSON.stringify(this.#json(JSON.parse(har.toString()))))
  }

  /** Playwright's trace with the secrets taken out of actions, snapshots, requests and what was loaded. */
  trace(trace: Buffer): Buffer | null {
    if (trace.length > largestTrace) return null
    return writeZip(readZip(trace).map((entry) => this.#traced(entry)))
  }

  #traced({ name, bytes }: ZipEntry): ZipEntry {
    if (!/\.(trace|network|stacks)$/.test(name)) return { name, bytes: this.#raw(bytes) }
    const lines = bytes.toString().split('\n')
    return { name, bytes: Buffer.from(lines.map((line) => this.#line(line)).join('\n')) }
  }

  #line(line: string): string {
    if (line === '') return line
    try {
      return JSON.stringify(this.#json(JSON.parse(line)))
    } catch {
      return this.text(line)
    }
  }

  #raw(bytes: Buffer): Buffer {
    let shown = bytes.toString('latin1')
    for (const spelling of this.#spellings)
      shown = shown.replaceAll(Buffer.from(spelling).toString('latin1'), '*'.repeat(3))
    return Buffer.from(shown, 'latin1')
  }

  #json(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value)
    if (Array.isArray(value)) return value.map((item) => this.#json(item))
    if (typeof value !== 'object' || value === null) return value
    const { name, value: own } = value as { name?: unknown; value?: unknown }
    const isKey = typeof name === 'string' && keyHeader.test(name) && typeof own === 'string'
    return Object.fromEntries(
      Object.entries(value).map(([field, item]) => {
        if (isKey && field === 'value') return [field, placeholder]
        // Cookies stand twice: in the headers and taken apart.
        if (field === 'cookies' && Array.isArray(item)) return [field, []]
        return [field, this.#json(item)]
      }),
    )
  }
}

/** Spellings of forms, HTML and basic authentication. */
const foreign = (secret: string): string[] => [
  encodeURIComponent(secret.toWellFormed()).replaceAll('%20', '+'),
  secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  Buffer.from(secret).toString('base64'),
]
