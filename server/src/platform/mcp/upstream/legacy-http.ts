import { second } from '#kernel/clock.ts'
import type { HttpLine, LineAnswer } from '../../outbound/index.ts'
import type { Json } from '../json.ts'
import { AskBack } from './ask-back.ts'
import { type UpstreamExchange, UpstreamFailure, type UpstreamPeer } from './contract.ts'
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
import { eventStream } from './event-stream.ts'
import { answerTo, bodyText, lineFailure, mostAnswer, told } from './http-answer.ts'
import { initialized, legacyLevel } from './initialize.ts'
import { paced } from './pace.ts'
import { pause } from './pause.ts'
import { type Incoming, incoming, parsed } from './rpc.ts'

export interface LegacyHttpParts extends ConversationParts {
  readonly line: HttpLine
}

type Message = Exclude<Incoming, { kind: 'response' }>

/** Where the stream of a session stands, for the next time that it is opened. */
interface NewsStream {
  lastEvent: string | undefined
  pauseMs: number
}

const firstPauseMs = second
const slowestPauseMs = 30 * second
const mostResumptions = 5
const partingMs = 2 * second

/** One session of revision 2025-11-25 or older over Streamable HTTP, for one caller. */
export class LegacyHttp implements Conversation {
  readonly #parts: LegacyHttpParts
  readonly #ended = new AbortController()
  readonly #askBack = new AskBack()
  /** Requests under way, in order: a server that asks on the common stream asks whoever it was asked by last. */
  readonly #exchanges = new Set<UpstreamExchange>()
  /** URIs of resources. */
  readonly #listening = new Set<unknown>()
  #introduction: Introduction | undefined
  #sessionId: string | undefined
  #lastId = 0
  #level: string | undefined

  private constructor(parts: LegacyHttpParts) {
    this.#parts = parts
  }

  static async open(parts: LegacyHttpParts, signal: AbortSignal): Promise<LegacyHttp> {
    const session = new LegacyHttp(parts)
    await session.#initialize(signal)
    void session.#keepListening().catch(() => undefined)
    return session
  }

