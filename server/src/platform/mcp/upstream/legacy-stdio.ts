import type { Json } from '../json.ts'
import { AskBack } from './ask-back.ts'
import type { UpstreamAddress, UpstreamExchange } from './contract.ts'
import {
  type Conversation,
  type ConversationParts,
  changedListIn,
  clientInfo,
  type Introduction,
  legacyRevision,
  noteListening,
  relayedMeta,
  SessionLost,
} from './conversation.ts'
import { initialized, legacyLevel } from './initialize.ts'
import { type Message, StdioClient } from './stdio-client.ts'

export interface LegacyStdioParts extends ConversationParts {
  readonly address: Extract<UpstreamAddress, { kind: 'stdio' }>
  onError(line: string): void
}

/** A process of one caller's own, spoken to in revision 2025-11-25 or older: what it keeps, it keeps for that caller. */
export class LegacyStdio implements Conversation {
  readonly #parts: LegacyStdioParts
  readonly #client: StdioClient
  readonly #ended = new AbortController()
  readonly #askBack = new AskBack()
  readonly #exchanges = new Set<UpstreamExchange>()
  /** URIs of resources. */
  readonly #listening = new Set<unknown>()
  #introduction: Introduction | undefined
  #level: string | undefined

  private constructor(parts: LegacyStdioParts) {
    this.#parts = parts
    this.#client = new StdioClient({
      address: parts.address,
      onError: (line) => parts.onError(line),
      onMessage: (message) => this.#onMessage(message),
    })
  }

  static async open(parts: LegacyStdioParts, signal: AbortSignal): Promise<LegacyStdio> {
    const session = new LegacyStdio(parts)
    try {
      await session.#initialize(signal)
      return session
    } catch (error) {
      await session.close()
      throw error
    }
  }

  get introduction(): Introduction {
    if (!this.#introduction) throw new Error('the session is not open yet')
    return this.#introduction
  }

  get busy(): number {
    return this.#exchanges.size + this.#listening.size
  }

  get isOver(): boolean {
    return this.#client.isOver
  }

  async #initialize(signal: AbortSignal): Promise<void> {
    const params = {
      protocolVersion: legacyRevision,
      capabilities: this.#parts.clientCapabilities,
      clientInfo: clientInfo(this.#parts.version),
    }
    this.#introduction = initialized(await this.#client.ask('initialize', params, { signal }, () => undefined))
    this.#client.tell({ jsonrpc: '2.0', method: 'notifications/initialized' })
  }

  async request(method: string, params: Json, exchange: UpstreamExchange): Promise<Json> {
    if (this.isOver) throw new SessionLost()
    const level = legacyLevel.wanted(exchange.meta, this.introduction.capabilities, this.#level)
    if (level !== undefined) {
      await this.#client.ask('logging/setLevel', { level }, { signal: exchange.signal }, () => undefined)
      this.#level = level
    }
    const _meta = relayedMeta(exchange.meta, legacyLevel.key)
    this.#exchanges.add(exchange)
    try {
      const result = await this.#client.ask(method, _meta ? { ...params, _meta } : params, exchange, (message) =>
        exchange.peer?.notify(message.method, message.params),
      )
      noteListening(this.#listening, method, params)
      return result
    } finally {
      this.#exchanges.delete(exchange)
    }
  }

  tell(method: string): void {
    this.#client.tell({ jsonrpc: '2.0', method })
  }

  #onMessage(message: Message): void {
    const { method, params } = message
    const asked = [...this.#exchanges].findLast(({ peer }) => peer !== undefined)
    if (message.kind === 'request') {
      const signal = asked ? AbortSignal.any([asked.signal, this.#ended.signal]) : this.#ended.signal
      void this.#askBack.answer(message, asked?.peer, signal).then((answer) => this.#client.tell(answer))
      return
    }
    const list = changedListIn(method)
    if (method === 'notifications/cancelled') this.#askBack.cancel(params)
    else if (list) this.#parts.onChanged(list)
    // A log message names no request: while one is under way it belongs there, else to the session.
    else if (method === 'notifications/message' && asked?.peer)
      void asked.peer.notify(method, params).catch(() => undefined)
    else this.#parts.onNews(method, params)
  }

  async close(): Promise<void> {
    this.#ended.abort()
    await this.#client.close()
  }
}
