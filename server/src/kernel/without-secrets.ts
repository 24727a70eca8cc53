/** How much of a value is kept. */
export interface Reach {
  /** Letters of one text. */
  readonly text?: number
  /** Entries of one list or object. */
  readonly items?: number
  /** Hidden beside what the name of a field gives away. */
  hides?(field: string): boolean
}

export const hidden = '•••'

const secretField = /pass(?:word|wd|phrase)|secret|token|authorization|cookie|api[-_]?key|private|credential|otp$/i

/**
 * What gives itself away wherever it stands: our own tokens, well-known keys, JSON web tokens, private keys. Everybody's
 * texts come by here, so it must be linear in their length: a JSON web token begins where no other could have begun.
 */
const secretText =
  /\b(?:bgs_[\w-]{20,}|whsec_[\w+/=-]{20,}|sk-[\w-]{16,}|gh[pousr]_\w{20,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16})|(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)|\bBearer\s+[\w.~+/=-]{8,}/g

const deepest = 12

export const withoutSecretWords = (words: string): string => words.replaceAll(secretText, hidden)

/**
 * A value as it may be recorded (audit line, record of a tool call): secrets out by the name of their field and by their
 * look, too long texts and lists cut. What comes out shares nothing with what went in.
 */
export function withoutSecrets(value: unknown, reach: Reach = {}, depth = 0): unknown {
  if (typeof value === 'string') return cut(withoutSecretWords(value), reach.text)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return '…'
  const { items = 100 } = reach
  if (Array.isArray(value)) {
    const kept = value.slice(0, items).map((item) => withoutSecrets(item, reach, depth + 1))
    return value.length > items ? [...kept, `… ${value.length - items} more`] : kept
  }
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, items)
      .map(([field, item]) => [
        field,
        secretField.test(field) || reach.hides?.(field) ? hidden : withoutSecrets(item, reach, depth + 1),
      ]),
  )
}

const cut = (words: string, most = Number.POSITIVE_INFINITY): string =>
  words.length > most ? `${words.slice(0, most)}…` : words
