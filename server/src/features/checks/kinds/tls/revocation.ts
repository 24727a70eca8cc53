import type { X509Certificate } from 'node:crypto'
import { isoTime } from '#kernel/clock.ts'
import type { TlsAnswer } from '#platform/outbound/index.ts'
import type { LookContext } from '../contract.ts'
import type { OcspStatus } from './ocsp.ts'

/** Loaded with the first certificate that is asked about: reading DER takes a library. */
const ocsp = () => import('./ocsp.ts')

/**
 * What the authority says of a certificate. `not_asked`: it names nobody to ask, or nobody wanted to know.
 * `unavailable`: whoever should know did not say, which is no fault of the watched server.
 */
export interface Revocation {
  readonly status: 'good' | 'revoked' | 'unknown' | 'unavailable' | 'not_asked'
  readonly source: 'stapled' | 'responder' | null
  readonly revoked_at?: string
  readonly answer_until?: string
  readonly problem?: string
}

const notAsked: Revocation = { status: 'not_asked', source: null }
const mostAnswerBytes = 65_536
const responderMs = 5_000

/**
 * The stapled answer, if a good one came; else, where wanted, the answer of the responder that the certificate names
 * (RFC 6960 by POST, appendix A). Answers count only when the issuer signed them, or whom it named for that.
 */
export async function revocationOf(
  answer: TlsAnswer,
  wanted: 'off' | 'stapled' | 'ask',
  { outbound, clock, signal }: Pick<LookContext, 'outbound' | 'clock' | 'signal'>,
): Promise<Revocation> {
  const [leaf, issuer] = answer.chain
  if (wanted === 'off' || !leaf || !issuer || leaf === issuer) return notAsked
  if (answer.stapled) {
    const said = await read(answer.stapled, leaf, issuer, clock.now())
    if (said.status !== 'unavailable' || wanted === 'stapled') return { ...said, source: 'stapled' }
  }
  const responder = responderOf(leaf)
  if (wanted === 'stapled' || responder === null) return notAsked
  const asked = await outbound.http({
    url: responder,
    method: 'POST',
    headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
    body: await (await ocsp()).ocspRequest(leaf, issuer),
    maxBodyBytes: mostAnswerBytes,
    timeoutMs: responderMs,
    signal,
  })
  const source = 'responder'
  if (!asked.ok) return { status: 'unavailable', source, problem: asked.message.en }
  if (asked.status !== 200) return { status: 'unavailable', source, problem: `HTTP ${asked.status}` }
  return { ...(await read(asked.body, leaf, issuer, clock.now())), source }
}

async function read(der: Uint8Array, leaf: X509Certificate, issuer: X509Certificate, now: number) {
  const said: OcspStatus = await (await ocsp()).readOcspAnswer(der, leaf, issuer, now)
  if ('problem' in said) return { status: 'unavailable', problem: said.problem } as const
  return {
    status: said.status,
    ...(said.revokedAt === undefined ? {} : { revoked_at: isoTime(said.revokedAt) }),
    ...(said.until === undefined ? {} : { answer_until: isoTime(said.until) }),
  }
}

/** The first http address under "OCSP" in the authority information access (RFC 5280 section 4.2.2.1). */
const responderOf = ({ infoAccess }: X509Certificate): string | null =>
  /^OCSP - URI:"?(http:\/\/[^\s"]{1,500})"?$/m.exec(infoAccess ?? '')?.[1] ?? null

/** Whether the certificate demands a stapled answer that did not come. */
export const lacksStaple = async ({ chain: [leaf], stapled }: TlsAnswer, wanted: 'off' | 'stapled' | 'ask') =>
  wanted !== 'off' && stapled === null && leaf !== undefined && (await ocsp()).mustStaple(leaf)
