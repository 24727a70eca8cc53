import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { pattern } from '../shared/assertion-fields.ts'
import { pageFields, sections } from '../shared/request-fields.ts'

const { expect } = sections
const { url, ...rest } = pageFields

export const keywordOptions = z
  .strictObject({
    url,
    keywords: z
      .array(z.string().trim().min(1).max(500))
      .min(1)
      .max(20)
      .meta({ label: text('키워드', 'Keywords'), section: expect }),
    alert_when: z
      .enum(['missing', 'found'])
      .default('missing')
      .meta({
        label: text('알릴 때', 'Tell when'),
        choices: {
          missing: text('하나라도 없을 때', 'one is missing'),
          found: text('하나라도 있을 때', 'one is found'),
        },
        section: expect,
      }),
    effect: z
      .enum(['down', 'degraded', 'notice'])
      .default('down')
      .meta({
        label: text('그때의 상태', 'What it means'),
        help: text(
          '"알림만"은 상태를 바꾸지 않고, 조건이 맞기 시작할 때 한 번 알립니다.',
          '“Tell only” leaves the state alone and tells once when it begins to hold.',
        ),
        choices: {
          down: text('장애', 'Down'),
          degraded: text('성능 저하', 'Degraded'),
          notice: text('알림만', 'Tell only'),
        },
        section: expect,
      }),
    where: z
      .enum(['text', 'body', 'header'])
      .default('text')
      .meta({
        label: text('찾을 곳', 'Where to look'),
        help: text(
          '"보이는 글자"는 HTML에서 스크립트와 숨은 부분을 뺍니다. HTML이 아니면 본문 전체입니다.',
          '“What people see” leaves out scripts and hidden parts of HTML; of anything else it is the whole body.',
        ),
        choices: {
          text: text('보이는 글자', 'What people see'),
          body: text('본문 그대로', 'The body as it is'),
          header: text('응답 헤더', 'A response header'),
        },
        section: expect,
      }),
    header: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .meta({
        label: text('헤더 이름', 'Header name'),
        help: text('응답 헤더에서 찾을 때 적습니다.', 'When it is looked for in a header.'),
        section: expect,
        advanced: true,
      }),
    at_least: z
      .int()
      .min(1)
      .max(1000)
      .default(1)
      .meta({
        label: text('몇 번부터', 'From how often'),
        help: text('이만큼 나와야 있는 것으로 봅니다.', 'Fewer times do not count as there.'),
        section: expect,
        advanced: true,
      }),
    syntax: z
      .enum(['text', 'regex'])
      .default('text')
      .meta({
        label: text('키워드 형식', 'Keywords are'),
        help: text('정규식은 RE2 문법입니다.', 'Patterns are in RE2 syntax.'),
        choices: { text: text('글자 그대로', 'Words'), regex: text('정규식', 'Patterns') },
        section: expect,
        advanced: true,
      }),
    case_sensitive: z
      .boolean()
      .default(false)
      .meta({ label: text('대소문자 구분', 'Case matters'), section: expect, advanced: true }),
    ...rest,
  })
  .check((context) => {
    const { value, issues } = context
    const refuse = (path: (string | number)[], problem: Text) =>
      issues.push({ code: 'custom', input: value, path, message: problem.en, params: { text: problem } })
    if (value.where === 'header' && value.header === undefined) refuse(['header'], headerWanted)
    if (value.syntax !== 'regex') return
    for (const [index, keyword] of value.keywords.entries()) {
      const read = pattern.safeParse(keyword)
      const problem = read.error?.issues[0]
      if (problem) refuse(['keywords', index], wordsOf(problem))
    }
  })
export type KeywordOptions = z.output<typeof keywordOptions>

const headerWanted = text('어느 헤더에서 찾을지 이름을 적으세요.', 'Enter the name of the header to look in.')

const wordsOf = (issue: z.core.$ZodIssue): Text =>
  ((issue as { params?: { text?: Text } }).params?.text ?? text(issue.message, issue.message)) as Text
