import { createHash, X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import tls from 'node:tls'
import { text } from '@bongsu/contract/text.ts'
import { type Host, isLiteral } from './host.ts'
import { errorCode, type Failed, failed, faultOf, misused } from './result.ts'
import type { Watch } from './watch.ts'

export interface TlsOptions {
  /** Verify the chain and the name; true unless said. */
  readonly verify?: boolean
  /** PEM of authorities trusted besides the system's. */
  readonly ca?: string
  /** PEM of our own certificate and key (mTLS). */
  readonly cert?: string
  readonly key?: string
  readonly passphrase?: string
  /** The name asked for (SNI) and verified, when it is not the host's. */
  readonly serverName?: string
  /** Application protocols to offer; none unless said, as a server may refuse those it does not know. */
  readonly alpn?: readonly string[]
  /** Also speak what is long broken (TLS 1.0, weak ciphers), in order to report it. Never for sending anything. */
  readonly legacy?: boolean
  /** Asks the server to staple what its authority says of the certificate (RFC 6066 section 8). */
  readonly staple?: boolean
}

export interface Secured {
  readonly ok: true
  readonly socket: tls.TLSSocket
  readonly tlsMs: number
  /** What is wrong with the certificate, in OpenSSL's or Node's words; null when everything is in order. */
  readonly verifyError: string | null
  /** The stapled OCSP answer (DER), where one was asked for and came. */
  readonly stapled: Buffer | null
}

/** Shakes hands over an open socket. A certificate that does not verify is reported, not thrown: the caller decides. */
export function secure(
  socket: Socket,
  host: Host,
  options: TlsOptions,
  watch: Watch,
  limitMs?: number,
): Promise<Secured | Failed> {
  const context = contextFor(options)
  if (!('context' in context)) {
    socket.destroy()
    return Promise.resolve(context)
  }
  const startedAt = performance.now()
  const name = options.serverName ?? host
  return new Promise((resolve) => {
    const secured = tls.connect({
      socket,
      host: name,
      ...(isLiteral(name) ? {} : { servername: name }),
      secureContext: context,
      rejectUnauthorized: false,
      ...(options.alpn ? { ALPNProtocols: [...options.alpn] } : {}),
      ...(options.legacy ? { minVersion: 'TLSv1' as const } : {}),
      ...(options.staple ? { requestOCSP: true } : {}),
    })
    let stapled: Buffer | null = null
    secured.once('OCSPResponse', (answer: Buffer | null) => {
      stapled = answer
    })
    const close = () => {
      secured.destroy()
      socket.destroy()
    }
    secured.once('secureConnect', () => {
      const error = secured.authorizationError as unknown
      resolve({
        ok: true,
        socket: secured,
        tlsMs: performance.now() - startedAt,
        verifyError: secured.authorized
          ? null
          : String(error instanceof Error ? errorCode(error) : (error ?? 'UNKNOWN')),
        stapled,
      })
    })
    // Also after the handshake: a late error on a finished socket must not end the process.
    secured.on('error', (error) => {
      close()
      resolve(handshakeFailed(error))
    })
    secured.once('close', () => resolve(handshakeFailed(Object.assign(new Error('closed'), { code: 'ECONNRESET' }))))
    watch.enter('tls', limitMs, () => {
      close()
      resolve(watch.failure())
    })
  })
}

function handshakeFailed(error: Error): Failed {
  const code = errorCode(error)
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return failed(
      'tls',
      code,
      faultOf(code),
      text(
        `TLS 협상 중에 상대가 연결을 끊었습니다 (${code}).`,
        `The server closed the connection during the TLS handshake (${code}).`,
      ),
    )
  }
  return failed(
    'tls',
    code,
    faultOf(code),
    text(`TLS 협상에 실패했습니다 (${code}).`, `The TLS handshake failed (${code}).`),
  )
}

