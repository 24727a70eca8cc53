import type { Json } from '../json.ts'
import { type UpstreamExchange, UpstreamFailure, UpstreamRefusal } from './contract.ts'
import {
  type Conversation,
  type ConversationParts,
  changedListIn,
  type Introduction,
  metaKeys,
} from './conversation.ts'
import { Listening } from './listening.ts'
import type { Onward } from './modern-http.ts'

/** One request over whatever wire there is, with what comes before its answer. */
export type Ask = (method: string, params: Json, exchange: UpstreamExchange, onMessage: Onward) => Promise<Json>

const mostUris = 500
const internalError = -32603

/**
 * A server of revision 2026-07-28 keeps nothing between requests. What a caller of an older revision expects it to keep
 * (the log level, subscriptions to resources) is kept here, for as long as the caller's session lives.
 */
export class ModernConversation implements Conversation {
  readonly introduction: Introduction
  readonly #ask: Ask
  readonly #parts: ConversationParts
  readonly #uris = new Set<string>()
  #level: unknown
  #listening: Listening | undefined
  /** One change of the subscriptions after the other: each begins where the one before it ended. */
  #watching: Promise<void> = Promise.resolve()
  #busy = 0
  #isOver = false

  constructor(introduction: Introduction, ask: Ask, parts: ConversationParts) {
    this.introduction = introduction
    this.#ask = ask
    this.#parts = parts
  }

  get busy(): number {
    return this.#busy + this.#uris.size
  }

  get isOver(): boolean {
    return this.#isOver
  }

  async request(method: string, params: Json, exchange: UpstreamExchange): Promise<Json> {
    if (method === 'ping') return {}
    if (method === 'logging/setLevel') {
      this.#level = params.level
      return {}
    }
    if (method === 'resources/subscribe' || method === 'resources/unsubscribe') {
      const turn = this.#watching.then(() =>
        this.#watch(method === 'resources/subscribe', String(params.uri), exchange.signal),
      )
      this.#watching = turn.catch(() => undefined)
      await turn
      return {}
    }
    const asksForLogs = this.#level === undefined || exchange.meta?.[metaKeys.logLevel] !== undefined
    const meta = asksForLogs ? exchange.meta : { ...exchange.meta, [metaKeys.logLevel]: this.#level }
    this.#busy += 1
    try {
      return await this.#ask(method, params, { ...exchange, meta }, (message) => {
        if (message.kind === 'request') return
        const list = changedListIn(message.method)
        if (list) return this.#parts.onChanged(list)
        return exchange.peer?.notify(message.method, message.params)
      })
    } finally {
      this.#busy -= 1
    }
  }

  /** Whoever keeps nothing has nothing that could be out of date. */
  tell(): void {}

  /** A subscription cannot be changed: the next one is open before the one before it ends. */
  async #watch(isWanted: boolean, uri: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const before = this.#listening
    const uris = new Set(this.#uris)
    if (isWanted) uris.add(uri)
    else uris.delete(uri)
    if (uris.size > mostUris) throw new UpstreamRefusal(internalError, `More than ${mostUris} subscriptions`)
    const next = uris.size === 0 ? undefined : this.#listenTo([...uris])
    await next?.start(signal)
    if (this.#isOver) {
      next?.stop()
      throw new UpstreamFailure('the session has ended', true)
    }
    this.#listening = next
    this.#uris.clear()
    for (const one of uris) this.#uris.add(one)
    before?.stop()
  }

  #listenTo(uris: readonly string[]): Listening {
    const open = (params: Json, signal: AbortSignal, onMessage: Onward) =>
      this.#ask('subscriptions/listen', params, { signal }, onMessage)
    return new Listening({
      open,
      filter: { resourceSubscriptions: uris },
      onNews: (method, params) => this.#parts.onNews(method, withoutSubscription(params)),
    })
  }

  async close(): Promise<void> {
    this.#isOver = true
    this.#listening?.stop()
  }
}

/** The id of our own subscription says nothing to the caller. */
function withoutSubscription(params: Json): Json {
  const { _meta, ...rest } = params
  if (typeof _meta !== 'object' || _meta === null) return params
  const { [metaKeys.subscription]: _ours, ...meta } = _meta as Json
  return Object.keys(meta).length > 0 ? { ...rest, _meta: meta } : rest
}
