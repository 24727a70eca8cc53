import type { X509Certificate } from 'node:crypto'
import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { startTlsProtocols, summarize, type TlsAnswer, verifyText } from '#platform/outbound/index.ts'
import type { Notice } from '../outcome.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { daysLeft, daysText, expiryNotice } from './shared/expiry.ts'
import { failedLook } from './shared/failed-look.ts'
import { hostName, ipChoice, ipVersion, pemText, portNumber } from './shared/fields.ts'
import { changeNotices, type KnownCertificate, known, pinOf } from './tls/changes.ts'
import { evidenceOf } from './tls/evidence.ts'
import { lacksStaple, type Revocation, revocationOf } from './tls/revocation.ts'
import { protocolFloors, type Weakness, weaknessesOf } from './tls/weaknesses.ts'

const options = z.strictObject({
  host: hostName().meta({ label: text('호스트', 'Host') }),
  port: portNumber()
    .default(443)
    .meta({ label: text('포트', 'Port') }),
  server_name: hostName()
    .optional()
    .meta({
      label: text('서버 이름(SNI)', 'Server name (SNI)'),
      help: text(
        '호스트와 다른 이름의 인증서를 확인할 때 적습니다.',
        'For a certificate under a name other than the host.',
      ),
      advanced: true,
    }),
  starttls: z
    .enum(['none', ...startTlsProtocols])
    .default('none')
    .meta({
      label: text('STARTTLS', 'STARTTLS'),
      help: text(
        '평문으로 시작해 TLS로 바꾸는 서버의 프로토콜입니다.',
        'For servers that begin in the clear: the protocol in which to ask for TLS.',
      ),
      choices: {
        none: text('사용 안 함(처음부터 TLS)', 'No (TLS from the start)'),
        smtp: text('SMTP', 'SMTP'),
        imap: text('IMAP', 'IMAP'),
        pop3: text('POP3', 'POP3'),
        ftp: text('FTP', 'FTP'),
        postgres: text('PostgreSQL', 'PostgreSQL'),
      },
      advanced: true,
    }),
  warn_days: z
    .int()
    .min(0)
    .max(365)
    .default(14)
    .meta({
      label: text('만료 경고 기준', 'Warn from'),
      help: text(
        '남은 날이 이 이하이면 "저하"로 봅니다. 30·14·7·3·1·0일 전 알림은 이와 별개로 보냅니다.',
        'So many days or fewer left count as degraded. The news at 30, 14, 7, 3, 1 and 0 days comes regardless.',
      ),
      unit: text('일', 'd'),
    }),
  minimum_protocol: z
    .enum(protocolFloors)
    .default('TLSv1.2')
    .meta({
      label: text('최소 프로토콜', 'Lowest protocol'),
      choices: { 'TLSv1.2': text('TLS 1.2', 'TLS 1.2'), 'TLSv1.3': text('TLS 1.3', 'TLS 1.3') },
      section: 'rules',
      advanced: true,
    }),
  weakness: z
    .enum(['ignore', 'degraded', 'down'])
    .default('degraded')
    .meta({
      label: text('약한 설정을 보면', 'A weakness counts as'),
      help: text(
        '오래된 프로토콜, 약한 암호 방식, 짧은 키, SHA-1 서명, 순방향 비밀성 없음 등입니다.',
        'Outdated protocols, weak ciphers, short keys, SHA-1 signatures, no forward secrecy and the like.',
      ),
      choices: {
        ignore: text('무시', 'nothing'),
        degraded: text('성능 저하', 'degraded'),
        down: text('장애', 'down'),
      },
      section: 'rules',
      advanced: true,
    }),
  revocation: z
    .enum(['off', 'stapled', 'ask'])
    .default('ask')
    .meta({
      label: text('폐기 여부(OCSP)', 'Revocation (OCSP)'),
      help: text(
        '발급자에게 물을 수 없을 때는 상태에 영향을 주지 않습니다.',
        'An authority that does not answer has no effect on the state.',
      ),
      choices: {
        off: text('확인하지 않음', 'Do not look'),
        stapled: text('서버가 첨부한 답만', 'Only what the server staples'),
        ask: text('첨부가 없으면 발급자에게 묻기', 'Ask the authority when nothing is stapled'),
      },
      section: 'rules',
      advanced: true,
    }),
  expected_issuer: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({
      label: text('발급자에 있어야 할 말', 'The issuer must contain'),
      section: 'rules',
      advanced: true,
    }),
  pins: z
    .array(
      z
        .string()
        .trim()
        .refine((value) => /^[A-Za-z0-9+/]{43}=$/.test(value), {
          params: {
            text: text(
              '공개 키의 SHA-256을 base64로 적으세요(44자).',
              'Give the SHA-256 of the public key in base64 (44 letters).',
            ),
          },
        }),
    )
    .max(10)
    .default([])
    .meta({
      label: text('허용할 공개 키', 'Public keys to accept'),
      help: text('비워 두면 어떤 키든 됩니다.', 'Any key will do when this is empty.'),
      section: 'rules',
      advanced: true,
    }),
  ca: pemText()
    .optional()
    .meta({
      label: text('추가로 신뢰할 인증 기관(PEM)', 'Authority to trust as well (PEM)'),
      multiline: true,
      advanced: true,
    }),
  ip_version: ipVersion,
})
type TlsOptions = z.output<typeof options>

