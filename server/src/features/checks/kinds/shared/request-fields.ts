import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { headerProblem, httpMethods } from '#platform/outbound/index.ts'
import { authentication } from './auth-fields.ts'
import { expectedStatusProblem } from './expected-status.ts'
import { ipVersion, pemText, saying, webUrl } from './fields.ts'

/** Headings of the form that kinds which send HTTP requests share. */
export const sections = {
  request: text('요청', 'Request'),
  auth: text('인증', 'Authentication'),
  expect: text('기대하는 응답', 'Expected answer'),
  connection: text('연결', 'Connection'),
}
const { request, auth, expect, connection } = sections

export const urlField = webUrl().meta({
  label: text('주소(URL)', 'Address (URL)'),
  help: text('http:// 또는 https://로 시작하는 주소', 'An address that begins with http:// or https://'),
})

export const methodField = z
  .enum(httpMethods)
  .default('GET')
  .meta({ label: text('메서드', 'Method'), section: request })

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

export const headersField = z
  .array(header)
  .max(50)
  .default([])
  .meta({
    label: text('요청 헤더', 'Request headers'),
    help: text('값은 저장 후 다시 보이지 않습니다.', 'Values are never shown again once saved.'),
    section: request,
  })

export const bodyField = z
  .string()
  .max(65_536)
  .optional()
  .meta({ label: text('요청 본문', 'Request body'), multiline: true, section: request, advanced: true })

export const contentTypeField = z
  .string()
  .max(200)
  .check(saying((value) => headerProblem('content-type', value)))
  .default('application/json')
  .meta({
    label: text('본문 형식(Content-Type)', 'Body type (Content-Type)'),
    help: text('본문이 있을 때 보냅니다.', 'Sent when there is a body.'),
    section: request,
    advanced: true,
  })

export const authField = authentication
  .default({ type: 'none' })
  .meta({ label: text('인증', 'Authentication'), section: auth })

export const clientCertificateField = z
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
  .meta({ label: text('클라이언트 인증서(mTLS)', 'Client certificate (mTLS)'), section: auth, advanced: true })

export const expectedStatusField = z
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
  })

export const slowFromField = z
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
  })

/** How to get there, and how much to take. */
export const connectionFields = {
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
}

/** What every kind that looks at one page asks for, besides what it wants of the page. */
export const pageFields = {
  url: urlField,
  headers: headersField.meta({ label: text('요청 헤더', 'Request headers'), section: request, advanced: true }),
  auth: authentication
    .default({ type: 'none' })
    .meta({ label: text('인증', 'Authentication'), section: auth, advanced: true }),
  expected_status: expectedStatusField,
  degraded_ms: slowFromField,
  ...connectionFields,
}
