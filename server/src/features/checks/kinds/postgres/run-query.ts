import type { Conversation } from '#platform/outbound/index.ts'
import type { ByteReader } from '../shared/byte-reader.ts'
import { mostRows, type QueryRows } from '../shared/read-only-query.ts'
import type { Refusal } from '../shared/server-refusal.ts'
import { refusalOf } from './refusal.ts'
import { boundedQuery, type Message, notPostgres, readMessage, simpleQuery } from './wire.ts'

const mostMessages = 1_000

/**
 * Runs one statement in a transaction that cannot write, with a limit of the server's own on its time. One more row than
 * wanted is asked for, to know whether there are more.
 */
export async function runQuery(talk: Conversation, sql: string, limitMs: number): Promise<QueryRows | Refusal> {
  talk.write(simpleQuery(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${Math.max(1, Math.floor(limitMs))}`))
  const begun = await untilReady(talk, () => undefined)
  if (begun) return begun
  talk.write(boundedQuery(sql, mostRows + 1))
  let columns: readonly string[] = []
  let rowCount = 0
  let value: string | null = null
  const refusal = await untilReady(talk, ({ type, body }) => {
    if (type === 'T') columns = readColumns(body)
    else if (type === 'D' && rowCount++ === 0) value = firstValue(body)
  })
  return refusal ?? { columns, rowCount: Math.min(rowCount, mostRows), isCut: rowCount > mostRows, value }
}

/** ReadyForQuery ends every answer, also that of a failed statement. */
async function untilReady(talk: Conversation, take: (message: Message) => void): Promise<Refusal | undefined> {
  let refusal: Refusal | undefined
  for (let count = 0; count < mostMessages; count += 1) {
    const message = await readMessage(talk)
    if (message.type === 'Z') return refusal
    // Copying in or out, or a sign-in in the middle: nothing that was asked for.
    if ('GHWR'.includes(message.type)) throw notPostgres()
    if (message.type === 'E') refusal ??= refusalOf(message.body)
    else take(message)
  }
  throw notPostgres()
}

function readColumns(body: ByteReader): readonly string[] {
  const count = body.u16be()
  const names: string[] = []
  for (let at = 0; at < count; at += 1) {
    names.push(body.text())
    body.skip(18)
  }
  return names
}

function firstValue(body: ByteReader): string | null {
  if (body.u16be() === 0) return null
  const length = body.i32be()
  return length < 0 ? null : body.take(length).toString('utf8')
}
