import { day, hour } from '#kernel/clock.ts'
import { addValue, encodeHistogram, type Histogram, mergeEncoded, mergeInto } from '#kernel/histogram.ts'
import type { SqlValue, Tx } from '#platform/db/contract.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import type { CallOutcome } from './call-record.ts'

/** What of a call is summed up. 0 stands for nobody. */
export interface SummedCall {
  readonly startedAt: number
  readonly tool: string
  readonly personId: number
  readonly tokenId: number
  readonly outcome: CallOutcome
  readonly door: string
  readonly source: string
  readonly durationMs: number
}

interface Sum {
  readonly key: readonly SqlValue[]
  /** One of them: what the key tells, the others have too. */
  readonly one: SummedCall
  calls: number
  durationMs: number
  readonly histogram: Histogram
}

/** How long it took says something only of a call that ran and was seen to end. */
const unmeasured: ReadonlySet<CallOutcome> = new Set(['refused', 'limited', 'invalid', 'interrupted'])

/**
 * Adds calls to the sums that charts and lists are made of: by hour, tool, caller, outcome and door; by hour for all of
 * them together; and by day (UTC), so that a month is some thirty rows for each of these and not some hundreds, and
 * fewer still where only tools or only callers are asked for.
 */
export async function addToSums(tx: Tx, calls: readonly SummedCall[]): Promise<void> {
  if (calls.length === 0) return
  // A histogram is read, added to and written back: on PostgreSQL another process must not do the same in between.
  await takeTurn(tx, 'tool-call-sums')
  const hourly = sumUp(calls)
  // Everything else is summed from these, which are few, and before what is stored is added to their histograms.
  const total = together(hourly, (call) => [floorTo(hour, call), call.outcome, call.door])
  const daily = together(hourly, (call) => [floorTo(day, call), call.tool, ...who(call)])
  const byTool = together(daily, (call) => [floorTo(day, call), call.tool, call.outcome, call.door])
  const byCaller = together(daily, (call) => [floorTo(day, call), ...who(call)])
  await addMeasured(tx, 'call_hour', hourKey, hourly, true)
  await addMeasured(tx, 'call_hour_total', totalKey, total, false)
  await addCounts(tx, 'call_day', dayKey, daily, true)
  await addCounts(tx, 'call_day_tool', dayToolKey, byTool, false)
  await addCounts(tx, 'call_day_caller', dayCallerKey, byCaller, false)
}

const callKey = { person_id: 'bigint', token_id: 'bigint', outcome: 'text', door: 'text' } as const
const hourKey = { tool: 'text', hour_at: 'bigint', ...callKey } as const
const totalKey = { hour_at: 'bigint', outcome: 'text', door: 'text' } as const
const dayKey = { day_at: 'bigint', tool: 'text', ...callKey } as const
const dayToolKey = { day_at: 'bigint', tool: 'text', outcome: 'text', door: 'text' } as const
const dayCallerKey = { day_at: 'bigint', ...callKey } as const

type Key = Readonly<Record<string, 'bigint' | 'text'>>

const namesOf = (key: Key): string => Object.keys(key).join(', ')
const who = ({ personId, tokenId, outcome, door }: SummedCall): SqlValue[] => [personId, tokenId, outcome, door]
const floorTo = (span: number, { startedAt }: SummedCall): number => Math.floor(startedAt / span) * span

/** By the hour, in detail. */
function sumUp(calls: readonly SummedCall[]): Sum[] {
  const sums = new Sums((call) => [call.tool, floorTo(hour, call), ...who(call)])
  for (const call of calls) {
    const sum = sums.of(call)
    sum.calls += 1
    sum.durationMs += call.durationMs
    if (!unmeasured.has(call.outcome)) addValue(sum.histogram, call.durationMs)
  }
  return sums.all()
}

/** Sums of sums, by fewer of the same things. */
function together(details: readonly Sum[], keyOf: KeyOf): Sum[] {
  const sums = new Sums(keyOf)
  for (const detail of details) {
    const sum = sums.of(detail.one)
    sum.calls += detail.calls
    sum.durationMs += detail.durationMs
    mergeInto(sum.histogram, detail.histogram)
  }
  return sums.all()
}

type KeyOf = (call: SummedCall) => SqlValue[]

class Sums {
  readonly #keyOf: KeyOf
  readonly #byKey = new Map<string, Sum>()

  constructor(keyOf: KeyOf) {
    this.#keyOf = keyOf
  }

  of(one: SummedCall): Sum {
    const key = this.#keyOf(one)
    const text = key.join('\n')
    const known = this.#byKey.get(text)
    const sum = known ?? { key, one, calls: 0, durationMs: 0, histogram: new Map() }
    if (!known) this.#byKey.set(text, sum)
    return sum
  }

  all(): Sum[] {
    return [...this.#byKey.values()]
  }
}

const addCounts = (tx: Tx, table: string, key: Key, sums: readonly Sum[], hasSource: boolean): Promise<number> =>
  tx.insertMany(
    table,
    { ...key, ...(hasSource ? { source: 'text' as const } : {}), calls: 'bigint', duration_ms: 'bigint' },
    sums.map((sum) => [...sum.key, ...(hasSource ? [sum.one.source] : []), sum.calls, sum.durationMs]),
    `on conflict (${namesOf(key)}) do update set calls = ${table}.calls + excluded.calls,
     duration_ms = ${table}.duration_ms + excluded.duration_ms`,
  )

type MeasuredRow = Readonly<Record<string, SqlValue>> & {
  readonly calls: number
  readonly duration_ms: number
  readonly histogram: Uint8Array | null
}

async function addMeasured(tx: Tx, table: string, key: Key, sums: readonly Sum[], hasSource: boolean): Promise<void> {
  const known = await rowsOf(tx, table, key, sums)
  const rows = sums.map((sum): SqlValue[] => {
    const before = known.get(sum.key.join('\n'))
    if (before?.histogram) mergeEncoded(sum.histogram, before.histogram)
    return [
      ...sum.key,
      ...(hasSource ? [sum.one.source] : []),
      sum.calls + (before?.calls ?? 0),
      sum.durationMs + (before?.duration_ms ?? 0),
      sum.histogram.size === 0 ? null : encodeHistogram(sum.histogram),
    ]
  })
  const columns = { calls: 'bigint', duration_ms: 'bigint', histogram: 'blob' } as const
  await tx.insertMany(
    table,
    { ...key, ...(hasSource ? { source: 'text' as const } : {}), ...columns },
    rows,
    `on conflict (${namesOf(key)}) do update set calls = excluded.calls, duration_ms = excluded.duration_ms,
     histogram = excluded.histogram`,
  )
}

const keysAtOnce = 50

async function rowsOf(tx: Tx, table: string, key: Key, sums: readonly Sum[]): Promise<Map<string, MeasuredRow>> {
  const names = Object.keys(key)
  const one = `(${names.map((column) => `${column} = ?`).join(' and ')})`
  const rows = new Map<string, MeasuredRow>()
  for (let at = 0; at < sums.length; at += keysAtOnce) {
    const some = sums.slice(at, at + keysAtOnce)
    const found = await tx.all<MeasuredRow>(
      `select ${namesOf(key)}, calls, duration_ms, histogram from ${table} where ${some.map(() => one).join(' or ')}`,
      some.flatMap((sum) => sum.key),
    )
    for (const row of found) rows.set(names.map((name) => row[name]).join('\n'), row)
  }
  return rows
}
