import { type Language, text } from '@bongsu/contract/text.ts'
import { errorResult, type Json, type ToolResult, textBlock } from './tools/tool.ts'

/**
 * A result within its cap, whole wherever it fits. Too large: text blocks keep their beginning, and what cannot be cut
 * (pictures, structured content) is left out, and the result says so.
 */
export function capped(result: ToolResult, mostBytes: number, language: Language): ToolResult {
  if (Buffer.byteLength(JSON.stringify(result)) <= mostBytes) return result
  const note = text(
    `결과가 ${mostBytes}바이트를 넘어 일부만 전합니다.`,
    `The result is larger than ${mostBytes} bytes; this is its beginning.`,
  )
  const { structuredContent: _left, content, ...rest } = result
  const kept: Json[] = []
  let room = mostBytes - Buffer.byteLength(JSON.stringify(rest)) - 1000
  if (room <= 0) return errorResult(note, language)
  for (const block of content) {
    const bytes = Buffer.byteLength(JSON.stringify(block))
    if (bytes <= room) kept.push(block)
    else if (block.type === 'text' && room > 100) kept.push(textBlock(beginning(String(block.text), room - 100)))
    else continue
    room -= Math.min(bytes, room)
  }
  return { ...rest, content: [...kept, textBlock(note[language])] }
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
