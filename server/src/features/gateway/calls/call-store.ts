import type { Db, SqlValue, Tx } from '#platform/db/contract.ts'
import { type CallOutcome, type EndedCall, type OpenCall, personOf, tokenOf } from './call-record.ts'
import { addToSums, type SummedCall } from './call-sums.ts'

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
  await addToSums(tx, calls.map(summed))
}

const idsAtOnce = 500

async function deleteOpen(tx: Tx, calls: readonly OpenCall[]): Promise<void> {
  for (let at = 0; at < calls.length; at += idsAtOnce) {
    const ids = calls.slice(at, at + idsAtOnce).map(({ id }) => id)
    await tx.run(`delete from open_call where id in (${ids.map(() => '?').join(', ')})`, ids)
  }
}

const summed = (call: EndedCall): SummedCall => ({
  startedAt: call.startedAt,
  tool: call.tool,
  personId: personOf(call.actor) ?? 0,
  tokenId: tokenOf(call.actor) ?? 0,
  outcome: call.outcome,
  door: call.origin.door,
  source: call.sourceId ?? '',
  durationMs: call.durationMs,
})

/** The caller was asked for something, so many times by now: nobody runs this call until they come again. */
export const markAsked = (tx: Tx, id: number, asked: number, at: number): Promise<number> =>
  tx.run('update open_call set asked_at = ?, asked = ? where id = ?', [at, asked, id])

/**
 * When a call began that goes on now, after its caller was asked so many times; null when it does already, is further
 * than that, or was given up. Only one gets it, however many ask.
 */
export async function takeAsked(tx: Tx, id: number, asked: number, at: number): Promise<number | null> {
  const [row] = await tx.all<{ started_at: number }>(
    `update open_call set asked_at = null, resumed_at = ?
     where id = ? and asked = ? and asked_at is not null returning started_at`,
    [at, id, asked],
  )
  return row?.started_at ?? null
}

/** Calls that run for so long that whoever ran them is gone. */
export const endOrphans = (tx: Tx, before: number): Promise<number> =>
  closeOpen(tx, {
    where: 'asked_at is null and coalesce(resumed_at, started_at) < ?',
    before,
    outcome: 'interrupted',
    reason: 'the process ended before the call did',
  })

/** Calls whose callers did not come again. */
export const endForsaken = (tx: Tx, before: number): Promise<number> =>
  closeOpen(tx, {
    where: 'asked_at < ?',
    before,
    outcome: 'cancelled',
    reason: 'the caller was asked for something and did not come again',
  })

interface Closing {
  readonly where: string
  readonly before: number
  readonly outcome: CallOutcome
  readonly reason: string
}

/** Until its caller was asked for something; how long it ran otherwise is not known. */
const ran = 'coalesce(asked_at - started_at, 0)'

async function closeOpen(tx: Tx, { where, before, outcome, reason }: Closing): Promise<number> {
  const columns = Object.keys(openColumns).join(', ')
  const orphans = await tx.all<OrphanRow>(
    `select started_at, tool, person_id, token_id, door, source, ${ran} as ran from open_call
     where ${where} and not exists (select 1 from tool_call where tool_call.id = open_call.id)`,
    [before],
  )
  await addToSums(
    tx,
    orphans.map((row) => summedOrphan(row, outcome)),
  )
  const count = await tx.run(
    `insert into tool_call (${columns}, duration_ms, outcome, result, reason)
     select ${columns}, ${ran}, '${outcome}', null, '${reason}'
     from open_call where ${where} on conflict (id) do nothing`,
    [before],
  )
  await tx.run(`delete from open_call where ${where}`, [before])
  return count
}

interface OrphanRow {
  readonly started_at: number
  readonly tool: string
  readonly person_id: number | null
  readonly token_id: number | null
  readonly door: string
  readonly source: string | null
  readonly ran: number
}

const summedOrphan = (row: OrphanRow, outcome: CallOutcome): SummedCall => ({
  startedAt: row.started_at,
  tool: row.tool,
  personId: row.person_id ?? 0,
  tokenId: row.token_id ?? 0,
  outcome,
  door: row.door,
  source: row.source ?? '',
  durationMs: row.ran,
})

/** In steps, so that nobody waits long. */
export const deleteCallsBefore = (tx: Tx, before: number, most: number): Promise<number> =>
  tx.run(
    'delete from tool_call where id in (select id from tool_call where started_at < ? order by started_at limit ?)',
    [before, most],
  )

export async function deleteSumsBefore(tx: Tx, before: number): Promise<number> {
  await tx.run('delete from call_hour_total where hour_at < ?', [before])
  for (const table of ['call_day', 'call_day_tool', 'call_day_caller'])
    await tx.run(`delete from ${table} where day_at < ?`, [before])
  return tx.run('delete from call_hour where hour_at < ?', [before])
}
