import { type Text, text } from '@bongsu/contract/text.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Db } from '#platform/db/contract.ts'
import { type Sealer, sealedPlace } from '#platform/secrets/sealer.ts'
import { NotRun } from '../sources/contract.ts'
import type { Upstream } from './upstream.ts'
import { secretOf } from './upstream-store.ts'

/** What a server is shown, and whose it is: links under different credentials are never shared. */
export interface Credential {
  readonly headers: Readonly<Record<string, string>>
  /** Differs where the credential does. Tells nothing about it. */
  readonly key: string
}

export const sharedPlace = (upstreamId: number): string => sealedPlace('upstream', upstreamId, 'secret')
export const personalPlace = (upstreamId: number, personId: number): string =>
  sealedPlace('upstream_secret', `${upstreamId}:${personId}`, 'secret')

export interface CredentialParts {
  readonly database: Db
  readonly sealer: Sealer
}

/**
 * The credential that stands for this person at a server. Where each person has their own, a missing one is said so:
 * nobody ever acts there in somebody else's name.
 */
export async function credentialFor(parts: CredentialParts, upstream: Upstream, personId: number | null) {
  const { database, sealer } = parts
  if (upstream.credential === 'none') return { headers: {}, key: 'none' }
  if (upstream.credential === 'shared') {
    if (upstream.secret === null) throw new NotRun(noShared(upstream.title))
    return credential(upstream, sealer.open(upstream.secret, sharedPlace(upstream.id)), upstream.secret)
  }
  if (personId === null) throw new NotRun(nobody(upstream.title))
  const sealed = await secretOf(database, upstream.id, personId)
  if (sealed === undefined) throw new NotRun(noPersonal(upstream.title))
  return credential(upstream, sealer.open(sealed, personalPlace(upstream.id, personId)), `${personId}:${sealed}`)
}

const credential = ({ header, scheme }: Upstream, secret: string, key: string): Credential => ({
  headers: { [header.toLowerCase()]: scheme === 'bearer' ? `Bearer ${secret}` : secret },
  key,
})

export const personIn = (actor: Actor): number | null =>
  actor.kind === 'person' || actor.kind === 'token' ? actor.personId : null

const noShared = (title: string): Text =>
  text(
    `외부 MCP 서버 "${title}"의 자격 증명이 없습니다. 관리자에게 문의하세요.`,
    `No credential is set for the upstream server "${title}". Ask your administrator.`,
  )
const noPersonal = (title: string): Text =>
  text(
    `"${title}" 서버는 사람마다 자신의 자격 증명으로 씁니다. 콘솔의 외부 MCP 서버 화면에서 자신의 것을 먼저 등록하세요.`,
    `The upstream server "${title}" is used with everybody’s own credential. Set yours first: in the console under Upstream servers, or PUT /api/v1/upstreams/{id}/my-credential.`,
  )
const nobody = (title: string): Text =>
  text(
    `"${title}" 서버는 사람마다 자신의 자격 증명으로 쓰므로, 누구의 것도 아닌 서비스 토큰으로는 부를 수 없습니다.`,
    `The upstream server "${title}" is used with everybody’s own credential; a service token is nobody’s and cannot call it.`,
  )
