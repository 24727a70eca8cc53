import { Buffer } from 'node:buffer'
import type { Conversation } from '#platform/outbound/index.ts'
import { ByteReader, i32be, unexpected, zeroEnded } from '../shared/byte-reader.ts'

/** PostgreSQL's frontend/backend protocol 3.0: messages of one who signs in and asks one thing. */
export interface Message {
  /** One letter. */
  readonly type: string
  readonly body: ByteReader
}

/** A row of a result that a check looks at is small; one message is not read beyond this. */
const longestMessage = 262_144

export const sslRequest = Buffer.concat([i32be(8), i32be(80_877_103)])

export function startup(parameters: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(parameters).flatMap(([name, value]) => [zeroEnded(name), zeroEnded(value)])
  const body = Buffer.concat([i32be(196_608), ...pairs, Buffer.from([0])])
  return Buffer.concat([i32be(body.length + 4), body])
}

export function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), i32be(body.length + 4), body])
}

export const simpleQuery = (sql: string): Buffer => message('Q', zeroEnded(sql))
export const terminate = message('X')

/**
 * The extended protocol takes one statement and no more, whatever is written into it, and hands out so many rows: Parse,
 * Bind, Describe, Execute, Sync. Results come as text.
 */
export const boundedQuery = (sql: string, rows: number): Buffer =>
  Buffer.concat([
    message('P', zeroEnded(''), zeroEnded(sql), Buffer.from([0, 0])),
    message('B', zeroEnded(''), zeroEnded(''), Buffer.alloc(6)),
    message('D', Buffer.from('P'), zeroEnded('')),
    message('E', zeroEnded(''), i32be(rows)),
    message('S'),
  ])

export async function readMessage(talk: Conversation): Promise<Message> {
  const type = (await talk.read(1)).toString('latin1')
  if (!/[A-Za-z0-9]/.test(type)) throw notPostgres()
  const length = (await talk.read(4)).readInt32BE()
  if (length < 4 || length > longestMessage)
    throw unexpected('서버가 너무 큰 메시지를 보냅니다.', 'The server sends too large a message.')
  return { type, body: new ByteReader(await talk.read(length - 4)) }
}

/** Fields of an ErrorResponse by their letters: C is the SQLSTATE, M the message. */
export function errorFields(body: ByteReader): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {}
  while (body.left > 1) {
    const letter = String.fromCharCode(body.u8())
    fields[letter] = body.text()
  }
  return fields
}

export const notPostgres = () =>
  unexpected('서버가 PostgreSQL 프로토콜로 답하지 않습니다.', 'The server does not speak the PostgreSQL protocol.')
