import type { Json } from '../json.ts'
import { type UpstreamAddress, type UpstreamExchange, UpstreamFailure } from './contract.ts'
import { metaKeys } from './conversation.ts'
import type { Onward } from './modern-http.ts'
import { type Incoming, incoming, isObject, parsed, type RpcId, resultOf } from './rpc.ts'
import { StdioProcess } from './stdio-process.ts'

export type Message = Exclude<Incoming, { kind: 'response' }>

export interface StdioClientParts {
  readonly address: Extract<UpstreamAddress, { kind: 'stdio' }>
  /** What belongs to no request that can be told. */
  onMessage(message: Message): void
  onError(line: string): void
}

interface Pending {
  readonly resolve: (message: Json) => void
  readonly reject: (error: unknown) => void
  readonly onMessage: Onward
  /** The caller's own progress token; on the wire stands the request's id, so that callers cannot meet. */
  readonly progressToken: unknown
}

const mostForeignLines = 20

/** JSON-RPC over the pipes of one process: requests side by side, each with what can be told to be its own. */
export class StdioClient {
  readonly #parts: StdioClientParts
  readonly #process: StdioProcess
  readonly #pending = new Map<RpcId, Pending>()
  #lastId = 0
  #foreignLines = 0

  constructor(parts: StdioClientParts) {
    this.#parts = parts
    this.#process = new StdioProcess({
      address: parts.address,
      onLine: (line) => this.#onLine(line),
      onError: (line) => parts.onError(line),
      onEnd: (failure) => {
        for (const { reject } of this.#pending.values()) reject(failure)
        this.#pending.clear()
      },
    })
  }

  get isOver(): boolean {
    return this.#process.isOver
  }

  async ask(method: string, params: Json, { signal }: UpstreamExchange, onMessage: Onward): Promise<Json> {
    const id = ++this.#lastId
    const meta = isObject(params._meta) ? params._meta : undefined
    const progressToken = meta?.progressToken
    const sent = progressToken === undefined ? params : { ...params, _meta: { ...meta, progressToken: id } }
    signal.throwIfAborted()
    const answered = new Promise<Json>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, onMessage, progressToken })
    })
    const cancel = () => {
      this.#pending.get(id)?.reject(signal.reason)
      this.#tellCancelled(id)
    }
    signal.addEventListener('abort', cancel, { once: true })
    try {
      this.#process.write({ jsonrpc: '2.0', id, method, params: sent })
      return resultOf(await answered)
    } catch (error) {
      answered.catch(() => undefined)
      throw error
    } finally {
      signal.removeEventListener('abort', cancel)
      this.#pending.delete(id)
    }
  }

  /** One way: whoever does not read, or is gone, is not told. */
  tell(message: Json): void {
    try {
      this.#process.write(message)
    } catch (error) {
      if (!(error instanceof UpstreamFailure)) throw error
    }
  }

  close(): Promise<void> {
    return this.#process.close()
  }

  #tellCancelled(requestId: number): void {
    const params = { requestId, reason: 'The caller has taken the request back' }
    this.tell({ jsonrpc: '2.0', method: 'notifications/cancelled', params })
  }

  /** Whether it was an answer. */
  #onLine(line: string): boolean {
    let message: Incoming
    try {
      message = incoming(parsed(line))
    } catch {
      // Many programs print a word for people here too: said to whoever looks after it, and left alone.
      this.#foreignLines += 1
      if (this.#foreignLines <= mostForeignLines)
        this.#parts.onError(`no message on standard output: ${line.slice(0, 200)}`)
      return false
    }
    if (message.kind === 'response') {
      const pending = message.id === null ? undefined : this.#pending.get(message.id)
      pending?.resolve(message.message)
      return pending !== undefined
    }
    this.#passOn(message)
    return false
  }

  #passOn(message: Message): void {
    const { method, params } = message
    const owner = message.kind === 'notification' ? this.#ownerOf(method, params) : undefined
    const onMessage = owner?.onMessage ?? this.#parts.onMessage
    const isProgress = owner !== undefined && method === 'notifications/progress'
    const sent = isProgress ? { ...message, params: { ...params, progressToken: owner.progressToken } } : message
    void Promise.resolve(sent)
      .then(onMessage)
      .catch(() => undefined)
  }

  #ownerOf(method: string, params: Json): Pending | undefined {
    if (method === 'notifications/progress') return this.#pending.get(params.progressToken as RpcId)
    const subscription = isObject(params._meta) ? params._meta[metaKeys.subscription] : undefined
    return subscription === undefined ? undefined : this.#pending.get(subscription as RpcId)
  }
}