  get introduction(): Introduction {
    if (!this.#introduction) throw new Error('the session is not open yet')
    return this.#introduction
  }

  get busy(): number {
    return this.#exchanges.size + this.#listening.size
  }

  get isOver(): boolean {
    return this.#ended.signal.aborted
  }

  async #initialize(signal: AbortSignal): Promise<void> {
    const params = {
      protocolVersion: legacyRevision,
      capabilities: this.#parts.clientCapabilities,
      clientInfo: clientInfo(this.#parts.version),
    }
    const answer = await this.#send({ jsonrpc: '2.0', id: 0, method: 'initialize', params }, signal)
    const id = answer.headers['mcp-session-id']
    if (typeof id === 'string' && /^[\x21-\x7e]{1,1024}$/.test(id)) this.#sessionId = id
    const result = await told(answerTo(0, answer, { onMessage: () => undefined }), signal)
    if (!result) throw new UpstreamFailure('its stream ended without an answer', false)
    this.#introduction = initialized(result)
    await this.#tell({ jsonrpc: '2.0', method: 'notifications/initialized' }, signal)
  }

  async request(method: string, params: Json, exchange: UpstreamExchange): Promise<Json> {
    if (this.isOver) throw new SessionLost()
    await this.#setLevelFor(exchange)
    const id = ++this.#lastId
    const _meta = relayedMeta(exchange.meta, legacyLevel.key)
    const message = { jsonrpc: '2.0', id, method, params: _meta ? { ...params, _meta } : params }
    this.#exchanges.add(exchange)
    const cancel = () =>
      this.tell('notifications/cancelled', { requestId: id, reason: 'The caller has taken the request back' })
    exchange.signal.addEventListener('abort', cancel, { once: true })
    try {
      const result = await this.#resultOf(id, await this.#send(message, exchange.signal), exchange)
      if (method === 'logging/setLevel') this.#level = String(params.level)
      noteListening(this.#listening, method, params)
      return result
    } finally {
      exchange.signal.removeEventListener('abort', cancel)
      this.#exchanges.delete(exchange)
    }
  }

  /** A caller of the newer era names the level with each request; here it is the session's. */
  async #setLevelFor({ meta, signal }: UpstreamExchange): Promise<void> {
    const level = legacyLevel.wanted(meta, this.introduction.capabilities, this.#level)
    if (level === undefined) return
    const id = ++this.#lastId
    const answer = await this.#send({ jsonrpc: '2.0', id, method: 'logging/setLevel', params: { level } }, signal)
    await this.#resultOf(id, answer, { signal })
    this.#level = level
  }

  /** A server may close the stream and let the answer be fetched later, where the stream had ids (`Last-Event-ID`). */
  async #resultOf(id: number, first: LineAnswer, exchange: UpstreamExchange): Promise<Json> {
    let lastEvent: string | undefined
    let pauseMs = firstPauseMs
    let answer = first
    for (let times = 0; ; times++) {
      const reading = answerTo(id, answer, {
        onMessage: (message) => this.#onMessage(message, exchange),
        onEvent: (event) => {
          lastEvent = event.id ?? lastEvent
        },
        onRetry: (ms) => {
          pauseMs = Math.min(ms, slowestPauseMs)
        },
      })
      const result = await told(reading, exchange.signal).catch((error: unknown) => {
        if (lastEvent === undefined || exchange.signal.aborted || !isBroken(error)) throw error
        return undefined
      })
      if (result) return result
      if (lastEvent === undefined || times >= mostResumptions)
        throw new UpstreamFailure('its stream ended without an answer', false)
      await pause(pauseMs, exchange.signal)
      answer = await this.#resume(lastEvent, exchange.signal)
    }
  }

  async #resume(lastEvent: string, signal: AbortSignal): Promise<LineAnswer> {
    const headers = { ...this.#headers(), accept: 'text/event-stream', 'last-event-id': lastEvent }
    const answer = await this.#parts.line.send({ method: 'GET', headers, signal })
    if (!answer.ok) throw new UpstreamFailure(answer.message.en, false, { words: answer.message })
    if (answer.status === 200) return answer
    answer.body.resume()
    throw new UpstreamFailure(`its stream could not be gone on with (HTTP ${answer.status})`, false)
  }

  /** The stream for what belongs to no request. A server may have none (405), and need not have one at all times. */
  async #keepListening(): Promise<void> {
    const { signal } = this.#ended
    const stream: NewsStream = { lastEvent: undefined, pauseMs: firstPauseMs }
    for (let wasOpen = false; !signal.aborted; ) {
      const answer = await this.#openStream(stream.lastEvent)
      if (answer.ok && isStream(answer)) {
        // Without ids, what was told while it was closed is not told again.
        if (wasOpen && stream.lastEvent === undefined) this.#parts.onChanged('tools')
        wasOpen = true
        stream.pauseMs = firstPauseMs
        // It broke, or it was no MCP: opened again after a pause.
        await this.#listenTo(answer, stream).catch(() => undefined)
      } else if (answer.ok) {
        answer.body.destroy()
        if (answer.status === 404 && wasOpen) return this.#lost()
        // 404 from the first: there is no such stream, or the next request finds out. 200: a page, and so no stream.
        if (answer.status < 500) return
      }
      await pause(stream.pauseMs, signal).catch(() => undefined)
      stream.pauseMs = Math.min(stream.pauseMs * 2, slowestPauseMs)
    }
  }

  #openStream(lastEvent: string | undefined): ReturnType<HttpLine['send']> {
    const headers = { ...this.#headers(), accept: 'text/event-stream' }
    const resumed = lastEvent === undefined ? headers : { ...headers, 'last-event-id': lastEvent }
    return this.#parts.line.send({ method: 'GET', headers: resumed, signal: this.#ended.signal })
  }

