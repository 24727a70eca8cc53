import { isAtLeast } from '@bongsu/contract/permissions.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { Failure, invalidField, notFound } from '#kernel/errors.ts'
import { particle } from '#kernel/korean.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Tx } from '#platform/db/contract.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import type { Context } from '#platform/operations/operation.ts'
import { headerProblem, outboundKey } from '#platform/outbound/index.ts'
import { serversChoosing } from '../servers/server-store.ts'
import type { VirtualServer } from '../servers/virtual-server.ts'
import { upstreamSourceId } from '../sources/upstream-source.ts'
import type { Upstream } from './upstream.ts'
import { lastWithSlug, upstreamById, upstreamBySlug } from './upstream-store.ts'
import { mayManage } from './upstream-view.ts'

/** As this actor may see it; one that is not for them looks as if it were not there. */
export async function requireUpstream(ctx: Pick<Context, 'db' | 'actor'>, id: number): Promise<Upstream> {
  const upstream = await upstreamById(ctx.db, id)
  if (!upstream || !maySee(ctx.actor, upstream)) throw notFound(text('외부 MCP 서버', 'The upstream server'))
  return upstream
}

export function maySee(actor: Actor, upstream: Upstream): boolean {
  if (mayManage(actor)) return true
  if (actor.kind !== 'person' && actor.kind !== 'token') return false
  return upstream.isEnabled && isAtLeast(actor.role, upstream.leastRole)
}

/** As it is when its turn has come: a rule about names concerns all of them, and they are changed seldom. */
export async function upstreamToChange(tx: Tx, id: number): Promise<Upstream> {
  await takeTurn(tx, 'upstreams')
  const upstream = await upstreamById(tx, id)
  if (!upstream) throw notFound(text('외부 MCP 서버', 'The upstream server'))
  return upstream
}

/** `id`: of the one that is brought back. */
export async function requireFreeSlug(tx: Tx, slug: string, id?: number): Promise<void> {
  if (await upstreamBySlug(tx, slug)) throw badSlug(takenSlug(slug))
  const server = await serverMeaningAnother(tx, slug, id)
  if (server) throw badSlug(meantSlug(slug, server.title))
}

/** A virtual server chooses by slug: as long as one means by it what was removed, nothing else may come to its place. */
export async function serverMeaningAnother(tx: Tx, slug: string, id?: number): Promise<VirtualServer | undefined> {
  const last = await lastWithSlug(tx, slug)
  if (!last || last.id === id) return undefined
  await takeTurn(tx, 'virtual-servers')
  return (await serversChoosing(tx, upstreamSourceId(slug)))[0]
}

const badSlug = (words: Text): Failure => new Failure('conflict', words, { fields: [{ path: 'slug', message: words }] })
const takenSlug = (slug: string): Text =>
  text(`${particle(`"${slug}"`, '은', '는')} 이미 쓰는 식별자입니다.`, `The slug "${slug}" is taken already.`)
const meantSlug = (slug: string, title: string): Text =>
  text(
    `${particle(`"${slug}"`, '은', '는')} 제거한 서버의 식별자이고, 가상 서버 "${title}"에서 아직 그 서버를 고르고 있습니다. 그 서버를 되살리거나 가상 서버에서 먼저 빼세요.`,
    `"${slug}" was the slug of a server that is removed, and the virtual server "${title}" still chooses from that one. Bring it back, or take it out of the virtual server first.`,
  )

/** Only what is written as a forbidden address; a name is judged by where it leads, at every connection anew. */
export function requireReachable(ctx: Context, url: string): void {
  const problem = ctx.use(outboundKey).precheckUrl(url)
  if (problem) throw invalidField('url', problem)
}

/** A credential must not stand in for what the protocol says in headers of its own. */
export function requireHeader(name: string): void {
  const problem = /^(mcp-.*|accept|content-type|last-event-id|cookie)$/i.test(name)
    ? ofProtocol
    : headerProblem(name, 'x')
  if (problem) throw invalidField('header', problem)
}

const ofProtocol = text(
  '프로토콜이 쓰는 헤더입니다. 다른 이름을 적으세요.',
  'The protocol uses this header. Name another one.',
)

/** What a person has to look at themselves: a program that holds an administrator's token must not approve for them. */
export function requirePerson(actor: Actor): string {
  if (actor.kind === 'person') return actor.name
  throw new Failure(
    'forbidden',
    text('토큰으로는 할 수 없습니다. 직접 로그인해 주세요.', 'A token cannot do this. Please sign in yourself.'),
  )
}

export const requireFromConsole = (upstream: Upstream): void => {
  if (!upstream.isFromFile) return
  throw new Failure(
    'conflict',
    text(
      '서버의 upstreams.json에 정의된 서버입니다. 주소와 제거는 그 파일에서 바꾸고 다시 시작하세요.',
      'This server is defined in the server’s upstreams.json. Change how it is reached, or remove it, there, and restart.',
    ),
  )
}
