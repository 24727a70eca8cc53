import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { headerProblem, httpMethods } from '#platform/outbound/index.ts'
import { schemaProblem } from '../../judging/json-schema.ts'
import { expectedStatusProblem } from '../shared/expected-status.ts'
import { ipVersion, pemText, saying, webUrl } from '../shared/fields.ts'
import { headerAssertion, jsonAssertion, pattern, phrase } from './assertion-fields.ts'
import { authentication } from './auth-fields.ts'

const sections = {
  request: text('요청', 'Request'),
  auth: text('인증', 'Authentication'),
  expect: text('기대하는 응답', 'Expected answer'),
  connection: text('연결', 'Connection'),
}
const { request, auth, expect, connection } = sections

const header = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      .meta({ label: text('이름', 'Name') }),
    value: z
      .string()
      .max(4000)
      .meta({ label: text('값', 'Value'), secret: true }),
  })
  .check(saying(({ name, value }) => headerProblem(name, value)))

const mostAssertions = 20

export const httpOptions = z.strictObject({
  url: webUrl().meta({
    label: text('주소(URL)', 'Address (URL)'),
    help: text('http:// 또는 https://로 시작하는 주소', 'An address that begins with http:// or https://'),
  }),
  method: z
    .enum(httpMethods)
    .default('GET')
    .meta({ label: text('메서드', 'Method'), section: request }),
  headers: z
    .array(header)
    .max(50)
    .default([])
    .meta({
      label: text('요청 헤더', 'Request headers'),
      help: text('값은 저장 후 다시 보이지 않습니다.', 'Values are never shown again once saved.'),
      section: request,
    }),
  body: z
    .string()
    .max(65_536)
    .optional()
    .meta({ label: text('요청 본문', 'Request body'), multiline: true, section: request, advanced: true }),
  content_type: z
    .string()
    .max(200)
    .check(saying((value) => headerProblem('content-type', value)))
    .default('application/json')
    .meta({
      label: text('본문 형식(Content-Type)', 'Body type (Content-Type)'),
      help: text('본문이 있을 때 보냅니다.', 'Sent when there is a body.'),
      section: request,
      advanced: true,
    }),
  auth: authentication.default({ type: 'none' }).meta({ label: text('인증', 'Authentication'), section: auth }),
  client_certificate: z
    .strictObject({
      cert: pemText().meta({ label: text('인증서(PEM)', 'Certificate (PEM)'), multiline: true }),
      key: pemText().meta({ label: text('개인 키(PEM)', 'Private key (PEM)'), multiline: true, secret: true }),
      passphrase: z
        .string()
        .max(255)
        .optional()
        .meta({ label: text('개인 키 암호', 'Passphrase of the key'), secret: true }),
    })
    .optional()
    .meta({ label: text('클라이언트 인증서(mTLS)', 'Client certificate (mTLS)'), section: auth, advanced: true }),
  expected_status: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .check(saying(expectedStatusProblem))
    .default('200-399')
    .meta({
      label: text('정상 상태 코드', 'Expected status'),
      help: text('예: 200-299, 301, 4xx', 'Such as 200-299, 301, 4xx'),
      section: expect,
    }),
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
  degraded_ms: z
    .int()
    .min(1)
    .max(300_000)
    .optional()
    .meta({
      label: text('느림 기준', 'Slow from'),
      help: text('전체 시간이 이보다 길면 "느림"으로 봅니다.', 'A longer total time counts as degraded.'),
      unit: 'ms',
      section: expect,
      advanced: true,
    }),
  follow_redirects: z
    .boolean()
    .default(true)
    .meta({ label: text('리다이렉트 따라가기', 'Follow redirects'), section: connection }),
  max_redirects: z
    .int()
    .min(1)
    .max(10)
    .default(5)
    .meta({ label: text('최대 리다이렉트 수', 'Most redirects'), section: connection, advanced: true }),
  verify_tls: z
    .boolean()
    .default(true)
    .meta({
      label: text('인증서 검증', 'Verify the certificate'),
      help: text('끄면 잘못된 인증서도 받아들입니다.', 'Switched off, any certificate is accepted.'),
      section: connection,
    }),
  ca: pemText()
    .optional()
    .meta({
      label: text('추가로 신뢰할 인증 기관(PEM)', 'Authority to trust as well (PEM)'),
      multiline: true,
      section: connection,
      advanced: true,
    }),
  ip_version: ipVersion,
  max_body_kb: z
    .int()
    .min(1)
    .max(10_240)
    .default(1_024)
    .meta({
      label: text('읽을 본문의 최대 크기', 'Most of a body to read'),
      unit: 'KB',
      section: connection,
      advanced: true,
    }),
})

export type HttpOptions = z.output<typeof httpOptions>
