import { type Text, text } from '@bongsu/contract/text.ts'

type Range = readonly [from: number, to: number]

const parsed = new Map<string, readonly Range[] | null>()
const mostParsed = 1_000

/** `200-299, 301, 4xx` as ranges, or null when it is not that. */
function rangesOf(source: string): readonly Range[] | null {
  const known = parsed.get(source)
  if (known !== undefined) return known
  if (parsed.size >= mostParsed) parsed.clear()
  const ranges = source.split(',').map(rangeOf)
  const made = ranges.every((range) => range !== null) ? ranges : null
  parsed.set(source, made)
  return made
}

function rangeOf(part: string): Range | null {
  const found = /^\s*([1-5])(?:(\d\d)(?:\s*-\s*([1-5]\d\d))?|xx)\s*$/i.exec(part)
  if (!found) return null
  const [, hundred = '', rest, end] = found
  if (rest === undefined) return [Number(hundred) * 100, Number(hundred) * 100 + 99]
  const from = Number(hundred + rest)
  const to = end === undefined ? from : Number(end)
  return from <= to ? [from, to] : null
}

export const expectedStatusProblem = (source: string): Text | undefined =>
  rangesOf(source)
    ? undefined
    : text(
        '200-299, 301, 4xx처럼 100~599의 코드와 범위를 쉼표로 적으세요.',
        'Write codes and ranges from 100 to 599 with commas, such as 200-299, 301, 4xx.',
      )

export const isExpectedStatus = (status: number, source: string): boolean =>
  rangesOf(source)?.some(([from, to]) => status >= from && status <= to) ?? false
