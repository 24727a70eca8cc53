import type { Language, Text } from '@bongsu/contract/text.ts'

/** Evidence is whatever its kind found worth keeping. It is drawn by what it looks like, never by who made it. */
export type Evidence = Readonly<Record<string, unknown>>

export type Scalar = string | number | boolean | null
export type Row = Readonly<Record<string, Scalar>>

export interface Certificate {
  readonly subject: string
  readonly issuer: string
  readonly valid_to: string
  readonly fingerprint?: string
}

export type EvidencePart =
  | {
      readonly as: 'facts'
      readonly name: string
      readonly facts: readonly (readonly [name: string, value: Scalar | readonly Scalar[]])[]
    }
  | { readonly as: 'chain'; readonly name: string; readonly certificates: readonly Certificate[] }
  | { readonly as: 'table'; readonly name: string; readonly rows: readonly Row[] }
  | { readonly as: 'text'; readonly name: string; readonly text: string }
  | { readonly as: 'tree'; readonly name: string; readonly value: unknown }

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
const isRecord = (value: unknown): value is Evidence =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isRow = (value: unknown): value is Row => isRecord(value) && Object.values(value).every(isScalar)
const isCertificate = (value: unknown): value is Certificate =>
  isRecord(value) &&
  typeof value.subject === 'string' &&
  typeof value.issuer === 'string' &&
  typeof value.valid_to === 'string'
/** A sentence that was kept in both languages. */
const isText = (value: unknown): value is Text =>
  isRecord(value) && Object.keys(value).length === 2 && typeof value.ko === 'string' && typeof value.en === 'string'

/** The evidence with every sentence in one language. */
export function inLanguage(value: unknown, language: Language): unknown {
  if (isText(value)) return value[language]
  if (Array.isArray(value)) return value.map((item) => inLanguage(item, language))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inLanguage(item, language)]))
}

const isLongText = (value: unknown): value is string =>
  typeof value === 'string' && (value.includes('\n') || value.length > 160)

const order: readonly EvidencePart['as'][] = ['chain', 'table', 'facts', 'text', 'tree']

/** What has a picture first, then facts, then what needs room, each under its name. Nothing is left out. `drawn` are names shown elsewhere. */
export function partsOf(evidence: Evidence, drawn: readonly string[] = []): EvidencePart[] {
  const facts: (readonly [string, Scalar | readonly Scalar[]])[] = []
  const parts: EvidencePart[] = []
  for (const [name, value] of Object.entries(evidence)) {
    if (drawn.includes(name) || value === undefined) continue
    if (isLongText(value)) parts.push({ as: 'text', name, text: value })
    else if (isScalar(value)) facts.push([name, value])
    else if (Array.isArray(value)) parts.push(...listPart(name, value, facts))
    else if (isRow(value) && Object.keys(value).length <= 3)
      facts.push([name, Object.values(value).filter((item) => item !== null)])
    else if (isRow(value)) parts.push({ as: 'facts', name, facts: Object.entries(value) })
    else parts.push({ as: 'tree', name, value })
  }
  const all: EvidencePart[] = facts.length > 0 ? [{ as: 'facts', name: '', facts }, ...parts] : parts
  return all.sort((a, b) => order.indexOf(a.as) - order.indexOf(b.as))
}

function listPart(
  name: string,
  list: readonly unknown[],
  facts: (readonly [string, Scalar | readonly Scalar[]])[],
): EvidencePart[] {
  if (list.length === 0) return []
  if (list.every(isCertificate)) return [{ as: 'chain', name, certificates: list }]
  if (list.every(isRow)) return [{ as: 'table', name, rows: list }]
  if (!list.every(isScalar)) return [{ as: 'tree', name, value: list }]
  facts.push([name, list])
  return []
}

/** Every column that any row has, in the order they first come. */
export const columnsOf = (rows: readonly Row[]): string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))]
