import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { result } from '../../judging/assertions.ts'
import { sections } from './connection-fields.ts'

const comparisons = ['equals', 'not_equals', 'contains', 'greater', 'less'] as const
export type Comparison = (typeof comparisons)[number]

export interface ExpectedValue {
  readonly expect?: string | undefined
  readonly comparison: Comparison
}

/** One value a server gives, and what it must be like. */
export const expectedValueFields = () => ({
  expect: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .meta({ label: text('기대하는 값', 'Expected value'), section: sections.expect }),
  comparison: z
    .enum(comparisons)
    .default('equals')
    .meta({
      label: text('비교 방식', 'Comparison'),
      help: text('크기 비교는 숫자로 합니다.', 'Greater and less compare numbers.'),
      choices: {
        equals: text('같음', 'equals'),
        not_equals: text('같지 않음', 'does not equal'),
        contains: text('포함', 'contains'),
        greater: text('보다 큼', 'is greater than'),
        less: text('보다 작음', 'is less than'),
      },
      section: sections.expect,
    }),
})

/** Null: there was no value, which fits nothing but being another one. */
export function judgeValue(what: string, got: string | null, { expect, comparison }: ExpectedValue): AssertionResult[] {
  if (expect === undefined) return []
  return [result(what, `${comparison} ${expect}`, got ?? 'nothing', holds(comparison, got, expect))]
}

function holds(comparison: Comparison, got: string | null, expected: string): boolean {
  switch (comparison) {
    case 'equals':
      return got === expected
    case 'not_equals':
      return got !== expected
    case 'contains':
      return got?.includes(expected) ?? false
    case 'greater':
      return ordered(got, expected, (a, b) => a > b)
    case 'less':
      return ordered(got, expected, (a, b) => a < b)
  }
}

function ordered(got: string | null, expected: string, fits: (a: number, b: number) => boolean): boolean {
  const [a, b] = [got, expected].map((value) => (value === null || value.trim() === '' ? Number.NaN : Number(value)))
  return fits(a as number, b as number)
}
