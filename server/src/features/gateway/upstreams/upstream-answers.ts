import { isAtLeast } from '@bongsu/contract/permissions.ts'
import { text } from '@bongsu/contract/text.ts'
import { Failure, invalidField, notFound } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import type { Context } from '#platform/operations/operation.ts'
import { headerProblem, outboundKey } from '#platform/outbound/index.ts'
import type { Upstream } from './upstream.ts'
import { upstreamById, upstreamBySlug } from './upstream-store.ts'
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

export async function requireFreeSlug(db: Db, slug: string): Promise<void> {
  if (!(await upstreamBySlug(db, slug))) return
  const taken = text(`"${slug}"는 이미 쓰는 식별자입니다.`, `The slug "${slug}" is taken already.`)
  throw new Failure('conflict', taken, { fields: [{ path: 'slug', message: taken }] })
}

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
