import type { Language } from '@bongsu/contract/text.ts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isFailure } from '#kernel/errors.ts'
import { parseInput } from './parse.ts'

const schema = z.strictObject({
  title: z.string().trim().min(1).max(5).optional(),
  port: z.int().min(1).max(65_535).nullish(),
  address: z.union([z.ipv4(), z.ipv6(), z.literal('')]).nullish(),
  headers: z.union([z.record(z.string(), z.string().max(3).nullable()), z.string().max(5)]).nullish(),
  tags: z.union([z.string().max(3), z.array(z.string().max(2)).max(2)]).nullish(),
  auth: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('none') }),
      z.strictObject({ type: z.literal('basic'), username: z.string() }),
    ])
    .optional(),
  method: z.enum(['GET', 'POST']).optional(),
  mail: z.email().optional(),
  at: z.iso.datetime().optional(),
  public: z.boolean().optional(),
})

function problems(value: unknown, language: Language): { path: string; message: string }[] {
  try {
    parseInput(schema, value, language)
  } catch (error) {
    if (isFailure(error, 'validation')) return (error.details as { fields: { path: string; message: string }[] }).fields
    throw error
  }
  return []
}

describe('parseInput', () => {
  it('takes null for left out where a field may be left out and knows no null, and for null where it does', () => {
    expect(parseInput(schema, { title: null, port: null, method: null, at: null }, 'en')).toEqual({ port: null })
    const nested = z.strictObject({ name: z.string(), smtp: z.strictObject({ port: z.int().default(25) }) })
    expect(parseInput(nested, { name: 'a', smtp: { port: null } }, 'en')).toEqual({ name: 'a', smtp: { port: 25 } })
    const given = { name: 'a', smtp: { port: null } }
    parseInput(nested, given, 'en')
    expect(given.smtp.port).toBeNull()
  })

  it('refuses null where something must be said, and names nothing else', () => {
    const required = z.strictObject({
      name: z.string(),
      port: z.int().optional(),
      tags: z.array(z.string()).optional(),
    })
    const named = (value: unknown) => {
      try {
        parseInput(required, value, 'en')
      } catch (error) {
        if (isFailure(error, 'validation')) return (error.details as { fields: unknown }).fields
      }
      return null
    }
    expect(named({ name: null, port: null })).toEqual([{ path: 'name', message: 'Must be text, but is null.' }])
    expect(named({ name: 'a', tags: [null] })).toEqual([{ path: 'tags[0]', message: 'Must be text, but is null.' }])
    expect(named({ name: 'a', port: null, other: null })).toMatchObject([{ path: 'other' }])
    const judged = required.refine(({ port }) => port !== undefined, { path: ['port'] })
    expect(() => parseInput(judged, { name: 'a', port: null }, 'en')).toThrow(/^port: /)
  })

  it.each<[unknown, string, string, string]>([
    [{ title: '  ' }, 'title', '비워 둘 수 없습니다.', 'This field must not be empty.'],
    [
      { title: 'abcdef' },
      'title',
      '5자 이하여야 합니다(받은 길이: 6자).',
      'Must have at most 5 characters, but has 6.',
    ],
    [{ title: 3 }, 'title', '문자열이어야 합니다(받은 값: 3).', 'Must be text, but is 3.'],
    [{ port: 70_000 }, 'port', '65535 이하여야 합니다(받은 값: 70000).', 'Must be at most 65535, but is 70000.'],
    [{ port: 0 }, 'port', '1 이상이어야 합니다(받은 값: 0).', 'Must be at least 1, but is 0.'],
    [{ port: 1.5 }, 'port', '정수여야 합니다(받은 값: 1.5).', 'Must be a whole number, but is 1.5.'],
    [{ port: '80' }, 'port', '숫자여야 합니다(받은 값: 문자열).', 'Must be a number, but is text.'],
    [{ public: 'yes' }, 'public', 'true나 false여야 합니다(받은 값: 문자열).', 'Must be true or false, but is text.'],
    [{ method: 'BREW' }, 'method', '다음 중 하나여야 합니다: GET, POST', 'Must be one of: GET, POST'],
    [{ mail: 'x' }, 'mail', '올바른 이메일 주소가 아닙니다.', 'This is not an e-mail address.'],
    [
      { at: 'soon' },
      'at',
      'ISO 8601 시각이어야 합니다(예: 2026-01-31T09:00:00Z).',
      'Must be an ISO 8601 time, such as 2026-01-31T09:00:00Z.',
    ],
    [{ auth: { type: 'basic' } }, 'auth.username', '필수 항목입니다.', 'This field is required.'],
    [{ auth: { type: 'magic' } }, 'auth.type', '다음 중 하나여야 합니다: none, basic', 'Must be one of: none, basic'],
    [{ color: 1 }, 'color', '알 수 없는 항목입니다.', 'This field is not known here.'],
  ])('says of %j what was expected and what came', (value, path, ko, en) => {
    expect(problems(value, 'ko')).toEqual([{ path, message: ko }])
    expect(problems(value, 'en')).toEqual([{ path, message: en }])
  })

  it('says of a value with several shapes what is wrong with the nearest one', () => {
    expect(problems({ headers: { a: 1 } }, 'en')).toEqual([{ path: 'headers.a', message: 'Must be text, but is 1.' }])
    expect(problems({ headers: 'too long' }, 'en')).toEqual([
      { path: 'headers', message: 'Must have at most 5 characters, but has 8.' },
    ])
    expect(problems({ tags: ['abc'] }, 'en')).toEqual([
      { path: 'tags[0]', message: 'Must have at most 2 characters, but has 3.' },
    ])
    expect(problems({ tags: 4 }, 'en')).toEqual([
      { path: 'tags', message: 'Must be text, but is 4. / Must be a list, but is 4.' },
    ])
    expect(problems({ address: '999.1.1.1' }, 'ko')).toEqual([
      { path: 'address', message: '올바른 IPv4 주소가 아닙니다. / 올바른 IPv6 주소가 아닙니다.' },
    ])
  })

  it('passes on in one word why a single field was refused, and nothing where more is wrong', () => {
    const refused = { ko: '안 됩니다.', en: 'No.', reason: 'url_scheme' }
    const urls = z.strictObject({
      url: z.string().refine(() => false, { params: { text: refused } }),
      n: z.int().optional(),
    })
    const detailsOf = (value: unknown): unknown => {
      try {
        return parseInput(urls, value, 'en')
      } catch (error) {
        return (error as { details: unknown }).details
      }
    }
    expect(detailsOf({ url: 'x' })).toEqual({ reason: 'url_scheme', fields: [{ path: 'url', message: 'No.' }] })
    expect(detailsOf({ url: 'x', n: 'y' })).not.toHaveProperty('reason')
  })
})

it('names the place of what no input may hold, and says the same of it in every schema', () => {
  const refusal = (value: unknown) => {
    try {
      parseInput(z.looseObject({}), value, 'en')
    } catch (error) {
      const { details, text } = error as { details: { fields: { path: string }[] }; text: { ko: string } }
      return [details.fields.map(({ path }) => path), text.ko]
    }
    throw new Error('it was not refused')
  }
  expect(refusal(JSON.parse('{"a":[1,{"__proto__":{"role":"admin"}}]}'))).toEqual([
    ['a[1].__proto__'],
    '"__proto__" 항목은 쓸 수 없습니다.',
  ])
  expect(refusal({ headers: [{ value: 'a\0b' }] })).toEqual([['headers[0].value'], 'NUL 문자는 쓸 수 없습니다.'])
  const deep = JSON.parse(`{"url":${'['.repeat(3000)}${']'.repeat(3000)}}`)
  expect(refusal(deep)[0]).toEqual([expect.stringMatching(/^url(\[0\]){32}$/)])
})
