import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { jsonOperators } from '../../judging/assertions.ts'
import { jsonPathOf } from '../../judging/json-path.ts'
import { patternOf } from '../../judging/pattern.ts'
import { saying } from './fields.ts'

const patternProblem = (source: string) => {
  const found = patternOf(source)
  return 'problem' in found
    ? text(
        `정규식을 쓸 수 없습니다(RE2 문법): ${found.problem}`,
        `This pattern is not possible (RE2 syntax): ${found.problem}`,
      )
    : undefined
}

/** RE2 syntax; refused with RE2's own words. */
export const pattern = z.string().min(1).max(500).check(saying(patternProblem))

export const phrase = z.string().min(1).max(1000)

export const jsonAssertion = z
  .strictObject({
    path: z
      .string()
      .min(1)
      .max(500)
      .check(
        saying((value) => {
          const found = jsonPathOf(value)
          return 'problem' in found
            ? text(
                `JSONPath(RFC 9535)로 읽을 수 없습니다: ${found.problem}`,
                `This is not a JSONPath (RFC 9535): ${found.problem}`,
              )
            : undefined
        }),
      )
      .meta({ label: text('JSONPath', 'JSONPath'), help: text('예: $.data[0].status', 'Such as $.data[0].status') }),
    operator: z
      .enum(jsonOperators)
      .default('equals')
      .meta({
        label: text('비교', 'Comparison'),
        choices: {
          exists: text('존재함', 'exists'),
          not_exists: text('존재하지 않음', 'does not exist'),
          equals: text('같음', 'equals'),
          not_equals: text('다름', 'differs from'),
          greater: text('초과', 'is greater than'),
          greater_or_equal: text('이상', 'is at least'),
          less: text('미만', 'is less than'),
          less_or_equal: text('이하', 'is at most'),
          contains: text('포함함', 'contains'),
          not_contains: text('포함하지 않음', 'does not contain'),
          matches: text('정규식과 일치', 'matches'),
          count: text('개수', 'counts'),
        },
      }),
    value: z
      .union([z.string().max(1000), z.number(), z.boolean(), z.null()])
      .optional()
      .meta({
        label: text('값', 'Value'),
        help: text('형식도 비교합니다: "1"과 1은 다릅니다.', 'Types count: "1" is not 1.'),
      }),
  })
  .check(saying(comparisonProblem))

function comparisonProblem({ operator, value }: { operator: string; value?: unknown }) {
  if (operator === 'exists' || operator === 'not_exists') return undefined
  if (value === undefined) return text('비교할 값을 입력하세요.', 'Enter the value to compare with.')
  if (operator === 'count' && !(Number.isInteger(value) && Number(value) >= 0))
    return text('개수는 0 이상의 정수입니다.', 'A count is a whole number from 0.')
  if (operator !== 'matches') return undefined
  return patternProblem(String(value))
}

const headerOperators = ['exists', 'not_exists', 'equals', 'contains', 'not_contains', 'matches'] as const

export const headerAssertion = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      .meta({ label: text('헤더 이름', 'Header name') }),
    operator: z
      .enum(headerOperators)
      .default('exists')
      .meta({
        label: text('비교', 'Comparison'),
        choices: {
          exists: text('있음', 'is there'),
          not_exists: text('없음', 'is not there'),
          equals: text('같음', 'equals'),
          contains: text('포함함', 'contains'),
          not_contains: text('포함하지 않음', 'does not contain'),
          matches: text('정규식과 일치', 'matches'),
        },
      }),
    value: z
      .string()
      .max(1000)
      .optional()
      .meta({ label: text('값', 'Value') }),
  })
  .check(saying(comparisonProblem))
