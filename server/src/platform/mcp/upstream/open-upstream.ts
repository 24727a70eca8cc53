import { type Clock, hour, minute, second } from '#kernel/clock.ts'
import { errorMessage } from '#kernel/errors.ts'
import type { HttpLine, Outbound } from '../../outbound/index.ts'
import type { Json } from '../json.ts'
import {
  type UpstreamExchange,
  UpstreamFailure,
  type UpstreamLink,
  type UpstreamLinkParts,
  type UpstreamOffer,
  UpstreamRefusal,
} from './contract.ts'
import {
  type Conversation,
  type ConversationParts,
  changedListIn,
  type Introduction,
  SessionLost,
} from './conversation.ts'
import { Conversations } from './conversations.ts'
import { type HeaderParam, headerParams } from './header-params.ts'
import { LegacyHttp } from './legacy-http.ts'
import { LegacyStdio } from './legacy-stdio.ts'
import { listAll } from './list-all.ts'
import { Listening } from './listening.ts'
import { type Ask, ModernConversation } from './modern-conversation.ts'
import { envelope, introduced, ModernHttp } from './modern-http.ts'
import { methodNotFound } from './rpc.ts'
import { StdioClient } from './stdio-client.ts'

export interface OpenUpstreamParts extends UpstreamLinkParts {
  readonly outbound: Pick<Outbound, 'line'>
  readonly clock: Clock
  /** Our own, told to every server. */
  readonly version: string
  /** A line that a process wrote on standard error. */
  onError?(line: string): void
}

const openingMs = 15 * second
const discoverMs = 5 * second
/** A server of the older era may have learned the newer one meanwhile. */
const verdictMs = 24 * hour
const idleMs = { http: 30 * minute, stdio: 5 * minute } as const
const mostConversations = { http: 500, stdio: 16 } as const

/** A way to one server of somebody else: finds out which era it speaks, and keeps what callers need apart from each other. */
export function openUpstream(parts: OpenUpstreamParts): UpstreamLink {
  return new Link(parts)
}

type Verdict =
  | { readonly era: 'modern'; readonly introduction: Introduction; readonly ask: Ask }
  | { readonly era: 'legacy'; readonly at: number }

class Link implements UpstreamLink {
  readonly #parts: OpenUpstreamParts
  readonly #conversations: Conversations
  readonly #ended = new AbortController()
  #line: HttpLine | undefined
  #process: StdioClient | undefined
  #verdict: Promise<Verdict> | undefined
  #listening: Listening | undefined
  #headerParams: ReadonlyMap<string, readonly HeaderParam[]> = new Map()

