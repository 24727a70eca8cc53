import { SdkHttpError, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server'
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { errorMessage } from '#kernel/errors.ts'
import type { Config } from '../config.ts'

/**
 * `bongsu mcp`: the MCP on standard input and output, for clients that start a program instead of opening an address.
 * Every message is passed on to BONGSU_URL with BONGSU_TOKEN, and every answer back, as it is. Nothing but messages is
 * ever written to standard output.
 */
export async function mcp({ remote: { url, token } }: Config): Promise<number> {
  if (token === null) {
    console.error('BONGSU_TOKEN이 필요합니다.\nBONGSU_TOKEN is needed: the token that this client may use.')
    return 2
  }
  const relay = new Relay(mcpAddress(url), token)
  const ended = new Promise<void>((resolve) => {
    relay.here.onclose = resolve
    process.stdin.once('end', resolve)
    process.stdin.once('close', resolve)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await relay.start()
  await ended
  await relay.end()
  return 0
}

/** The MCP of an installation; a path that is already an address of it (`/mcp/{server}`) is that one. */
function mcpAddress(url: string): URL {
  const path = new URL(url).pathname.replace(/\/+$/, '')
  return new URL(/\/mcp(\/[^/]+)?$/.test(path) ? path : '/mcp', url)
}

type Request = Extract<JSONRPCMessage, { method: string; id: unknown }>
type Notification = Extract<JSONRPCMessage, { method: string }>

const isRequest = (message: JSONRPCMessage): message is Request => 'method' in message && 'id' in message
const isCancelled = (message: JSONRPCMessage): message is Notification =>
  'method' in message && message.method === 'notifications/cancelled'

class Relay {
  readonly here = new StdioServerTransport()
  readonly #there: StreamableHTTPClientTransport
  readonly #address: URL
  /** Requests without an answer so far, and how each is let go of. */
  readonly #waiting = new Map<unknown, AbortController>()
  /** The handshake of an older revision, for when the session is lost. */
  #handshake: Request | undefined
  #reopening: { readonly id: RequestId; readonly opened: Promise<void>; done(): void } | undefined

  constructor(address: URL, token: string) {
    this.#address = address
    this.#there = new StreamableHTTPClientTransport(address, {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    })
    this.here.onerror = complain
    this.here.onmessage = (message) => {
      if (isRequest(message)) void this.#ask(message)
      else if (isCancelled(message)) this.#cancel(message)
      else this.#there.send(message).catch(complain)
    }
    // What a message came to is told where it was sent.
    this.#there.onerror = () => undefined
    this.#there.onmessage = (message) => this.#answer(message)
  }

  async start(): Promise<void> {
    await this.#there.start()
    await this.here.start()
  }

  async end(): Promise<void> {
    await this.#there.terminateSession().catch(() => undefined)
    await this.#there.close()
    await this.here.close()
  }

  async #ask(message: Request): Promise<void> {
    if (message.method === 'initialize') this.#handshake = message
    const letGo = new AbortController()
    this.#waiting.set(message.id, letGo)
    const lost = (error: unknown) => {
      if (this.#waiting.get(message.id) === letGo) this.#refuse(message, error)
    }
    const onRequestStreamEnd = () =>
      message.method === 'subscriptions/listen'
        ? this.#endListening(message)
        : lost(new Error('the connection ended before the answer'))
    const send = () => this.#there.send(message, { requestSignal: letGo.signal, onRequestStreamEnd })
    try {
      await send().catch(async (error) => {
        if (message === this.#handshake || !this.#isForgotten(error)) throw error
        await this.#reopen()
        await send()
      })
    } catch (error) {
      lost(error)
    }
  }

  #answer(message: JSONRPCMessage): void {
    const isAnswer = !('method' in message)
    const isReopened = isAnswer && message.id === this.#reopening?.id
    if (isAnswer) {
      this.#waiting.delete(message.id)
      if (isReopened || message.id === this.#handshake?.id) this.#followRevision(message)
    }
    if (isReopened) this.#reopening?.done()
    else this.#pass(message)
  }

  #pass(message: JSONRPCMessage): void {
    this.here.send(message).catch(complain)
  }

  /**
   * Over HTTP a client of revision 2026-07-28 takes a request back by leaving its answer, and has no message for it; in
   * a session there is one, and nothing comes after it.
   */
  #cancel(message: Notification): void {
    const { requestId } = (message.params ?? {}) as { requestId?: unknown }
    const letGo = this.#waiting.get(requestId)
    this.#waiting.delete(requestId)
    const told = this.#handshake ? this.#there.send(message).catch(complain) : Promise.resolve()
    void told.then(() => letGo?.abort())
  }

  /** A subscription of revision 2026-07-28 has no answer: over HTTP its stream ends, and here it is taken back. */
  #endListening({ id }: Request): void {
    if (!this.#waiting.delete(id)) return
    const params = { requestId: id, reason: 'the connection ended' }
    this.#pass({ jsonrpc: '2.0', method: 'notifications/cancelled', params })
  }

  /** The server was started anew and knows the session no more: nothing of what was asked in it has run. */
  #isForgotten(error: unknown): boolean {
    return error instanceof SdkHttpError && error.status === 404 && this.#handshake !== undefined
  }

  /** A new session in the place of the lost one, however many requests find out at once. */
  #reopen(): Promise<void> {
    if (this.#reopening) return this.#reopening.opened
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onRequestStreamEnd = () => reject(new Error('no new session was opened'))
    const id = `bongsu-${crypto.randomUUID()}`
    const opened = this.#there
      .send({ ...(this.#handshake as Request), id }, { onRequestStreamEnd })
      .then(() => promise)
      .then(() => this.#there.send({ jsonrpc: '2.0', method: 'notifications/initialized' }))
      .finally(() => {
        this.#reopening = undefined
      })
    this.#reopening = { id, opened, done: resolve }
    return opened
  }

  /** From the handshake on, older revisions name theirs in a header of every request. */
  #followRevision(message: JSONRPCMessage): void {
    const version = 'result' in message ? message.result.protocolVersion : undefined
    if (typeof version === 'string') this.#there.setProtocolVersion(version)
  }

  /** A request that did not get through has an answer too, or its client waits for ever. */
  #refuse({ id }: Request, error: unknown): void {
    complain(error)
    this.#waiting.delete(id)
    const told = `${this.#address.origin} did not take the request: ${errorMessage(error)}`
    this.#pass({ jsonrpc: '2.0', id, error: { code: -32603, message: told } })
  }
}

const complain = (error: unknown): void => console.error(errorMessage(error))
