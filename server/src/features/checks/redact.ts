import type { Seen } from './kinds/contract.ts'
import type { Notice } from './outcome.ts'

const placeholder = '•••'
/** Shorter ones would take letters out of ordinary words. */
const shortest = 4
/** So much of a secret at the edge of a text that was cut is taken for a part of it. */
const shortestPart = 6

/** The values at the secret places of these options. */
export function secretValues(options: Readonly<Record<string, unknown>>, paths: readonly string[]): string[] {
  const found = new Set<string>()
  for (const path of paths) {
    for (const value of valuesAt(options, path.replaceAll('[]', '.[]').split('.'))) {
      if (typeof value === 'string') for (const spelling of spellingsOf(value)) found.add(spelling)
    }
  }
  // The longest first: a secret may be a part of another one.
  return [...found].sort((a, b) => b.length - a.length)
}

/**
 * How a secret may come back: as it is, inside a URL, inside JSON, inside JSON that is a string in JSON. Nothing for one
 * that is too short to be one.
 */
export function spellingsOf(secret: string): string[] {
  if (secret.length < shortest) return []
  const once = inJson(secret)
  return [...new Set([secret, encodeURIComponent(secret.toWellFormed()), once, inJson(once)])]
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

function valuesAt(value: unknown, [step, ...rest]: readonly string[]): unknown[] {
  if (step === undefined) return [value]
  if (step === '[]') return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : []
  return typeof value === 'object' && value !== null ? valuesAt((value as Record<string, unknown>)[step], rest) : []
}

/**
 * What was seen, without the secrets the look was made with: a server may send back what it was sent, and whoever reads
 * results need not be who may know the password.
 */
export function withoutSecrets(seen: Seen, secrets: readonly string[]): Seen {
  if (secrets.length === 0) return seen
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return redacted(value, secrets)
    if (Array.isArray(value)) return value.map(clean)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, clean(item)]))
  }
  const { message, evidence, assertions, notices } = seen
  const said = ({ ko, en }: Seen['message']) => ({ ko: redacted(ko, secrets), en: redacted(en, secrets) })
  const cleanNotice = (notice: Notice): Notice => ({
    ...notice,
    message: said(notice.message),
    ...(notice.details ? { details: clean(notice.details) as NonNullable<Notice['details']> } : {}),
  })
  return {
    ...seen,
    message: said(message),
    evidence: clean(evidence) as Seen['evidence'],
    ...(notices ? { notices: notices.map(cleanNotice) } : {}),
    ...(assertions ? { assertions: clean(assertions) as NonNullable<Seen['assertions']> } : {}),
  }
}

export const redacted = (shown: string, secrets: readonly string[]): string =>
  secrets.reduce((rest, secret) => {
    const whole = rest.includes(secret) ? rest.replaceAll(secret, placeholder) : rest
    return secret.length > shortestPart ? withoutStart(withoutEnd(whole, secret), secret) : whole
  }, shown)

/** Texts are cut to be shown: what is left at their end may be the beginning of a secret. */
function withoutEnd(shown: string, secret: string): string {
  const text = shown.endsWith('…') ? shown.slice(0, -1) : shown
  const head = secret.slice(0, shortestPart)
  for (
    let at = text.indexOf(head, Math.max(0, text.length - secret.length));
    at >= 0;
    at = text.indexOf(head, at + 1)
  ) {
    if (secret.startsWith(text.slice(at))) return `${text.slice(0, at)}${placeholder}`
  }
  return shown
}

/** And at their start the end of one. */
function withoutStart(shown: string, secret: string): string {
  const tail = secret.slice(-shortestPart)
  for (
    let at = shown.lastIndexOf(tail, secret.length - shortestPart);
    at >= 0;
    at = at === 0 ? -1 : shown.lastIndexOf(tail, at - 1)
  ) {
    if (secret.endsWith(shown.slice(0, at + shortestPart))) return `${placeholder}${shown.slice(at + shortestPart)}`
  }
  return shown
}