export const tls = checkKind({
  label: text('SSL/TLS 인증서', 'TLS certificate'),
  summary: text(
    '인증서의 만료일, 발급자, 체인, 호스트 이름과 프로토콜을 확인합니다.',
    'Looks at expiry, issuer, chain and name of a certificate, and at the protocol.',
  ),
  group: 'certificate',
  options,
  example: { host: 'example.com', port: 443 },
  defaults: { check_interval: 86_400, timeout: 15 },
  host: ({ host }) => host,
  remembers: ({ host, port, server_name, starttls }) => ({ host, port, server_name, starttls }),
  fromProject({ url }) {
    const { protocol, hostname, port } = new URL(url)
    if (protocol !== 'https:') return null
    return { host: hostname.replace(/^\[|\]$/g, ''), ...(port ? { port: Number(port) } : {}) }
  },
  look,
})

async function look(asked: TlsOptions, context: LookContext): Promise<Seen> {
  const { outbound, clock, signal, timeoutMs } = context
  const answer = await outbound.tls({
    host: asked.host,
    port: asked.port,
    ip: ipChoice[asked.ip_version],
    // Old protocols are spoken too, so that they can be named instead of looking like a broken server.
    tls: {
      legacy: true,
      staple: asked.revocation !== 'off',
      ...(asked.server_name ? { serverName: asked.server_name } : {}),
      ...(asked.ca ? { ca: asked.ca } : {}),
    },
    ...(asked.starttls === 'none' ? {} : { startTls: asked.starttls }),
    timeoutMs,
    signal,
  })
  if (!answer.ok) return failedLook(answer)
  const [leaf] = answer.chain
  if (!leaf) return noCertificate(answer)
  const now = clock.now()
  const first = firstToExpire(answer.chain)
  const days = daysLeft(expiresAt(first), now)
  if (asked.revocation !== 'off') context.tell?.({ phase: 'revocation' })
  const revocation = await revocationOf(answer, asked.revocation, context)
  const weaknesses = [
    ...weaknessesOf(answer, asked.minimum_protocol),
    ...((await lacksStaple(answer, asked.revocation)) ? [noStaple] : []),
  ]
  const isTrusted = answer.verifyError === null && answer.hostMatches
  // Safe because only `known` made what is remembered.
  const changes = isTrusted ? changeNotices(context.remembered as KnownCertificate | undefined, known(leaf)) : []
  return {
    durationMs: answer.durationMs,
    timings: answer.timings,
    evidence: {
      ...evidenceOf(answer, leaf, first, days),
      revocation,
      weaknesses: weaknesses.map(({ rule, message }) => ({ rule, message: message.en })),
    },
    notices: [...sentChain(answer.chain).flatMap((certificate) => noticesOf(certificate, now)), ...changes],
    ...(isTrusted ? { remember: known(leaf) } : {}),
    ...verdict(asked, { answer, leaf, first, days, revocation, weaknesses }),
  }
}

interface Facts {
  readonly answer: TlsAnswer
  readonly leaf: X509Certificate
  readonly first: X509Certificate
  readonly days: number
  readonly revocation: Revocation
  readonly weaknesses: readonly Weakness[]
}

type Verdict = Pick<Seen, 'state' | 'message' | 'errorCode'>

