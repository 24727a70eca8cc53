import { type Text, text } from '@bongsu/contract/text.ts'

/** Commands that read and answer at once, whatever the size of the store. With how few words each makes sense. */
const reading: Readonly<Record<string, number>> = {
  PING: 1,
  GET: 2,
  GETRANGE: 4,
  STRLEN: 2,
  EXISTS: 2,
  TYPE: 2,
  TTL: 2,
  PTTL: 2,
  HGET: 3,
  HEXISTS: 3,
  HLEN: 2,
  LLEN: 2,
  LINDEX: 3,
  SCARD: 2,
  SISMEMBER: 3,
  ZCARD: 2,
  ZSCORE: 3,
  XLEN: 2,
  DBSIZE: 1,
  LASTSAVE: 1,
  TIME: 1,
  INFO: 1,
}

/** A command line as people type it: words, or words in double quotes. Null when a quote is never closed. */
export function wordsOf(line: string): readonly string[] | null {
  const words: string[] = []
  let rest = line.trim()
  while (rest !== '') {
    const match = /^(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))(?:\s+|$)/.exec(rest)
    if (!match) return null
    words.push(match[1] === undefined ? (match[2] as string) : match[1].replaceAll(/\\(.)/g, '$1'))
    rest = rest.slice(match[0].length)
  }
  return words
}

export function commandProblem(line: string): Text | undefined {
  const words = wordsOf(line)
  if (!words) return text('따옴표가 닫히지 않았습니다.', 'A quote is not closed.')
  const name = (words[0] ?? '').toUpperCase()
  const fewest = reading[name]
  if (fewest === undefined)
    return text(
      `읽기 명령만 쓸 수 있습니다: ${Object.keys(reading).join(', ')}`,
      `Only commands that read are possible: ${Object.keys(reading).join(', ')}`,
    )
  return words.length < fewest ? text(`${name} 명령에 인자가 모자랍니다.`, `${name} needs more arguments.`) : undefined
}
