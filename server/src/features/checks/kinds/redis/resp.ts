import { Buffer } from 'node:buffer'
import type { Conversation } from '#platform/outbound/index.ts'
import { unexpected } from '../shared/byte-reader.ts'

/** RESP2, the protocol of Redis, Valkey and their kin: what a check needs of it. */
export type Reply =
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'integer'; readonly value: string }
  | { readonly type: 'error'; readonly value: string }
  | { readonly type: 'nothing' }
  | { readonly type: 'list'; readonly items: readonly Reply[] }

const deepest = 4
const mostItems = 1_000

export const command = (words: readonly string[]): Buffer =>
  Buffer.concat([
    Buffer.from(`*${words.length}\r\n`),
    ...words.map((word) => Buffer.from(`$${Buffer.byteLength(word)}\r\n${word}\r\n`)),
  ])

export async function readReply(talk: Conversation, depth = 0): Promise<Reply> {
  const line = await talk.readLine(65_536)
  const rest = line.slice(1)
  switch (line[0]) {
    case '+':
      return { type: 'text', value: rest }
    case '-':
      return { type: 'error', value: rest }
    case ':':
      return { type: 'integer', value: String(lengthOf(rest)) }
    case '$':
      return readText(talk, lengthOf(rest))
    case '*':
      return readList(talk, lengthOf(rest), depth)
    default:
      throw notRedis()
  }
}

async function readText(talk: Conversation, length: number): Promise<Reply> {
  if (length === -1) return { type: 'nothing' }
  if (length < 0) throw notRedis()
  const bytes = await talk.read(length + 2)
  if (bytes[length] !== 13 || bytes[length + 1] !== 10) throw notRedis()
  return { type: 'text', value: bytes.subarray(0, length).toString('utf8') }
}

async function readList(talk: Conversation, length: number, depth: number): Promise<Reply> {
  if (length === -1) return { type: 'nothing' }
  if (length < 0 || length > mostItems || depth >= deepest)
    throw unexpected('서버의 답이 너무 크거나 깊습니다.', 'The answer is too large or too deep.')
  const items: Reply[] = []
  while (items.length < length) items.push(await readReply(talk, depth + 1))
  return { type: 'list', items }
}

function lengthOf(digits: string): number {
  if (!/^-?\d{1,19}$/.test(digits)) throw notRedis()
  return Number(digits)
}

const notRedis = () =>
  unexpected('서버가 Redis 프로토콜로 답하지 않습니다.', 'The server does not speak the Redis protocol.')
