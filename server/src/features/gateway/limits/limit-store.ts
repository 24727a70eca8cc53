import type { Db, SqlValue, Tx } from '#platform/db/contract.ts'
import type { LimitRule, LimitSubject, LimitTarget, LimitWindow } from './limit-rule.ts'

interface RuleRow {
  id: number
  subject_kind: LimitSubject
  subject: string
  target_kind: LimitTarget
  target: string
  span: LimitWindow
  most: number
}

const ruleOf = (row: RuleRow): LimitRule => ({
  id: row.id,
  subjectKind: row.subject_kind,
  subject: row.subject,
  targetKind: row.target_kind,
  target: row.target,
  window: row.span,
  max: row.most,
})

export const allRules = async (db: Db): Promise<LimitRule[]> =>
  (
    await db.all<RuleRow>(
      'select id, subject_kind, subject, target_kind, target, span, most from limit_rule order by id',
    )
  ).map(ruleOf)

/** Sets a rule, or changes the one that is there for the same subject, target and window. */
export async function putRule(tx: Tx, rule: Omit<LimitRule, 'id'>, now: number): Promise<number> {
  const [row] = await tx.all<{ id: number }>(
    `insert into limit_rule (subject_kind, subject, target_kind, target, span, most, changed_at)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (subject_kind, subject, target_kind, target, span)
     do update set most = excluded.most, changed_at = excluded.changed_at returning id`,
    [rule.subjectKind, rule.subject, rule.targetKind, rule.target, rule.window, rule.max, now],
  )
  if (!row) throw new Error('a limit was not stored')
  return row.id
}

export const deleteRule = async (tx: Tx, id: number): Promise<boolean> =>
  (await tx.run('delete from limit_rule where id = ?', [id])) === 1

/** How many rules are about a tool by its name. */
export async function countRulesAbout(db: Db, tool: string): Promise<number> {
  const [row] = await db.all<{ total: number }>(
    "select count(*) as total from limit_rule where target_kind = 'tool' and target = ?",
    [tool],
  )
  return row?.total ?? 0
}

export interface Counter {
  readonly key: string
  readonly windowFrom: number
  readonly used: number
}

interface CounterRow {
  counter: string
  window_from: number
  used: number
}

/**
 * The counters as they stand, each one's row held until the commit. Asked for in one order everywhere, so that two
 * processes wait for each other instead of locking each other out.
 */
export async function holdCounters(tx: Tx, keys: readonly string[]): Promise<Map<string, Counter>> {
  const sorted = [...keys].sort()
  // SQLite has one writer: whoever is in a transaction holds every row already.
  if (tx.engine === 'sqlite') return readCounters(tx, sorted)
  await tx.insertMany(
    'limit_counter',
    { counter: 'text', window_from: 'bigint', used: 'bigint' },
    sorted.map((key) => [key, 0, 0]),
    'on conflict (counter) do nothing',
  )
  return mapOf(await select(tx, sorted, ' order by counter for update'))
}

export const readCounters = async (db: Db, keys: readonly string[]): Promise<Map<string, Counter>> =>
  mapOf(await select(db, keys, ''))

function mapOf(rows: readonly CounterRow[]): Map<string, Counter> {
  return new Map(rows.map((row) => [row.counter, { key: row.counter, windowFrom: row.window_from, used: row.used }]))
}

function select(db: Db, keys: readonly string[], suffix: string): Promise<CounterRow[]> {
  if (keys.length === 0) return Promise.resolve([])
  const marks = keys.map(() => '?').join(', ')
  return db.all(`select counter, window_from, used from limit_counter where counter in (${marks})${suffix}`, keys)
}

export const saveCounters = (tx: Tx, counters: readonly Counter[]): Promise<number> =>
  tx.insertMany(
    'limit_counter',
    { counter: 'text', window_from: 'bigint', used: 'bigint' },
    counters.map(({ key, windowFrom, used }): SqlValue[] => [key, windowFrom, used]),
    'on conflict (counter) do update set window_from = excluded.window_from, used = excluded.used',
  )

/** Gives one use back, as long as its window is still the one it was taken in. */
export const giveBack = (tx: Tx, key: string, windowFrom: number): Promise<number> =>
  tx.run('update limit_counter set used = used - 1 where counter = ? and window_from = ? and used > 0', [
    key,
    windowFrom,
  ])

/** Counters whose window ended long ago say nothing any more. */
export const deleteOldCounters = (tx: Tx, before: number): Promise<number> =>
  tx.run('delete from limit_counter where window_from < ?', [before])
