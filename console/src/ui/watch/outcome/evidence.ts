import { type EvidenceFile, isDiffName, type Level, levels } from '@bongsu/contract/evidence.ts'
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

/** The shapes of contract/evidence.ts once every sentence is in one language. */
export interface Figure {
  readonly name: string
  readonly value: number | null
  readonly level: Level | null
  readonly unit?: string
}
export interface Found {
  readonly name: string
  readonly level: Level
  readonly value?: string | null
  readonly reason?: string
  readonly score?: number
}
export interface Step {
  /** Where it stands, where it says so: the opening of a scenario is step 0. */
  readonly step_number?: number
  readonly action: string
  readonly passed: boolean
  readonly skipped?: boolean
  readonly duration_ms: number
  readonly description?: string | null
  readonly target?: string | null
  readonly error_message?: string | null
  readonly screenshot?: string | null
}
export interface Span {
  readonly at_ms: number
  readonly duration_ms: number | null
  readonly name?: string
  readonly url?: string
  readonly status?: number | null
}

type Facts = (readonly [name: string, value: Scalar | readonly Scalar[]])[]

export type EvidencePart =
  | { readonly as: 'facts'; readonly name: string; readonly facts: Readonly<Facts> }
  | { readonly as: 'grade'; readonly name: string; readonly grade: string; readonly score: number }
  | { readonly as: 'figures'; readonly name: string; readonly figures: readonly Figure[] }
  | { readonly as: 'findings'; readonly name: string; readonly findings: readonly Found[] }
  | {
      readonly as: 'steps'
      readonly name: string
      readonly steps: readonly Step[]
      readonly files: readonly EvidenceFile[]
    }
  | { readonly as: 'files'; readonly name: string; readonly files: readonly EvidenceFile[] }
  | { readonly as: 'spans'; readonly name: string; readonly spans: readonly Span[] }
  | { readonly as: 'chain'; readonly name: string; readonly certificates: readonly Certificate[] }
  | { readonly as: 'table'; readonly name: string; readonly rows: readonly Row[] }
  | { readonly as: 'diff'; readonly name: string; readonly text: string }
  | { readonly as: 'text'; readonly name: string; readonly text: string }
  | { readonly as: 'tree'; readonly name: string; readonly value: unknown }

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
const isRecord = (value: unknown): value is Evidence =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isRow = (value: unknown): value is Row => isRecord(value) && Object.values(value).every(isScalar)
const isText = (value: unknown): value is Text =>
  isRecord(value) && Object.keys(value).length === 2 && typeof value.ko === 'string' && typeof value.en === 'string'
const isLevel = (value: unknown): value is Level => (levels as readonly unknown[]).includes(value)
const isNumberOrNull = (value: unknown): boolean => value === null || typeof value === 'number'
const isTextOrNothing = (value: unknown): boolean => value === null || value === undefined || typeof value === 'string'

const isCertificate = (value: unknown): value is Certificate =>
  isRecord(value) &&
  typeof value.subject === 'string' &&
  typeof value.issuer === 'string' &&
  typeof value.valid_to === 'string'
const isFigure = (value: unknown): value is Figure =>
  isRecord(value) &&
  typeof value.name === 'string' &&
  isNumberOrNull(value.value) &&
  'value' in value &&
  !('reason' in value) &&
  (value.level === null || isLevel(value.level))
const isFound = (value: unknown): value is Found =>
  isRecord(value) &&
  typeof value.name === 'string' &&
  isLevel(value.level) &&
  isTextOrNothing(value.value) &&
  isTextOrNothing(value.reason)
const isStep = (value: unknown): value is Step =>
  isRecord(value) &&
  typeof value.action === 'string' &&
  typeof value.passed === 'boolean' &&
  typeof value.duration_ms === 'number' &&
  [value.description, value.target, value.error_message, value.screenshot].every(isTextOrNothing)
const isSpan = (value: unknown): value is Span =>
  isRecord(value) &&
  typeof value.at_ms === 'number' &&
  isNumberOrNull(value.duration_ms) &&
  (typeof value.name === 'string' || typeof value.url === 'string')
const isFile = (value: unknown): value is EvidenceFile =>
  isRecord(value) &&
  typeof value.id === 'number' &&
  typeof value.mime === 'string' &&
  typeof value.name === 'string' &&
  typeof value.type === 'string' &&
  typeof value.size === 'number'
const isGrade = (value: unknown): value is { grade: string; score: number } =>
  isRecord(value) &&
  typeof value.grade === 'string' &&
  /^[A-F][+-]?$/.test(value.grade) &&
  typeof value.score === 'number'

