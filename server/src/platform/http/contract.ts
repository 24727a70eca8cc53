import type { Language } from '@bongsu/contract/text.ts'
import type { FastifyRequest } from 'fastify'
import type { Actor } from '#kernel/operation.ts'

/** Who a request comes from, and how they proved it: a cookie needs the cross-site check, a header does not. */
export interface Caller {
  readonly actor: Actor
  readonly proof: 'none' | 'cookie' | 'header'
  /** The person's own language, when known. */
  readonly language?: Language
}

/** The identity room provides it. Unknown or expired proof gives `anonymous`, never an exception. */
export type Authenticate = (request: FastifyRequest) => Promise<Caller>

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
    language: Language
  }
}
