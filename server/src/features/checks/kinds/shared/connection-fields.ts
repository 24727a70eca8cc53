import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { type ConversationRequest, readHost } from '#platform/outbound/index.ts'
import { hostName, ipChoice, ipVersion, pemText, portNumber, saying } from './fields.ts'

/** Fields of kinds that hold a dialogue with a server: where, how secured, as whom. */

export const sections = {
  auth: text('로그인', 'Sign-in'),
  expect: text('기대하는 응답', 'Expected answer'),
  connection: text('연결', 'Connection'),
}

const securityWords = {
  none: text('사용 안 함', 'No TLS'),
  starttls: text('STARTTLS', 'STARTTLS'),
  tls: text('처음부터 TLS', 'TLS from the start'),
}

export const hostField = () => hostName().meta({ label: text('호스트', 'Host') })

export const portField = (port: number) =>
  portNumber()
    .default(port)
    .meta({ label: text('포트', 'Port') })

export const securityField = () =>
  z
    .enum(['none', 'tls'])
    .default('none')
    .meta({ label: text('TLS', 'TLS'), choices: { none: securityWords.none, tls: text('사용', 'TLS') } })

export const mailSecurityField = () =>
  z
    .enum(['none', 'starttls', 'tls'])
    .default('starttls')
    .meta({ label: text('TLS', 'TLS'), choices: securityWords })

/** To be spread into a schema; `ipVersion` comes last on the form. */
export const tlsFields = () => ({
  verify_tls: z
    .boolean()
    .default(true)
    .meta({
      label: text('인증서 검증', 'Verify the certificate'),
      help: text('끄면 잘못된 인증서도 받아들입니다.', 'Switched off, any certificate is accepted.'),
      section: sections.connection,
      advanced: true,
    }),
  server_name: hostName()
    .optional()
    .meta({
      label: text('서버 이름(SNI)', 'Server name (SNI)'),
      help: text(
        '인증서의 이름이 호스트와 다를 때 적습니다.',
        'Where the certificate is for a name other than the host.',
      ),
      section: sections.connection,
      advanced: true,
    }),
  ca: pemText()
    .optional()
    .meta({
      label: text('추가로 신뢰할 인증 기관(PEM)', 'Authority to trust as well (PEM)'),
      multiline: true,
      section: sections.connection,
      advanced: true,
    }),
  ip_version: ipVersion,
})

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
const controlCharacter = /[\u0000-\u001f\u007f]/

/** What goes into a line or a length-prefixed field of a protocol. */
export const plainText = (max: number) =>
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

export const signInFields = () => ({
  username: plainText(255)
    .optional()
    .meta({ label: text('사용자 이름', 'User name'), section: sections.auth }),
  password: plainText(1000)
    .optional()
    .meta({ label: text('비밀번호', 'Password'), secret: true, section: sections.auth }),
})

export interface ConnectionOptions {
  readonly host: string
  readonly port: number
  readonly verify_tls: boolean
  readonly server_name?: string | undefined
  readonly ca?: string | undefined
  readonly ip_version: keyof typeof ipChoice
}

export const tlsOptionsOf = ({ verify_tls, server_name, ca }: Omit<ConnectionOptions, 'host' | 'port'>) => ({
  verify: verify_tls,
  ...(server_name ? { serverName: String(readHost(server_name)) } : {}),
  ...(ca ? { ca } : {}),
})

export const conversationWith = (
  asked: ConnectionOptions,
  startSecure: boolean,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): ConversationRequest => ({
  host: asked.host,
  port: asked.port,
  ip: ipChoice[asked.ip_version],
  startSecure,
  tls: tlsOptionsOf(asked),
  timeoutMs,
  signal,
})