/** The evidence with every sentence in one language. */
export function inLanguage(value: unknown, language: Language): unknown {
  if (isText(value)) return value[language]
  if (Array.isArray(value)) return value.map((item) => inLanguage(item, language))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inLanguage(item, language)]))
}

const isLongText = (value: unknown): value is string =>
  typeof value === 'string' && (value.includes('\n') || value.length > 160)

const order: readonly EvidencePart['as'][] = [
  'grade',
  'steps',
  'files',
  'figures',
  'findings',
  'chain',
  'diff',
  'spans',
  'table',
  'facts',
  'text',
  'tree',
]

/** What has a picture first, then facts, then what needs room, each under its name. Nothing is left out. `drawn` are names shown elsewhere. */
export function partsOf(evidence: Evidence, drawn: readonly string[] = []): EvidencePart[] {
  const facts: Facts = []
  const parts: EvidencePart[] = []
  const files = Object.values(evidence).flatMap((value) => (isListOf(value, isFile) ? value : []))
  const isGraded = isGrade(evidence)
  if (isGraded) parts.push({ as: 'grade', name: '', grade: evidence.grade, score: evidence.score })
  for (const [name, value] of Object.entries(evidence)) {
    if (drawn.includes(name) || value === undefined) continue
    if (isGraded && (name === 'grade' || name === 'score')) continue
    if (typeof value === 'string' && isDiffName(name)) parts.push({ as: 'diff', name, text: value })
    else if (isLongText(value)) parts.push({ as: 'text', name, text: value })
    else if (isScalar(value)) facts.push([name, value])
    else if (Array.isArray(value)) parts.push(...listPart(name, value, facts, files))
    else parts.push(...recordPart(name, value, facts))
  }
  const all: EvidencePart[] = facts.length > 0 ? [{ as: 'facts', name: '', facts }, ...parts] : parts
  return withoutShownFiles(all).sort((a, b) => order.indexOf(a.as) - order.indexOf(b.as))
}

/** A list of this and nothing else, and not empty. */
const isListOf = <Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[] =>
  Array.isArray(value) && value.length > 0 && value.every(isItem)

/** Up to three small values are one fact. */
const factsOfRow = 3

function recordPart(name: string, value: unknown, facts: Facts): EvidencePart[] {
  if (isGrade(value) && isRow(value)) return [{ as: 'grade', name, grade: value.grade, score: value.score }]
  const named = namedFigures(value)
  if (named) return [{ as: 'figures', name, figures: named }]
  if (!isRow(value)) return [{ as: 'tree', name, value }]
  if (Object.keys(value).length > factsOfRow) return [{ as: 'facts', name, facts: Object.entries(value) }]
  facts.push([name, Object.values(value).filter((item) => item !== null)])
  return []
}

/** `{ lcp_ms: { value, level }, … }` says the same as a list of figures. */
function namedFigures(value: unknown): Figure[] | undefined {
  if (!isRecord(value)) return undefined
  const figures = Object.entries(value).map(([name, item]) => (isRecord(item) ? { name, ...item } : item))
  return isListOf(figures, isFigure) ? figures : undefined
}

function listPart(
  name: string,
  list: readonly unknown[],
  facts: Facts,
  files: readonly EvidenceFile[],
): EvidencePart[] {
  if (list.length === 0) return []
  if (isListOf(list, isCertificate)) return [{ as: 'chain', name, certificates: list }]
  if (isListOf(list, isFigure)) return [{ as: 'figures', name, figures: list }]
  if (isListOf(list, isFound)) return [{ as: 'findings', name, findings: list }]
  if (isListOf(list, isStep)) return [{ as: 'steps', name, steps: list, files }]
  if (isListOf(list, isFile)) return [{ as: 'files', name, files: list }]
  if (isListOf(list, isSpan)) return [{ as: 'spans', name, spans: list }]
  if (isListOf(list, isRow)) return [{ as: 'table', name, rows: list }]
  if (!list.every(isScalar)) return [{ as: 'tree', name, value: list }]
  facts.push([name, list])
  return []
}

/** A picture that stands with its step is not shown again among the files. */
function withoutShownFiles(parts: readonly EvidencePart[]): EvidencePart[] {
  const shown = new Set(
    parts.flatMap((part) => (part.as === 'steps' ? part.steps.flatMap(({ screenshot }) => screenshot ?? []) : [])),
  )
  return parts.flatMap((part): EvidencePart[] => {
    if (part.as !== 'files') return [part]
    const files = part.files.filter(({ type, name }) => type !== 'screenshot' || !shown.has(name))
    return files.length === 0 ? [] : [{ ...part, files }]
  })
}

/** Every column that any row has, in the order they first come. */
export const columnsOf = (rows: readonly Row[]): string[] => [...new Set(rows.flatMap((row) => Object.keys(row)))]
