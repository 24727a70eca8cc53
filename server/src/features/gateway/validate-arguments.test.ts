import { describe, expect, it } from 'vitest'
import { argumentProblem } from './validate-arguments.ts'

const schema = {
  type: 'object',
  properties: {
    count: { type: 'integer', minimum: 1, maximum: 5 },
    tone: { enum: ['formal', 'plain'] },
    when: { type: 'string', format: 'date-time' },
    code: { type: 'string', pattern: '^[A-Z]+$' },
    tags: { type: 'array', maxItems: 2, uniqueItems: true, items: { type: 'string', maxLength: 3 } },
    place: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    target: { oneOf: [{ type: 'string' }, { type: 'object', required: ['id'] }] },
  },
  required: ['count', 'tone'],
  additionalProperties: false,
}
const fields = (args: unknown, language: 'ko' | 'en' = 'en') =>
  Object.fromEntries(
    (argumentProblem(schema, args)?.fields(language) ?? []).map(({ path, message }) => [path, message]),
  )

describe('what is wrong with arguments', () => {
  it('is said once to an agent, and of every field to a form', () => {
    const args = { count: 9.5, when: 'soon', code: 'a', tags: ['long one', 'b', 'c'], place: {}, target: 3, extra: 1 }
    expect(argumentProblem(schema, args)?.words.en).toMatch(/^arguments.* must /)
    expect(fields(args)).toEqual({
      count: 'Must be a whole number, but is 9.5.',
      tone: 'This field is required.',
      when: 'Must be an ISO 8601 time, such as 2026-01-31T09:00:00Z.',
      code: 'Must match the pattern: ^[A-Z]+$',
      tags: 'There may be at most 2, but there are 3.',
      'tags[0]': 'Must have at most 3 characters, but has 8.',
      'place.city': 'This field is required.',
      target: 'This value is not allowed.',
      extra: 'This field is not known here.',
    })
  })

  it('is said in Korean too', () => {
    expect(fields({ count: 7, tone: 'rude', tags: ['a', 'a'], extra: 1 }, 'ko')).toEqual({
      count: '5 이하여야 합니다(받은 값: 7).',
      tone: '다음 중 하나여야 합니다: formal, plain',
      tags: '같은 값이 두 번 있습니다.',
      extra: '알 수 없는 항목입니다.',
    })
  })

  it('is no field’s fault where a schema or the arguments are too much for a form', () => {
    const deep = { a: JSON.parse('['.repeat(40) + ']'.repeat(40)) as unknown }
    expect(argumentProblem(schema, deep)?.fields('en')).toEqual([])
    const large = {
      properties: Object.fromEntries(Array.from({ length: 300 }, (_none, at) => [`p${at}`, { type: 'string' }])),
    }
    expect(argumentProblem(large, { p1: 1 })?.fields('en')).toEqual([])
    expect(argumentProblem({ type: 'nonsense' }, {})?.fields('en')).toEqual([])
  })

  it('is nothing where the arguments fit', () => {
    expect(argumentProblem(schema, { count: 2, tone: 'plain' })).toBeNull()
  })
})
