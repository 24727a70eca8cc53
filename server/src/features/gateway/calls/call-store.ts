import { hour } from '#kernel/clock.ts'
import type { Db, SqlValue, Tx } from '#platform/db/contract.ts'
import { type EndedCall, type OpenCall, personOf, tokenOf } from './call-record.ts'

/** A block of ids that only this process gives out: the number before its first. */
export async function takeIds(db: Db, count: number): Promise<number> {
  const [row] = await db.all<{ next_id: number }>(
    'update call_state set next_id = next_id + ? where id = 1 returning next_id',
    [count],
  )
  if (!row) throw new Error('the row that gives out call ids is missing')
  return row.next_id - count
}

const openColumns = {
  id: 'bigint',
  started_at: 'bigint',
  person_id: 'bigint',
  token_id: 'bigint',
  actor_name: 'text',
  door: 'text',
  address: 'text',
  server: 'text',
  source: 'text',
  tool: 'text',
  arguments: 'text',
} as const

const openValues = (call: OpenCall): SqlValue[] => [
  call.id,
  call.startedAt,
  personOf(call.actor),
  tokenOf(call.actor),
  nameOf(call),
  call.origin.door,
  call.origin.address ?? null,
  call.server,
  call.sourceId,
  call.tool,
  call.args,
]

const nameOf = ({ actor }: OpenCall): string | null =>
  actor.kind === 'anonymous' ? null : actor.name.slice(0, 200).toWellFormed().replaceAll('\0', ' ')

export const insertOpen = (tx: Tx, calls: readonly OpenCall[]): Promise<number> =>
  tx.insertMany('open_call', openColumns, calls.map(openValues))

export async function insertEnded(tx: Tx, calls: readonly EndedCall[]): Promise<void> {
  await tx.insertMany(
    'tool_call',
    { ...openColumns, duration_ms: 'integer', outcome: 'text', result: 'text', reason: 'text' },
    calls.map((call) => [...openValues(call), call.durationMs, call.outcome, call.result, call.reason]),
    'on conflict (id) do nothing',
  )
  await deleteOpen(tx, calls)
  await addToHours(tx, calls)
}

const idsAtOnce = 500

async function deleteOpen(tx: Tx, calls: readonly OpenCall[]): Promise<void> {
  for (let at = 0; at < calls.length; at += idsAtOnce) {
    const ids = calls.slice(at, at + idsAtOnce).map(({ id }) => id)
    await tx.run(`delete from open_call where id in (${ids.map(() => '?').join(', ')})`, ids)
  }
}

/** Counts for charts: one row for each hour, tool, caller and outcome. 0 stands for nobody. */
async function addToHours(tx: Tx, calls: readonly EndedCall[]): Promise<void> {
  const sums = new Map<string, SqlValue[]>()
  for (const call of calls) {
    const at = Math.floor(call.startedAt / hour) * hour
    const key = [at, call.tool, personOf(call.actor) ?? 0, tokenOf(call.actor) ?? 0, call.outcome]
    const text = key.join('\n')
    const sum = sums.get(text)
    sums.set(text, [...key, call.sourceId ?? '', Number(sum?.[6] ?? 0) + 1, Number(sum?.[7] ?? 0) + call.durationMs])
  }
  await tx.insertMany(
    'call_hour',
    {
      hour_at: 'bigint',
      tool: 'text',
      person_id: 'bigint',
      token_id: 'bigint',
      outcome: 'text',
      source: 'text',
      calls: 'bigint',
      duration_ms: 'bigint',
    },
    // In one order everywhere: two processes that add to the same hours wait instead of locking each other out.
    [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
    `on conflict (hour_at, tool, person_id, token_id, outcome)
     do update set calls = call_hour.calls + excluded.calls, duration_ms = call_hour.duration_ms + excluded.duration_ms`,
  )
}

/** Calls that began so long ago that whoever ran them is gone. */
export async function endOrphans(tx: Tx, before: number): Promise<number> {
  const columns = Object.keys(openColumns).join(', ')
  await tx.run(
    `insert into call_hour (hour_at, tool, person_id, token_id, outcome, source, calls, duration_ms)
     select started_at - started_at % ${hour}, tool, coalesce(person_id, 0), coalesce(token_id, 0), 'interrupted',
       min(coalesce(source, '')), count(*), 0
     from open_call where started_at < ? and not exists (select 1 from tool_call where tool_call.id = open_call.id)
     group by started_at - started_at % ${hour}, tool, coalesce(person_id, 0), coalesce(token_id, 0)
     on conflict (hour_at, tool, person_id, token_id, outcome) do update set calls = call_hour.calls + excluded.calls`,
    [before],
  )
  const count = await tx.run(
    `insert into tool_call (${columns}, duration_ms, outcome, result, reason)
     select ${columns}, 0, 'interrupted', null, 'the process ended before the call did'
     from open_call where started_at < ? on conflict (id) do nothing`,
    [before],
  )
  await tx.run('delete from open_call where started_at < ?', [before])
  return count
}

/** In steps, so that nobody waits long. */
export const deleteCallsBefore = (tx: Tx, before: number, most: number): Promise<number> =>
  tx.run(
    'delete from tool_call where id in (select id from tool_call where started_at < ? order by started_at limit ?)',
    [before, most],
  )

export const deleteHoursBefore = (tx: Tx, before: number): Promise<number> =>
  tx.run('delete from call_hour where hour_at < ?', [before])
