import type { Seen } from './kinds/contract.ts'

const placeholder = '•••'
/** Shorter ones would take letters out of ordinary words. */
const shortest = 4

/** The values at the secret places of these options. */
export function secretValues(options: Readonly<Record<string, unknown>>, paths: readonly string[]): string[] {
  const found = new Set<string>()
  for (const path of paths) {
    for (const value of valuesAt(options, path.replaceAll('[]', '.[]').split('.'))) {
      if (typeof value === 'string' && value.length >= shortest) found.add(value)
    }
  }
  // The longest first: a secret may be a part of another one.
  return [...found].sort((a, b) => b.length - a.length)
}

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
  return {
    ...seen,
    message: said(message),
    evidence: clean(evidence) as Seen['evidence'],
    ...(notices ? { notices: notices.map((notice) => ({ ...notice, message: said(notice.message) })) } : {}),
    ...(assertions ? { assertions: clean(assertions) as NonNullable<Seen['assertions']> } : {}),
  }
}

export const redacted = (shown: string, secrets: readonly string[]): string =>
  secrets.reduce((rest, secret) => (rest.includes(secret) ? rest.replaceAll(secret, placeholder) : rest), shown)