  async #listenTo(answer: LineAnswer, stream: NewsStream): Promise<void> {
    const events = eventStream(answer.body, {
      longest: mostAnswer,
      pace: paced(this.#ended.signal),
      onRetry(ms) {
        stream.pauseMs = Math.min(Math.max(ms, 100), slowestPauseMs)
      },
    })
    for await (const event of events) {
      stream.lastEvent = event.id ?? stream.lastEvent
      if (event.data === '') continue
      const message = incoming(parsed(event.data))
      if (message.kind !== 'response') await this.#onMessage(message, undefined)
    }
  }

  /** The server has begun anew: what it offers may be other than before. */
  #lost(): void {
    this.#ended.abort(new UpstreamFailure('it has forgotten the session', true))
    this.#parts.onChanged('tools')
  }

  #onMessage(message: Message, exchange: UpstreamExchange | undefined): Promise<void> | void {
    const { method, params } = message
    if (message.kind === 'request') return void this.#answer(message, exchange)
    if (method === 'notifications/cancelled') return this.#askBack.cancel(params)
    const list = changedListIn(method)
    if (list) return this.#parts.onChanged(list)
    const asked = exchange ?? this.#exchangeOf(params)
    return asked ? asked.peer?.notify(method, params) : this.#parts.onNews(method, params)
  }

  /** Progress on the common stream belongs to whoever gave its token. */
  #exchangeOf({ progressToken }: Json): UpstreamExchange | undefined {
    if (progressToken === undefined) return undefined
    return [...this.#exchanges].find(({ meta }) => meta?.progressToken === progressToken)
  }

  async #answer(question: Extract<Message, { kind: 'request' }>, exchange: UpstreamExchange | undefined) {
    const asked = exchange ?? [...this.#exchanges].findLast(({ peer }) => peer !== undefined)
    const peer: UpstreamPeer | undefined = asked?.peer
    const signal = asked ? AbortSignal.any([asked.signal, this.#ended.signal]) : this.#ended.signal
    const message = await this.#askBack.answer(question, peer, signal)
    await this.#tell(message, this.#ended.signal).catch(() => undefined)
  }

  tell(method: string, params?: Json): void {
    if (this.isOver) return
    const soon = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(partingMs)])
    this.#tell({ jsonrpc: '2.0', method, ...(params && { params }) }, soon).catch(() => undefined)
  }

  async #tell(message: Json, signal: AbortSignal): Promise<void> {
    const answer = await this.#send(message, signal)
    await told(bodyText(answer), signal)
  }

  async #send(message: Json, signal: AbortSignal): Promise<LineAnswer> {
    const headers = {
      ...this.#headers(),
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    }
    const mayRepeat = message.method !== 'tools/call'
    const body = JSON.stringify(message)
    const answer = await this.#parts.line.send({ method: 'POST', headers, body, mayRepeat, signal })
    if (!answer.ok) {
      if (signal.aborted) throw signal.reason
      throw lineFailure(answer)
    }
    if (answer.status === 404 && this.#sessionId !== undefined) {
      answer.body.resume()
      this.#ended.abort()
      throw new SessionLost()
    }
    return answer
  }

  #headers(): Record<string, string> {
    return {
      ...(this.#sessionId === undefined ? {} : { 'mcp-session-id': this.#sessionId }),
      ...(this.#introduction ? { 'mcp-protocol-version': this.#introduction.protocolVersion } : {}),
    }
  }

  async close(): Promise<void> {
    if (this.isOver) return
    this.#ended.abort(new UpstreamFailure('the session has ended', false))
    if (this.#sessionId === undefined) return
    const signal = AbortSignal.timeout(partingMs)
    const answer = await this.#parts.line.send({ method: 'DELETE', headers: this.#headers(), signal })
    if (answer.ok) answer.body.resume()
  }
}

const isStream = ({ status, headers }: LineAnswer): boolean =>
  status === 200 && (headers['content-type'] ?? '').startsWith('text/event-stream')

const isBroken = (error: unknown): boolean => error instanceof UpstreamFailure && error.cause !== undefined
