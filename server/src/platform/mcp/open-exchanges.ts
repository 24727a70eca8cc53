import type { FastifyReply } from 'fastify'
import type { Caller } from '../http/contract.ts'

export interface Exchange {
  readonly signal: AbortSignal
}

/** Every request that is being answered, so that one whose right has gone can be ended in the middle. */
export class OpenExchanges {
  readonly #open = new Set<{ caller: Caller; controller: AbortController; reply: FastifyReply }>()

  open(caller: Caller, reply: FastifyReply): Exchange {
    const controller = new AbortController()
    const entry = { caller, controller, reply }
    this.#open.add(entry)
    reply.raw.once('close', () => {
      this.#open.delete(entry)
      if (!reply.raw.writableFinished) controller.abort(new Error('the client has gone'))
    })
    return { signal: controller.signal }
  }

  closeWhere(isMeant: (caller: Caller) => boolean): void {
    for (const entry of [...this.#open]) {
      if (!isMeant(entry.caller)) continue
      this.#open.delete(entry)
      entry.controller.abort(new Error('the right to this stream has ended'))
      if (entry.reply.raw.headersSent) entry.reply.raw.destroy()
    }
  }
}