function verdict(asked: TlsOptions, facts: Facts): Verdict {
  const { answer, leaf, first, days, revocation, weaknesses } = facts
  if (days < 0) return { state: 'down', errorCode: 'expiry', message: expiredText(first, first === leaf) }
  if (!answer.hostMatches)
    return { state: 'down', errorCode: 'tls', message: verifyText('ERR_TLS_CERT_ALTNAME_INVALID') }
  if (answer.verifyError !== null) return { state: 'down', errorCode: 'tls', message: verifyText(answer.verifyError) }
  if (revocation.status === 'revoked') return { state: 'down', errorCode: 'tls', message: verifyText('CERT_REVOKED') }
  const unexpected = unexpectedText(asked, leaf)
  if (unexpected) return { state: 'down', errorCode: 'assertion', message: unexpected }
  const [weakness] = asked.weakness === 'ignore' ? [] : weaknesses
  if (weakness && asked.weakness === 'down') return { state: 'down', errorCode: 'tls', message: weakness.message }
  if (days <= asked.warn_days) return { state: 'degraded', errorCode: 'expiry', message: expiringText(first, days) }
  if (weakness) return { state: 'degraded', errorCode: 'tls', message: weakness.message }
  return {
    state: 'up',
    message: text(`인증서가 유효하며 ${days}일 남았습니다.`, `The certificate is valid for ${days} more days.`),
  }
}

function unexpectedText({ expected_issuer, pins }: TlsOptions, leaf: X509Certificate): Text | undefined {
  const { issuer } = summarize(leaf)
  if (expected_issuer !== undefined && !issuer.toLowerCase().includes(expected_issuer.toLowerCase()))
    return text(
      `발급자에 "${expected_issuer}"이(가) 없습니다: ${issuer}`,
      `The issuer does not contain "${expected_issuer}": it is ${issuer}`,
    )
  const pin = pinOf(leaf)
  return pins.length === 0 || pins.includes(pin)
    ? undefined
    : text(`허용한 공개 키가 아닙니다: ${pin}`, `The public key is none of those to accept: ${pin}`)
}

/** Browsers that heed it refuse such a certificate. */
const noStaple: Weakness = {
  rule: 'must_staple',
  message: text(
    '인증서가 요구하는 OCSP 답을 서버가 첨부하지 않습니다.',
    'The certificate demands a stapled OCSP answer, and the server sends none.',
  ),
}

const noCertificate = (answer: TlsAnswer): Seen => ({
  state: 'down',
  errorCode: 'tls',
  message: text('서버가 인증서를 보내지 않았습니다.', 'The server sent no certificate.'),
  durationMs: answer.durationMs,
  timings: answer.timings,
  evidence: { address: answer.remote.address, protocol: answer.protocol },
})

const expiresAt = (certificate: X509Certificate): number => Date.parse(certificate.validTo)

/** Without the root: browsers bring their own, and do not look at when it ends. */
function sentChain(chain: readonly X509Certificate[]): readonly X509Certificate[] {
  return chain.filter((certificate, at) => at === 0 || certificate.subject !== certificate.issuer)
}

const firstToExpire = (chain: readonly X509Certificate[]): X509Certificate =>
  sentChain(chain).reduce((first, next) => (expiresAt(next) < expiresAt(first) ? next : first))

function noticesOf(certificate: X509Certificate, now: number): Notice[] {
  const days = daysLeft(expiresAt(certificate), now)
  const message = days < 0 ? expiredText(certificate, true) : expiringText(certificate, days)
  return expiryNotice('ssl', certificate.fingerprint256, days, message)
}

function expiredText(certificate: X509Certificate, isLeaf: boolean): Text {
  const { subject, valid_to } = summarize(certificate)
  const date = valid_to.slice(0, 10)
  return isLeaf
    ? text(`인증서가 ${date}에 만료되었습니다 (${subject}).`, `The certificate expired on ${date} (${subject}).`)
    : text(
        `중간 인증서가 ${date}에 만료되었습니다 (${subject}).`,
        `An intermediate certificate expired on ${date} (${subject}).`,
      )
}

function expiringText(certificate: X509Certificate, days: number): Text {
  const { subject, valid_to } = summarize(certificate)
  const date = valid_to.slice(0, 10)
  const when = daysText(days)
  return text(
    `인증서가 ${when.ko}(${date}) 만료됩니다 (${subject}).`,
    `The certificate expires ${when.en} (${date}) (${subject}).`,
  )
}
