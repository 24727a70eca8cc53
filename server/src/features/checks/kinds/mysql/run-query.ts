import type { Buffer } from 'node:buffer'
import { ByteReader } from '../shared/byte-reader.ts'
import { mostRows, type QueryRows } from '../shared/read-only-query.ts'
import type { Refusal } from '../shared/server-refusal.ts'
import { notMysql, type Packets, readLength, readText } from './packets.ts'
import { isError, refusalOf } from './refusal.ts'

const mostColumns = 1_000
const unknownVariable = '1193'

/** Runs one statement in a transaction that cannot write, with limits of the server's own on its time and its rows. */
export async function runQuery(
  packets: Packets,
  sql: string,
  limitMs: number,
  serverVersion: string,
): Promise<QueryRows | Refusal> {
  const time = /mariadb/i.test(serverVersion)
    ? `max_statement_time=${Math.max(0.001, limitMs / 1000).toFixed(3)}`
    : `max_execution_time=${Math.max(1, Math.floor(limitMs))}`
  const rows = `sql_select_limit=${mostRows + 1}`
  const limited = await ask(packets, `SET SESSION ${rows}, ${time}`)
  // Servers older than these limits still have ours.
  if ('reason' in limited && limited.code !== unknownVariable) return limited
  if ('reason' in limited) await ask(packets, `SET SESSION ${rows}`)
  const begun = await ask(packets, 'START TRANSACTION READ ONLY')
  return 'reason' in begun ? begun : ask(packets, sql)
}

const nothing: QueryRows = { columns: [], rowCount: 0, isCut: false, value: null }

async function ask(packets: Packets, sql: string): Promise<QueryRows | Refusal> {
  packets.query(sql)
  const first = await packets.read()
  if (isError(first)) return refusalOf(first)
  if (first[0] === 0) return nothing
  const count = readLength(new ByteReader(first))
  if (count === null || count < 1 || count > mostColumns) throw notMysql()
  const columns: string[] = []
  while (columns.length < count) columns.push(columnName(await packets.read()))
  if (!isEnd(await packets.read())) throw notMysql()
  return readRows(packets, columns)
}

async function readRows(packets: Packets, columns: readonly string[]): Promise<QueryRows | Refusal> {
  let rowCount = 0
  let value: string | null = null
  for (;;) {
    const packet = await packets.read()
    if (isError(packet)) return refusalOf(packet)
    if (isEnd(packet)) return { columns, rowCount, isCut: false, value }
    // SHOW does not know of a limit: the rest is left unread, and the connection ends.
    if (rowCount === mostRows) return { columns, rowCount, isCut: true, value }
    if (rowCount === 0) value = readText(new ByteReader(packet))
    rowCount += 1
  }
}

/** Catalog, schema, table and its original come before the name. */
function columnName(packet: Buffer): string {
  const reader = new ByteReader(packet)
  for (let at = 0; at < 4; at += 1) readText(reader)
  return readText(reader) ?? ''
}

const isEnd = (packet: Buffer): boolean => packet[0] === 0xfe && packet.length < 9
