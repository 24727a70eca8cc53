import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Clock, minute } from '#kernel/clock.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Caller } from '../http/contract.ts'
import { networkOf } from '../http/rate-limit.ts'
import { Windows } from '../http/windows.ts'
import { isHostOurs } from './own-host.ts'
import { rpcError } from './rpc-error.ts'

export interface AdmissionParts {
  readonly clock: Clock
  /** Whether there is a virtual server of this name that this caller may use. */
  hasServer(actor: Actor, slug: string): boolean
  /** The host of the installation's public address, when it has one. */
  publicHost(): string | null
}

/** Who comes in at the addresses of the MCP. Each says undefined, or has answered. */
export interface Admission {
  /** Whose page, which host. */
  fromElsewhere(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined
  /** Who, and whether there is anything for them. A cookie is no proof here, since any page can make a browser send it. */
  turnAway(
    caller: Caller,
    server: string | null,
    request: FastifyRequest,
    reply: FastifyReply,
  ): FastifyReply | undefined
  challenge(caller: Caller, request: FastifyRequest, reply: FastifyReply): FastifyReply
}

/** Nobody looks for a token by trying, and a program with an old one asks less often than this. */
const mostStrangers = 3000

export function createAdmission({ hasServer, publicHost, clock }: AdmissionParts): Admission {
  const strangers = new Windows()

  return {
    fromElsewhere: (request, reply) =>
      isHostOurs(request, publicHost())
        ? undefined
        : reply.code(403).send(rpcError(-32000, 'Host or Origin is not ours')),
    turnAway(caller, server, request, reply) {
      const { actor, proof } = caller
      if ((actor.kind !== 'person' && actor.kind !== 'token') || proof !== 'header')
        return challenge(caller, request, reply)
      if (actor.kind === 'token' && !actor.scopes.includes('tools')) {
        reply.header('www-authenticate', 'Bearer realm="bongsu", error="insufficient_scope", scope="tools"')
        return reply.code(403).send(rpcError(-32000, 'This token does not have the scope "tools".'))
      }
      if (server !== null && !hasServer(actor, server))
        return reply.code(404).send(rpcError(-32000, 'There is no such server.'))
    },
    challenge,
  }

  function challenge({ actor }: Caller, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { used, seconds } = strangers.count(networkOf(request.ip), minute, clock.now())
    if (used > mostStrangers)
      return reply.code(429).header('retry-after', seconds).send(rpcError(-32000, 'Too many requests without a token.'))
    const sent =
      request.headers.authorization !== undefined || (request.query as { token?: unknown }).token !== undefined
    reply.header('www-authenticate', `Bearer realm="bongsu"${sent ? ', error="invalid_token"' : ''}`)
    const why = actor.kind === 'anonymous' ? actor.reason?.[request.language] : undefined
    return reply.code(401).send(rpcError(-32000, why ?? 'Send a token in the Authorization header: Bearer bgs_…'))
  }
}
