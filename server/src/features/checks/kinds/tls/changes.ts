import { createHash, type X509Certificate } from 'node:crypto'
import { text } from '@bongsu/contract/text.ts'
import { summarize } from '#platform/outbound/index.ts'
import type { Notice } from '../../outcome.ts'

/** What stays the same when a certificate is merely renewed. */
export interface KnownCertificate {
  readonly issuer: string
  readonly key: string
}

/** SHA-256 of the public key (SPKI), base64: what HPKP and `openssl` call its pin. */
export const pinOf = ({ publicKey }: X509Certificate): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64')

export const known = (leaf: X509Certificate): KnownCertificate => ({
  issuer: summarize(leaf).issuer,
  key: pinOf(leaf),
})

/**
 * News of another issuer or another key. A renewal with a fresh key is usual, so that alone is only worth knowing;
 * another issuer is worth a look.
 */
export function changeNotices(before: KnownCertificate | undefined, now: KnownCertificate): Notice[] {
  if (!before) return []
  const isIssuer = before.issuer !== now.issuer
  if (!isIssuer && before.key === now.key) return []
  return [
    {
      type: 'certificate_changed',
      key: `${before.key}>${now.key}:${isIssuer ? now.issuer : ''}`.slice(0, 300),
      severity: isIssuer ? 'warning' : 'info',
      message: isIssuer
        ? text(
            `인증서 발급자가 바뀌었습니다: ${before.issuer} → ${now.issuer}`,
            `The certificate has another issuer: ${before.issuer} → ${now.issuer}`,
          )
        : text('인증서의 키가 바뀌었습니다.', 'The certificate has another key.'),
      details: { before, now },
    },
  ]
}
