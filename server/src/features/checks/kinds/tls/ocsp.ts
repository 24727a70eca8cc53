import { verify, X509Certificate } from 'node:crypto'
import * as asn1 from 'asn1js'
import { BasicOCSPResponse, Certificate, OCSPRequest, OCSPResponse, type SingleResponse } from 'pkijs'

/** What a signed answer says, or why it says nothing. Times are ms since the epoch. */
export type OcspStatus =
  | { readonly status: 'good' | 'revoked' | 'unknown'; readonly revokedAt?: number; readonly until?: number }
  | { readonly problem: string }

/** A request for one certificate (RFC 6960 section 4.1), without a nonce: responders answer from a cache. */
export async function ocspRequest(leaf: X509Certificate, issuer: X509Certificate): Promise<Uint8Array> {
  const request = new OCSPRequest()
  await request.createForCertificate(parsed(leaf), { hashAlgorithm: 'SHA-1', issuerCertificate: parsed(issuer) })
  return new Uint8Array(request.toSchema(true).toBER(false))
}

/** A minute for clocks that disagree. */
const skewMs = 60_000

export async function readOcspAnswer(
  der: Uint8Array,
  leaf: X509Certificate,
  issuer: X509Certificate,
  now: number,
): Promise<OcspStatus> {
  try {
    const basic = basicAnswer(der)
    if ('problem' in basic) return basic
    if (!isSignedFor(basic.answer, issuer)) return { problem: 'the answer is not signed by the issuer or its delegate' }
    const { answer } = basic
    const { status, isForCertificate } = await answer.getCertificateStatus(parsed(leaf), parsed(issuer))
    const [single] = answer.tbsResponseData.responses
    if (!isForCertificate || !single) return { problem: 'the answer is about another certificate' }
    if (single.thisUpdate.getTime() > now + skewMs) return { problem: 'the answer is from the future' }
    const until = single.nextUpdate?.getTime()
    if (until !== undefined && until + skewMs < now) return { problem: 'the answer is outdated' }
    const revokedAt = status === 1 ? revocationTime(single) : undefined
    return {
      status: status === 0 ? 'good' : status === 1 ? 'revoked' : 'unknown',
      ...(revokedAt === undefined ? {} : { revokedAt }),
      ...(until === undefined ? {} : { until }),
    }
  } catch (error) {
    return { problem: `the answer cannot be read: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function basicAnswer(der: Uint8Array): { answer: BasicOCSPResponse } | { problem: string } {
  const response = OCSPResponse.fromBER(bytes(der))
  const code = response.responseStatus.valueBlock.valueDec
  if (code !== 0) return { problem: `the responder refused (status ${code})` }
  if (!response.responseBytes) return { problem: 'the answer is empty' }
  return { answer: BasicOCSPResponse.fromBER(response.responseBytes.response.valueBlock.valueHexView) }
}

/** The issuer itself, or a certificate that it issued for signing answers (RFC 6960 section 4.2.2.2). */
function isSignedFor(answer: BasicOCSPResponse, issuer: X509Certificate): boolean {
  const signed = Buffer.from(answer.tbsResponseData.tbsView)
  const signature = Buffer.from(answer.signature.valueBlock.valueHexView)
  const digest = digestOf(answer.signatureAlgorithm.algorithmId)
  if (digest === undefined) return false
  return signersOf(answer, issuer).some((signer) => verify(digest, signed, signer.publicKey, signature))
}

function signersOf(answer: BasicOCSPResponse, issuer: X509Certificate): X509Certificate[] {
  const brought = (answer.certs ?? []).map((one) => new X509Certificate(Buffer.from(one.toSchema(true).toBER(false))))
  return [issuer, ...brought.filter((one) => one.verify(issuer.publicKey) && maySignAnswers(one))]
}

const ocspSigning = '1.3.6.1.5.5.7.3.9'
const maySignAnswers = ({ keyUsage }: X509Certificate): boolean => keyUsage?.includes(ocspSigning) ?? false

/** Null lets the key decide (Ed25519, Ed448). */
const digests: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
  '1.3.101.113': null,
}
const digestOf = (oid: string): string | null | undefined => digests[oid]

/** `[1] IMPLICIT RevokedInfo`: its first field is the time. */
function revocationTime({ certStatus }: SingleResponse): number | undefined {
  const [time] = (certStatus as asn1.Constructed).valueBlock.value
  return time instanceof asn1.GeneralizedTime ? time.toDate().getTime() : undefined
}

const tlsFeature = '1.3.6.1.5.5.7.1.24'

/** Whether the certificate itself demands a stapled answer ("must staple", RFC 7633). */
export const mustStaple = (leaf: X509Certificate): boolean =>
  parsed(leaf).extensions?.some(({ extnID }) => extnID === tlsFeature) ?? false

const parsed = (certificate: X509Certificate): Certificate => Certificate.fromBER(bytes(certificate.raw))

/** The library reads whole buffers; Node's may be a part of a larger one. */
const bytes = (view: Uint8Array): ArrayBuffer => new Uint8Array(view).buffer