const verifyWords: Readonly<Record<string, readonly [ko: string, en: string]>> = {
  CERT_HAS_EXPIRED: ['인증서가 만료되었습니다', 'The certificate has expired'],
  CERT_NOT_YET_VALID: ['인증서의 유효 기간이 아직 시작되지 않았습니다', 'The certificate is not valid yet'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['자체 서명된 인증서입니다', 'The certificate is self-signed'],
  SELF_SIGNED_CERT_IN_CHAIN: [
    '신뢰할 수 없는 루트 인증서로 서명되었습니다',
    'The certificate chain ends in an untrusted root',
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    '발급자를 신뢰할 수 없거나 알 수 없습니다',
    'The issuer is not known or not trusted',
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    '인증서 체인이 불완전하거나 발급자를 신뢰할 수 없습니다',
    'The certificate chain is incomplete, or its issuer is not trusted',
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    '인증서가 이 호스트 이름의 것이 아닙니다',
    'The certificate is not for this host name',
  ],
  CERT_REVOKED: ['인증서가 폐기되었습니다', 'The certificate has been revoked'],
  CERT_SIGNATURE_FAILURE: ['인증서의 서명이 맞지 않습니다', "The certificate's signature is wrong"],
}

export function verifyText(code: string) {
  const [ko, en] = verifyWords[code] ?? ['인증서를 검증하지 못했습니다', 'The certificate could not be verified']
  return text(`${ko} (${code}).`, `${en} (${code}).`)
}

export const notTrusted = (code: string): Failed => failed('tls', code, 'target', verifyText(code))

/** Building a context parses every trusted root (milliseconds), so the default one and those of monitors are kept. */
const contexts = new Map<string, tls.SecureContext>()
const mostContexts = 200

function contextFor({ ca, cert, key, passphrase, legacy }: TlsOptions): tls.SecureContext | Failed {
  const name =
    ca || cert || legacy
      ? createHash('sha256')
          .update(JSON.stringify([ca, cert, key, passphrase, legacy]))
          .digest('base64')
      : ''
  const known = contexts.get(name)
  if (known) return known
  try {
    const made = tls.createSecureContext({
      ...(ca ? { ca: [ca, ...tls.getCACertificates('default')] } : {}),
      ...(cert ? { cert, key: key ?? '' } : {}),
      ...(passphrase ? { passphrase } : {}),
      ...(legacy ? { minVersion: 'TLSv1' as const, ciphers: 'DEFAULT:eNULL:@SECLEVEL=0' } : {}),
    })
    contexts.set(name, made)
    const oldest = contexts.size > mostContexts ? contexts.keys().next() : undefined
    if (oldest && !oldest.done) contexts.delete(oldest.value)
    return made
  } catch (error) {
    return misused(
      'certificate',
      text(
        `입력한 인증서나 키를 읽을 수 없습니다 (${errorCode(error)}).`,
        `The given certificate or key cannot be read (${errorCode(error)}).`,
      ),
    )
  }
}

export interface CertificateSummary {
  readonly subject: string
  readonly issuer: string
  readonly valid_from: string
  readonly valid_to: string
  readonly fingerprint256: string
  readonly serial: string
}

const longestChain = 10

/**
 * Leaf first, as far as the server sent it or our roots complete it. Not `getPeerX509Certificate`: on Node 24 each call
 * leaves some 7 KB behind that no collection finds, which is a gigabyte after a day of checks.
 */
export function peerChain(socket: tls.TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = []
  let next: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  while (next?.raw && chain.length < longestChain) {
    chain.push(new X509Certificate(next.raw))
    next = next.issuerCertificate?.fingerprint256 === next.fingerprint256 ? undefined : next.issuerCertificate
  }
  return chain
}

/** Monitors see the same certificates again and again. */
const summaries = new Map<string, CertificateSummary>()
const mostSummaries = 1_000

export function peerSummary(socket: tls.TLSSocket): CertificateSummary | undefined {
  const { raw, fingerprint256 } = socket.getPeerCertificate()
  if (!raw) return undefined
  const known = summaries.get(fingerprint256)
  if (known) return known
  if (summaries.size >= mostSummaries) summaries.clear()
  const summary = summarize(new X509Certificate(raw))
  summaries.set(fingerprint256, summary)
  return summary
}

export const summarize = (certificate: X509Certificate): CertificateSummary => ({
  subject: oneLine(certificate.subject),
  issuer: oneLine(certificate.issuer),
  valid_from: moment(certificate.validFrom),
  valid_to: moment(certificate.validTo),
  fingerprint256: certificate.fingerprint256,
  serial: certificate.serialNumber,
})

/** OpenSSL writes one attribute a line. */
const oneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ').slice(0, 300)

const moment = (date: string): string => {
  const ms = Date.parse(date)
  return Number.isNaN(ms) ? date : new Date(ms).toISOString()
}
