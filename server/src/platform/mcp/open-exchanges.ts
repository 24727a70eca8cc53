import type { FastifyReply } from 'fastify'
import type { Caller } from '../http/contract.ts'

export interface Exchange {
  /** Aborts when the client has gone, or its right has. */
  readonly signal: AbortSignal
  /** Aborts when the right to it has ended: then what it began ends too, also where a client may come back for it. */
  readonly ended: AbortSignal
}

interface Entry {
  readonly caller: Caller
  readonly reply: FastifyReply
  readonly gone: AbortController
  readonly ended: AbortController
  /** Who asks now, by the proof they came with. */
  readonly who: () => Promise<Caller>
  readonly since: number
}

/** With the quarter of a second for which tokens are remembered, well within the second that is promised. */
const lookEveryMs = 400
/** Most requests are answered long before; asking about them would be for nothing. */
const quickMs = 250

/**
 * Every request that is being answered, so that one whose right has gone can be ended in the middle. News of that comes at
 * once from this process and from those that we hear of; for the rest, everybody whose answer takes longer is asked again
 * who they are.
 */
export class OpenExchanges {
  readonly #open = new Set<Entry>()
  readonly #watch = setInterval(() => void this.#askAgain(), lookEveryMs).unref()
  #isAsking = false

  open(caller: Caller, reply: FastifyReply, who: Entry['who']): Exchange {
    const [gone, ended] = [new AbortController(), new AbortController()]
    const entry: Entry = { caller, reply, gone, ended, who, since: performance.now() }
    this.#open.add(entry)
    reply.raw.once('close', () => {
      this.#open.delete(entry)
      if (!reply.raw.writableFinished) gone.abort(new Error('the client has gone'))
    })
    return { signal: gone.signal, ended: ended.signal }
  }

  closeWhere(isMeant: (caller: Caller) => boolean): void {
    for (const entry of [...this.#open]) if (isMeant(entry.caller)) this.#end(entry)
  }

  close(): void {
    this.stop()
    this.closeWhere(() => true)
  }

  /** Nobody is asked again. */
  stop(): void {
    clearInterval(this.#watch)
  }

  #end(entry: Entry): void {
    this.#open.delete(entry)
    const reason = new Error('the right to this stream has ended')
    entry.ended.abort(reason)
    entry.gone.abort(reason)
    if (entry.reply.raw.headersSent) entry.reply.raw.destroy()
  }

  async #askAgain(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    const before = performance.now() - quickMs
    for (const entry of [...this.#open]) {
      if (entry.since > before) continue
      if (!isSameRight(entry.caller, await entry.who().catch(() => entry.caller))) this.#end(entry)
    }
    this.#isAsking = false
  }
}

/** Tokens that were changed and roles that are others now end a stream as well: what it shows was made for the old ones. */
function isSameRight({ actor: before }: Caller, { actor: now }: Caller): boolean {
  if (before.kind === 'token' && now.kind === 'token')
    return (
      before.tokenId === now.tokenId &&
      before.role === now.role &&
      isSameList(before.scopes, now.scopes) &&
      isSameList(before.tools, now.tools)
    )
  return (
    before.kind === 'person' && now.kind === 'person' && before.personId === now.personId && before.role === now.role
  )
}

const isSameList = (a: readonly string[] | null, b: readonly string[] | null): boolean => a?.join() === b?.join()
