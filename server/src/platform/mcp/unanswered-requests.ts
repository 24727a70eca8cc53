import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server'
import { isObject } from './upstream/rpc.ts'

export interface NotTaken {
  readonly status: 400 | 429
  readonly message: string
}

/** Far more than anybody asks at once; each of them is held in memory. */
const mostAtOnce = 1000

/**
 * Which requests of a session wait for their answer. An id is all that tells answers apart, so of two requests that wait
 * under one id the second cannot be served: whose answer it gets would be chance.
 */
export class UnansweredRequests {
  readonly #ids = new Set<RequestId>()

  /** Why a message cannot be taken now; null when it can. */
  problemOf(message: unknown): NotTaken | null {
    if (!isObject(message) || typeof message.method !== 'string' || message.id === undefined) return null
    // Safe because anything else than an id is simply not among them.
    if (this.#ids.has(message.id as RequestId)) return { status: 400, message: taken(message.id) }
    return this.#ids.size < mostAtOnce ? null : { status: 429, message: tooMany }
  }

  /** A message of the client's, as it is taken. What is taken back gets no answer, so its id is free. */
  came(message: JSONRPCMessage): void {
    if (!('method' in message)) return
    if ('id' in message) this.#ids.add(message.id)
    else if (message.method === 'notifications/cancelled')
      this.#ids.delete((message.params as { requestId?: RequestId } | undefined)?.requestId as RequestId)
  }

  /** A message to the client. */
  left(message: JSONRPCMessage): void {
    if (!('method' in message)) this.#ids.delete(message.id as RequestId)
  }
}

const taken = (id: unknown): string =>
  `The request ${JSON.stringify(id).slice(0, 100)} of this session is still being answered. Choose another id.`
const tooMany = `More than ${mostAtOnce} requests of this session wait for their answers.`
