import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { saying, webUrl } from './fields.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
const controlCharacter = /[\u0000-\u001f\u007f]/

/** Basic authentication and OAuth2 put these into a header. */
const credential = (max = 1000) =>
  z
    .string()
    .min(1)
    .max(max)
    .check(
      saying((value) =>
        controlCharacter.test(value)
          ? text('제어 문자는 쓸 수 없습니다.', 'Control characters are not possible here.')
          : undefined,
      ),
    )

const bearerToken = credential(8000).check(
  saying((value) =>
    /^[\x21-\x7e]+$/.test(value)
      ? undefined
      : text('토큰은 공백 없는 ASCII 문자여야 합니다.', 'A token is ASCII without spaces.'),
  ),
)

export const authentication = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }).meta({ label: text('없음', 'None') }),
  z
    .strictObject({
      type: z.literal('basic'),
      username: credential(255).meta({ label: text('사용자 이름', 'User name') }),
      password: credential().meta({ label: text('비밀번호', 'Password'), secret: true }),
    })
    .meta({ label: text('기본 인증(Basic)', 'Basic') }),
  z
    .strictObject({
      type: z.literal('bearer'),
      token: bearerToken.meta({ label: text('토큰', 'Token'), secret: true }),
    })
    .meta({ label: text('Bearer 토큰', 'Bearer token') }),
  z
    .strictObject({
      type: z.literal('oauth2'),
      token_url: webUrl().meta({ label: text('토큰 발급 주소', 'Token address') }),
      client_id: credential(255).meta({ label: text('클라이언트 ID', 'Client id') }),
      client_secret: credential().meta({ label: text('클라이언트 비밀 값', 'Client secret'), secret: true }),
      scope: z
        .string()
        .max(1000)
        .optional()
        .meta({ label: text('범위(scope)', 'Scope') }),
      audience: z
        .string()
        .max(1000)
        .optional()
        .meta({ label: text('대상(audience)', 'Audience'), advanced: true }),
      send_as: z
        .enum(['header', 'body'])
        .default('header')
        .meta({
          label: text('클라이언트 인증 방식', 'Client authentication'),
          choices: { header: text('헤더(Basic)', 'Header (Basic)'), body: text('본문', 'Body') },
          advanced: true,
        }),
    })
    .meta({ label: text('OAuth2 클라이언트 자격 증명', 'OAuth2 client credentials') }),
])

export type Authentication = z.output<typeof authentication>
