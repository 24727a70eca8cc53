import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { sections } from './connection-fields.ts'
import { saying } from './fields.ts'

/** More rows than this are not asked for. */
export const mostRows = 100
/** Longer values are cut in what is shown. */
const longestValue = 500

/** One statement that reads. The server is also told to refuse writing: this only says so early. */
export const queryField = () =>
  z
    .string()
    .trim()
    .min(1)
    .max(4000)
    .check(saying(queryProblem))
    .optional()
    .meta({
      label: text('쿼리', 'Query'),
      help: text(
        `읽기만 하는 문장 하나입니다. 읽기 전용 트랜잭션에서 실행하며 ${mostRows}행까지만 받습니다. 첫 행의 첫 값을 기대하는 값과 비교합니다.`,
        `One statement that only reads. It runs in a read-only transaction, ${mostRows} rows at most; the first value of the first row is compared.`,
      ),
      multiline: true,
      section: sections.expect,
    })

const reading = /^(select|with|values|table|show|explain|describe|desc)\b/i

export function queryProblem(query: string): Text | undefined {
  const bare = withoutLiterals(query).trim().replace(/;\s*$/, '')
  if (bare.includes(';')) return text('문장은 하나만 쓸 수 있습니다.', 'Only one statement is possible.')
  if (!reading.test(bare.replace(/^[\s(]+/, '')))
    return text(
      'SELECT, WITH, VALUES, TABLE, SHOW, EXPLAIN으로 시작하는 읽기 쿼리만 쓸 수 있습니다.',
      'Only a reading query is possible: SELECT, WITH, VALUES, TABLE, SHOW or EXPLAIN.',
    )
  if (/\binto\s+(outfile|dumpfile)\b/i.test(bare))
    return text('파일에 쓰는 쿼리는 쓸 수 없습니다.', 'A query must not write to files.')
  return undefined
}

/** Quoted words and comments may hold anything. */
const withoutLiterals = (query: string): string =>
  query.replaceAll(/'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|\/\*.*?\*\/|--[^\n]*/gs, ' ')

/** What came of a query. Null in a value is SQL's NULL. */
export interface QueryRows {
  readonly columns: readonly string[]
  readonly rowCount: number
  /** There were more rows than are asked for. */
  readonly isCut: boolean
  /** The first value of the first row. */
  readonly value: string | null
}

export const queryEvidence = ({ columns, rowCount, isCut, value }: QueryRows): Record<string, unknown> => ({
  columns: columns.slice(0, 50).map((name) => name.slice(0, 100)),
  row_count: rowCount,
  ...(isCut ? { row_limit: mostRows } : {}),
  value: value === null ? null : value.slice(0, longestValue),
})
