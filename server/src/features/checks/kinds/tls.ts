import type { X509Certificate } from 'node:crypto'
import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { startTlsProtocols, summarize, type TlsAnswer, verifyText } from '#platform/outbound/index.ts'
import type { Notice } from '../outcome.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { daysLeft, daysText, expiryNotice } from './shared/expiry.ts'
import { failedLook } from './shared/failed-look.ts'
import { hostName, ipChoice, ipVersion, pemText, portNumber } from './shared/fields.ts'
import { evidenceOf, keyOf, signatureOf } from './tls/evidence.ts'

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
      unit: 'd',
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
  fromProject({ url }) {
    const { protocol, hostname, port } = new URL(url)
    if (protocol !== 'https:') return null
    return { host: hostname.replace(/^\[|\]$/g, ''), ...(port ? { port: Number(port) } : {}) }
  },
  look,
})

async function look(asked: TlsOptions, { outbound, clock, signal, timeoutMs }: LookContext): Promise<Seen> {
  const answer = await outbound.tls({
    host: asked.host,
    port: asked.port,
    ip: ipChoice[asked.ip_version],
    // Old protocols are spoken too, so that they can be named instead of looking like a broken server.
    tls: {
      legacy: true,
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
  const seen = {
    durationMs: answer.durationMs,
    timings: answer.timings,
    evidence: evidenceOf(answer, leaf, first, days),
    notices: sentChain(answer.chain).flatMap((certificate) => noticesOf(certificate, now)),
  }
  return { ...seen, ...verdict(asked, answer, leaf, first, days) }
}

type Verdict = Pick<Seen, 'state' | 'message' | 'errorCode'>

function verdict(
  asked: TlsOptions,
  answer: TlsAnswer,
  leaf: X509Certificate,
  first: X509Certificate,
  days: number,
): Verdict {
  if (days < 0) return { state: 'down', errorCode: 'expiry', message: expiredText(first, first === leaf) }
  if (!answer.hostMatches)
    return { state: 'down', errorCode: 'tls', message: verifyText('ERR_TLS_CERT_ALTNAME_INVALID') }
  if (answer.verifyError !== null) return { state: 'down', errorCode: 'tls', message: verifyText(answer.verifyError) }
  if (days <= asked.warn_days) return { state: 'degraded', errorCode: 'expiry', message: expiringText(first, days) }
  const weakness = weaknessOf(answer, leaf)
  if (weakness) return { state: 'degraded', errorCode: 'tls', message: weakness }
  return {
    state: 'up',
    message: text(`인증서가 유효하며 ${days}일 남았습니다.`, `The certificate is valid for ${days} more days.`),
  }
}

/** What browsers have stopped to accept, or are about to. */
function weaknessOf({ protocol }: TlsAnswer, leaf: X509Certificate): Text | undefined {
  if (protocol !== 'TLSv1.2' && protocol !== 'TLSv1.3')
    return text(`오래된 프로토콜(${protocol})만 지원합니다.`, `It only speaks an outdated protocol (${protocol}).`)
  const { type, bits } = keyOf(leaf)
  if (type === 'rsa' && bits !== undefined && bits < 2048)
    return text(`RSA 키가 너무 짧습니다(${bits}비트).`, `Its RSA key is too short (${bits} bits).`)
  const signature = signatureOf(leaf)
  return signature && /sha1|md5/i.test(signature)
    ? text(`서명 알고리즘이 약합니다(${signature}).`, `Its signature algorithm is weak (${signature}).`)
    : undefined
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
