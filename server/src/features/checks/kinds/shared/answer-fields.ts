import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { schemaProblem } from '../../judging/json-schema.ts'
import { headerAssertion, jsonAssertion, pattern, phrase } from './assertion-fields.ts'
import { saying } from './fields.ts'
import { sections } from './request-fields.ts'

const { expect } = sections
const mostAssertions = 20

/** What body and headers of an answer must be like. */
export const answerFields = {
  contains: z
    .array(phrase)
    .max(mostAssertions)
    .default([])
    .meta({
      label: text('본문에 있어야 할 문구', 'The body contains'),
      help: text('모두 있어야 정상입니다.', 'All of them must be there.'),
      section: expect,
    }),
  not_contains: z
    .array(phrase)
    .max(mostAssertions)
    .default([])
    .meta({
      label: text('본문에 없어야 할 문구', 'The body does not contain'),
      help: text('하나라도 있으면 장애입니다.', 'None of them may be there.'),
      section: expect,
    }),
  matches: z
    .array(pattern)
    .max(mostAssertions)
    .default([])
    .meta({
      label: text('본문과 일치해야 할 정규식', 'The body matches'),
      help: text('RE2 문법. 대소문자 무시는 (?i)로 시작합니다.', 'RE2 syntax; begin with (?i) to ignore case.'),
      section: expect,
      advanced: true,
    }),
  not_matches: z
    .array(pattern)
    .max(mostAssertions)
    .default([])
    .meta({
      label: text('본문과 일치하면 안 되는 정규식', 'The body does not match'),
      section: expect,
      advanced: true,
    }),
  json: z
    .array(jsonAssertion)
    .max(mostAssertions)
    .default([])
    .meta({
      label: text('JSON 값 검사', 'JSON values'),
      help: text('찾은 값이 모두 조건에 맞아야 합니다.', 'Every value that is found must fit.'),
      section: expect,
      advanced: true,
    }),
  json_schema: z
    .string()
    .max(65_536)
    .check(saying(schemaProblem))
    .optional()
    .meta({
      label: text('JSON Schema', 'JSON Schema'),
      help: text('응답이 맞아야 할 JSON Schema(2020-12)', 'The schema (2020-12) the answer must fit'),
      multiline: true,
      section: expect,
      advanced: true,
    }),
  response_headers: z
    .array(headerAssertion)
    .max(mostAssertions)
    .default([])
    .meta({ label: text('응답 헤더 검사', 'Response headers'), section: expect, advanced: true }),
}

const answerSchema = z.object(answerFields)
export type AnswerOptions = z.output<typeof answerSchema>
