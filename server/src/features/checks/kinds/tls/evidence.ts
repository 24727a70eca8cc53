import type { X509Certificate } from 'node:crypto'
import { isoTime } from '#kernel/clock.ts'
import { summarize, type TlsAnswer } from '#platform/outbound/index.ts'
import { tierOf } from '../shared/expiry.ts'
import { pinOf } from './changes.ts'

/** Everything about a certificate and its connection that a person or a rule may want to know. */
export function evidenceOf(
  answer: TlsAnswer,
  leaf: X509Certificate,
  first: X509Certificate,
  days: number,
): Record<string, unknown> {
  const { subject, issuer, valid_from, fingerprint256, serial } = summarize(leaf)
  return {
    address: answer.remote.address,
    port: answer.remote.port,
    expires_at: isoTime(Date.parse(first.validTo)),
    days_left: days,
    tier: tierOf(days),
    subject,
    issuer,
    names: namesOf(leaf),
    valid_from,
    fingerprint: fingerprint256,
    serial,
    self_signed: leaf.subject === leaf.issuer,
    key: keyOf(leaf),
    signature: signatureOf(leaf) ?? null,
    protocol: answer.protocol,
    cipher: answer.cipher,
    key_exchange: answer.keyExchange,
    stapled: answer.stapled !== null,
    pin: pinOf(leaf),
    host_matches: answer.hostMatches,
    trusted: answer.verifyError === null || answer.verifyError === 'ERR_TLS_CERT_ALTNAME_INVALID',
    verify_error: answer.verifyError,
    chain: answer.chain.map((certificate) => {
      const { subject, issuer, valid_to, fingerprint256 } = summarize(certificate)
      return { subject, issuer, valid_to, fingerprint: fingerprint256 }
    }),
  }
}

const mostNames = 30
const namesOf = (leaf: X509Certificate): string[] =>
  (leaf.subjectAltName ?? '')
    .split(', ')
    .filter(Boolean)
    .slice(0, mostNames)
    .map((name) => name.replace(/^(DNS|IP Address):/, '').slice(0, 255))

export function keyOf({ publicKey }: X509Certificate): { type: string; bits?: number; curve?: string } {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {}
  return {
    type: publicKey.asymmetricKeyType ?? 'unknown',
    ...(modulusLength ? { bits: modulusLength } : {}),
    ...(namedCurve ? { curve: namedCurve } : {}),
  }
}

/** Node knows it since 24.9. */
export const signatureOf = (certificate: X509Certificate): string | undefined =>
  (certificate as { signatureAlgorithm?: string }).signatureAlgorithm