  constructor(parts: OpenUpstreamParts) {
    this.#parts = parts
    const { kind } = parts.address
    this.#conversations = new Conversations({
      clock: parts.clock,
      idleMs: idleMs[kind],
      most: mostConversations[kind],
      open: (own) => this.#open(own),
      onReopened: () => this.#onChanged('tools'),
    })
  }

  async offer(signal: AbortSignal): Promise<UpstreamOffer> {
    await this.#refreshVerdict()
    const ended = AbortSignal.any([signal, this.#ended.signal])
    const offer = await this.#trying('tools/list', { signal: ended }, (conversation) => listAll(conversation, ended))
    this.#headerParams = new Map(
      offer.tools.flatMap(({ name, inputSchema }) => {
        const params = headerParams(inputSchema)
        return params.length > 0 ? [[String(name), params] as const] : []
      }),
    )
    await this.#listenForChanges()
    return offer
  }

  request(method: string, params: Json, exchange: UpstreamExchange): Promise<Json> {
    return this.#trying(method, exchange, (conversation) => conversation.request(method, params, exchange))
  }

  /** A session that the server has forgotten is opened anew; what only reads is asked again. */
  async #trying<Value>(
    method: string,
    exchange: UpstreamExchange,
    ask: (conversation: Conversation) => Promise<Value>,
  ): Promise<Value> {
    for (let times = 0; ; times++) {
      exchange.signal.throwIfAborted()
      const conversation = await this.#conversations.for(exchange)
      try {
        return await ask(conversation)
      } catch (error) {
        const isLost = error instanceof SessionLost
        if (!isLost && !speaksOtherwise(conversation, error)) throw error
        // Another server may stand there now, also one of the other era; or it only means what it says.
        this.#verdict = undefined
        if (!isLost && (await this.#eraNow()) === conversation.introduction.era) throw error
        this.#conversations.forget(conversation)
        this.#hasBegunAnew(method)
        if (times === 0 && method !== 'tools/call') continue
        throw isLost ? new UpstreamFailure('it has forgotten the session', true) : error
      }
    }
  }

  async #open(own: Pick<ConversationParts, 'clientCapabilities' | 'onNews'>): Promise<Conversation> {
    const signal = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(openingMs)])
    const conversation = { ...own, version: this.#parts.version, onChanged: this.#onChanged }
    try {
      const verdict = await this.#judged(signal)
      if (verdict.era === 'modern') return new ModernConversation(verdict.introduction, verdict.ask, conversation)
      const { address } = this.#parts
      if (address.kind === 'http') return await LegacyHttp.open({ ...conversation, line: this.#wire() }, signal)
      return await LegacyStdio.open({ ...conversation, address, onError: this.#onError }, signal)
    } catch (error) {
      this.#verdict = undefined
      if (signal.aborted && !(error instanceof UpstreamRefusal))
        throw new UpstreamFailure('it did not answer in time', true)
      if (error instanceof SessionLost) throw new UpstreamFailure('it has forgotten the session', true)
      // Nothing but the introduction was said yet.
      throw new UpstreamFailure(error instanceof Error ? error.message : String(error), true, { cause: error })
    }
  }

  /** Whoever stands there now may offer something else. Whoever reads the lists at this moment finds out by itself. */
  #hasBegunAnew(method: string): void {
    if (method !== 'server/discover' && !method.endsWith('/list')) this.#onChanged('tools')
  }

  async #eraNow(): Promise<Verdict['era'] | undefined> {
    const signal = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(openingMs)])
    try {
      return (await this.#judged(signal)).era
    } catch {
      this.#verdict = undefined
      return undefined
    }
  }

  #judged(signal: AbortSignal): Promise<Verdict> {
    this.#verdict ??= this.#judge(signal)
    return this.#verdict
  }

  /** A server of the newer era may have been updated in its place; a program is another one only as another process. */
  async #refreshVerdict(): Promise<void> {
    const verdict = await this.#verdict?.catch(() => undefined)
    if (!verdict) return
    const holds =
      verdict.era === 'legacy'
        ? this.#parts.clock.monotonic() - verdict.at <= verdictMs
        : this.#parts.address.kind === 'stdio'
    if (holds) return
    this.#verdict = undefined
    this.#conversations.endShared()
  }

  /** Asks in the newer era; whoever does not understand is spoken to in the older one. */
  async #judge(signal: AbortSignal): Promise<Verdict> {
    const legacy = (): Verdict => ({ era: 'legacy', at: this.#parts.clock.monotonic() })
    const ask = this.#parts.address.kind === 'http' ? this.#askHttp() : this.#askProcess()
    const patience = AbortSignal.timeout(discoverMs)
    try {
      const asked = { signal: AbortSignal.any([signal, patience]) }
      return { era: 'modern', introduction: introduced(await ask('server/discover', {}, asked, () => undefined)), ask }
    } catch (error) {
      await this.#process?.close()
      this.#process = undefined
      // Some of the older era leave what they do not know unanswered.
      if (didNotUnderstand(error) || (patience.aborted && !signal.aborted)) return legacy()
      throw error
    }
  }

  #askHttp(): Ask {
    const modern = new ModernHttp({
      line: this.#wire(),
      version: this.#parts.version,
      headerParams: (tool) => this.#headerParams.get(tool) ?? [],
    })
    return (...asked) => modern.request(...asked)
  }

  #askProcess(): Ask {
    return (method, params, exchange, onMessage) => {
      const sent = { ...params, _meta: envelope(this.#parts.version, exchange) }
      if (this.#process?.isOver) this.#hasBegunAnew(method)
      return this.#running().ask(method, sent, exchange, onMessage)
    }
  }

  #running(): StdioClient {
    const { address } = this.#parts
    if (address.kind !== 'stdio') throw new Error('only a process runs')
    if (!this.#process || this.#process.isOver)
      this.#process = new StdioClient({ address, onMessage: () => undefined, onError: this.#onError })
    return this.#process
  }

  #wire(): HttpLine {
    const { address, outbound } = this.#parts
    if (address.kind !== 'http') throw new Error('only an address has a line')
    if (this.#line) return this.#line
    const line = outbound.line({ url: address.url, headers: address.headers })
    if ('ok' in line) throw new UpstreamFailure(line.message.en, true, { words: line.message })
    this.#line = line
    return line
  }

  /** Whoever listens must not break the call that the news came with. */
  readonly #onChanged = (list: string): void => {
    try {
      this.#parts.onChanged(list)
    } catch (error) {
      this.#onError(`news of changed ${list} was not taken: ${errorMessage(error)}`)
    }
  }

  readonly #onError = (line: string): void => this.#parts.onError?.(line)

  /** Of the newer era: the older one says it on the common stream of any session. */
  async #listenForChanges(): Promise<void> {
    const verdict = await this.#verdict?.catch(() => undefined)
    if (verdict?.era !== 'modern' || this.#listening) return
    const filter = changesIn(verdict.introduction.capabilities)
    if (Object.keys(filter).length === 0) return
    const open = (params: Json, signal: AbortSignal, onMessage: Parameters<Ask>[3]) =>
      verdict.ask('subscriptions/listen', params, { signal }, onMessage)
    const listening = new Listening({
      open,
      filter,
      onNews: (method) => {
        const list = changedListIn(method)
        if (list) this.#onChanged(list)
      },
      onAgain: () => this.#onChanged('tools'),
    })
    this.#listening = listening
    void listening.start().catch(() => {
      if (this.#listening === listening) this.#listening = undefined
    })
  }

  get isBusy(): boolean {
    return this.#conversations.isBusy
  }

  async close(): Promise<void> {
    this.#ended.abort(new UpstreamFailure('the link was closed', true))
    this.#listening?.stop()
    await this.#conversations.close()
    await this.#process?.close()
    this.#line?.close()
  }
}

/** It is there and takes us for somebody it knows, but did not understand: it neither asks us to sign in nor is out of order. */
const didNotUnderstand = (error: unknown): boolean => {
  if (error instanceof UpstreamRefusal) return true
  if (!(error instanceof UpstreamFailure)) return false
  const { status, neverSent } = error
  return status === undefined ? !neverSent : status < 500 && ![401, 403, 429].includes(status)
}

/**
 * Whether the answer is that of a server of the other era: one of the older misses a session or a method, one of the newer
 * a revision.
 */
function speaksOtherwise({ introduction }: Conversation, error: unknown): boolean {
  if (error instanceof UpstreamRefusal)
    return introduction.era === 'modern' ? oldWords.has(error.code) : error.code === unsupportedRevision
  return introduction.era === 'modern' && error instanceof UpstreamFailure && error.status !== undefined
    ? didNotUnderstand(error)
    : false
}
const oldWords: ReadonlySet<number> = new Set([-32_000, -32_001, methodNotFound])
const unsupportedRevision = -32_022

function changesIn(capabilities: Json): Json {
  const told = (name: string) => (capabilities[name] as Json | undefined)?.listChanged === true
  return {
    ...(told('tools') ? { toolsListChanged: true } : {}),
    ...(told('resources') ? { resourcesListChanged: true } : {}),
    ...(told('prompts') ? { promptsListChanged: true } : {}),
  }
}
