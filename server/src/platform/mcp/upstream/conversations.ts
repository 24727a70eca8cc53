import { type Clock, minute } from '#kernel/clock.ts'
import type { Json } from '../json.ts'
import { type UpstreamExchange, UpstreamFailure, type UpstreamSession } from './contract.ts'
import { type Conversation, type ConversationParts, relayedCapabilities } from './conversation.ts'

export interface ConversationsParts {
  readonly clock: Clock
  readonly idleMs: number
  readonly most: number
  open(own: Pick<ConversationParts, 'clientCapabilities' | 'onNews'>): Promise<Conversation>
  /** A caller's conversation had ended by itself and is opened again: another server may stand there now. */
  onReopened(): void
}

interface Entry {
  readonly key: string
  readonly opening: Promise<Conversation>
  conversation: Conversation | undefined
  usedAt: number
  /** Lets go of the caller's session, which may live on for ever. */
  leave(): void
}

const shared = ''

/**
 * One conversation for each session of a caller, and one for everything that is asked for nobody in particular. They end
 * with the caller's session, when nobody has used them for long, and when there are too many.
 */
export class Conversations {
  readonly #parts: ConversationsParts
  readonly #entries = new Map<string, Entry>()
  readonly #reaper: NodeJS.Timeout

  constructor(parts: ConversationsParts) {
    this.#parts = parts
    this.#reaper = setInterval(() => this.#reap(), minute)
    this.#reaper.unref()
  }

  async for({ session, peer }: UpstreamExchange): Promise<Conversation> {
    // What a caller can do is said once, at the beginning: another ability is another conversation.
    const clientCapabilities: Json = session ? relayedCapabilities(peer?.capabilities ?? {}) : {}
    const key = session ? `${session.id}\n${JSON.stringify(clientCapabilities)}` : shared
    const known = this.#entries.get(key)
    if (known && !known.conversation?.isOver) {
      known.usedAt = this.#parts.clock.monotonic()
      return known.opening
    }
    if (known) this.#end(known)
    if (known && session) this.#parts.onReopened()
    this.#makeRoom()
    const entry: Entry = {
      key,
      opening: this.#parts.open({
        clientCapabilities,
        onNews: (method, params) => session?.notify(method, params),
      }),
      conversation: undefined,
      usedAt: this.#parts.clock.monotonic(),
      leave: () => undefined,
    }
    this.#entries.set(key, entry)
    try {
      entry.conversation = await entry.opening
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key)
      throw error
    }
    if (session) this.#liveWith(session, entry)
    return entry.conversation
  }

  forget(conversation: Conversation): void {
    for (const entry of [...this.#entries.values()]) if (entry.conversation === conversation) this.#end(entry)
  }

  get isBusy(): boolean {
    return [...this.#entries.values()].some(({ conversation }) => !conversation || conversation.busy > 0)
  }

  endShared(): void {
    const entry = this.#entries.get(shared)
    if (entry) this.#end(entry)
  }

  #liveWith({ ended, hear }: UpstreamSession, entry: Entry): void {
    if (this.#entries.get(entry.key) !== entry) return
    if (ended.aborted) {
      this.#end(entry)
      return
    }
    const end = () => this.#end(entry)
    ended.addEventListener('abort', end, { once: true })
    const deafen = hear?.((method) => entry.conversation?.tell(method))
    entry.leave = () => {
      ended.removeEventListener('abort', end)
      deafen?.()
    }
  }

  #makeRoom(): void {
    if (this.#entries.size < this.#parts.most) return
    const idle = [...this.#entries.values()].filter(
      ({ key, conversation }) => key !== shared && conversation?.busy === 0,
    )
    const [oldest] = idle.sort((a, b) => a.usedAt - b.usedAt)
    if (!oldest) throw new UpstreamFailure('too many callers use it at once', true)
    this.#end(oldest)
  }

  #reap(): void {
    const before = this.#parts.clock.monotonic() - this.#parts.idleMs
    for (const entry of [...this.#entries.values()])
      if (entry.key !== shared && entry.usedAt < before && entry.conversation?.busy === 0) this.#end(entry)
  }

  #end(entry: Entry): void {
    if (this.#entries.get(entry.key) === entry) this.#entries.delete(entry.key)
    entry.leave()
    void entry.opening.then((conversation) => conversation.close()).catch(() => undefined)
  }

  async close(): Promise<void> {
    clearInterval(this.#reaper)
    const entries = [...this.#entries.values()]
    this.#entries.clear()
    for (const entry of entries) entry.leave()
    await Promise.all(entries.map(({ opening }) => opening.then((one) => one.close()).catch(() => undefined)))
  }
}
