/** One field that changed, as verbs record it: `{ changes: { role: { from: 'user', to: 'manager' } } }`. */
export interface RecordedChange {
  readonly field: string
  readonly from: unknown
  readonly to: unknown
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isPair = (value: unknown): value is { from: unknown; to: unknown } =>
  isObject(value) && 'from' in value && 'to' in value && Object.keys(value).length === 2

/** Splits what an entry tells into changes, which read best side by side, and the rest. */
export function readDetails(details: unknown): { changes: readonly RecordedChange[]; rest: unknown } {
  if (!isObject(details) || !isObject(details.changes)) return { changes: [], rest: emptyAsNull(details) }
  const { changes: recorded, ...others } = details
  const changes: RecordedChange[] = []
  for (const [field, value] of Object.entries(recorded)) {
    if (isPair(value)) changes.push({ field, from: value.from, to: value.to })
    // A secret is recorded by what became of it ("replaced"), never by its value.
    else changes.push({ field, from: undefined, to: value })
  }
  return { changes, rest: emptyAsNull(others) }
}

const emptyAsNull = (value: unknown): unknown =>
  isObject(value) && Object.keys(value).length === 0 ? null : (value ?? null)

/** Short enough for a table cell; long things are shown whole elsewhere. */
export function shortValue(value: unknown): string {
  if (value === undefined || value === null || value === '') return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
