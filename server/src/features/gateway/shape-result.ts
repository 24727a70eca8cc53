import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import { Failure } from '#kernel/errors.ts'
import { errorResult, type Json, textBlock } from './tools/tool.ts'

/**
 * A result within its cap, whole wherever it fits. Too large: text blocks keep their beginning, and what cannot be cut
 * (pictures, structured content) is left out, and the result says so.
 */
export function capped(result: Json, mostBytes: number, language: Language): Json {
  if (fits(result, mostBytes)) return result
  const note = text(
    `결과가 ${mostBytes}바이트를 넘어 일부만 전합니다.`,
    `The result is larger than ${mostBytes} bytes; this is its beginning.`,
  )
  const { structuredContent: _left, content, ...rest } = result
  // What is no result of a tool (a resource, a prompt) is of no use in part.
  if (!Array.isArray(content)) throw new Failure('unavailable', tooLarge(mostBytes))
  const kept: Json[] = []
  let room = mostBytes - Buffer.byteLength(JSON.stringify(rest)) - 1000
  if (room <= 0) return errorResult(note, language)
  for (const block of content) {
    // With the comma behind it: blocks may be many and tiny.
    const bytes = Buffer.byteLength(JSON.stringify(block)) + 1
    if (bytes <= room) kept.push(block)
    else if (block?.type === 'text' && room > 100) kept.push(textBlock(beginning(String(block.text), room - 100)))
    else continue
    room -= Math.min(bytes, room)
  }
  return { ...rest, content: [...kept, textBlock(note[language])] }
}

/** Whether its JSON is within so many bytes. */
export const fits = (value: unknown, mostBytes: number): boolean =>
  isSurelySmall(value, mostBytes) || Buffer.byteLength(JSON.stringify(value) ?? '') <= mostBytes

const tooLarge = (mostBytes: number): Text =>
  text(
    `${mostBytes}바이트를 넘어 전할 수 없습니다. 더 작은 것을 요청하거나 관리자에게 한도를 물어보세요.`,
    `It is larger than ${mostBytes} bytes. Ask for something smaller, or your administrator for a higher limit.`,
  )

/** In the worst case a letter takes six bytes of JSON: whatever fits even so needs no writing out to be sure. */
function isSurelySmall(value: unknown, mostBytes: number): boolean {
  let room = mostBytes
  const look = (item: unknown): void => {
    if (room < 0) return
    room -= 32
    if (typeof item === 'string') room -= item.length * 6
    else if (typeof item === 'object' && item !== null)
      for (const key in item) {
        room -= key.length * 6
        look((item as Json)[key])
        if (room < 0) return
      }
  }
  look(value)
  return room >= 0
}

/** At most so many bytes of JSON: a letter may take six of them. */
function beginning(words: string, bytes: number): string {
  let [low, high] = [0, Math.min(words.length, bytes)]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (Buffer.byteLength(JSON.stringify(words.slice(0, middle))) <= bytes) low = middle
    else high = middle - 1
  }
  return words.slice(0, low).toWellFormed()
}
