import {
  type AuthInfo,
  isJSONRPCRequest,
  isJsonContentType,
  type JSONRPCMessage,
  type JSONRPCRequest,
  type MessageExtraInfo,
  type RequestId,
  SUPPORTED_PROTOCOL_VERSIONS,
  type Transport,
  type TransportSendOptions,
  type WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server'
import { inOlderWords } from './older-words.ts'
import { rpcErrorResponse } from './rpc-error.ts'
import { type NotTaken, UnansweredRequests } from './unanswered-requests.ts'

interface Asked {
  readonly parsedBody: unknown
  readonly authInfo: AuthInfo
}

/** A request that may be answered in one piece. */
interface Quick extends Asked {
  readonly web: Request
  readonly patience: NodeJS.Timeout
  resolve(response: Response): void
  /** Under way to be answered by a stream after all; resolves once there is one. */
  stream?: Promise<void>
}

/** An answer that takes longer is a stream, which shows that we live and can be resumed. */
const holdMs = 100

/**
 * The transport of one session: the SDK's, with a short way for what is answered at once. Such an answer leaves as plain
 * JSON (2025-11-25, transports, "sending messages to the server", 5); the first word besides the answer, or a moment's
 * wait, makes it the stream that the SDK opens for every request.
 */
export class SessionTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: <Message extends JSONRPCMessage>(message: Message, extra?: MessageExtraInfo) => void
  readonly #inner: WebStandardStreamableHTTPServerTransport
  readonly #quick = new Map<RequestId, Quick>()
  readonly #unanswered = new UnansweredRequests()
  #versions: readonly string[] = SUPPORTED_PROTOCOL_VERSIONS

  constructor(inner: WebStandardStreamableHTTPServerTransport) {
    this.#inner = inner
    inner.onclose = () => {
      for (const [id, quick] of this.#quick) this.#answer(id, quick, gone())
      this.onclose?.()
    }
    inner.onerror = (error) => this.onerror?.(error)
    inner.onmessage = (message, extra) => {
      // What becomes a stream was handed on when it came.
      if (!('id' in message && 'method' in message && this.#quick.has(message.id))) this.#take(message, extra)
    }
  }

  get sessionId(): string | undefined {
    return this.#inner.sessionId
  }

  setSupportedProtocolVersions(versions: string[]): void {
    this.#versions = versions
    this.#inner.setSupportedProtocolVersions(versions)
  }

  start(): Promise<void> {
    return this.#inner.start()
  }

  close(): Promise<void> {
    return this.#inner.close()
  }

  handleRequest(web: Request, asked: Asked): Promise<Response> {
    const { parsedBody, authInfo } = asked
    const problem = this.#unanswered.problemOf(parsedBody)
    if (problem) return Promise.resolve(notTaken(problem))
    if (!this.#mayBeQuick(web, parsedBody)) return this.#inner.handleRequest(web, asked).then(inRightCode)
    const { id } = parsedBody
    return new Promise((resolve) => {
      const patience = setTimeout(() => void this.#becomeStream(id), holdMs)
      this.#quick.set(id, { web, parsedBody, authInfo, patience, resolve })
      this.#take(parsedBody, { authInfo, request: web })
    })
  }

  #take(message: JSONRPCMessage, extra?: MessageExtraInfo): void {
    this.#unanswered.came(message)
    this.onmessage?.(message, extra)
    if ('method' in message && message.method === 'notifications/cancelled') this.#letGo(message.params?.requestId)
  }

  /** Nothing comes any more for a request that was taken back, so there is nothing to hold its answer open for. */
  #letGo(id: unknown): void {
    const quick = this.#quick.get(id as RequestId)
    if (quick && !quick.stream) this.#answer(id as RequestId, quick, nothing())
  }

  async send(said: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    this.#unanswered.left(said)
    const message = inOlderWords(said)
    const isAnswer = !('method' in message)
    const id = isAnswer ? message.id : options?.relatedRequestId
    const quick = id === undefined ? undefined : this.#quick.get(id)
    if (id !== undefined && quick) {
      if (isAnswer && !quick.stream) {
        const headers = { 'mcp-session-id': this.sessionId ?? '' }
        this.#answer(id, quick, Response.json(message, { headers }))
        return
      }
      await this.#becomeStream(id)
    }
    await this.#inner.send(message, options)
  }

  /** Nothing that the SDK would refuse: its own words are said by itself. */
  #mayBeQuick(web: Request, body: unknown): body is JSONRPCRequest {
    if (web.method !== 'POST' || this.sessionId === undefined || !isJSONRPCRequest(body)) return false
    const { headers } = web
    const [accept, version] = [headers.get('accept') ?? '', headers.get('mcp-protocol-version')]
    return (
      body.method !== 'initialize' &&
      !this.#quick.has(body.id) &&
      headers.get('mcp-session-id') === this.sessionId &&
      accept.includes('application/json') &&
      accept.includes('text/event-stream') &&
      isJsonContentType(headers.get('content-type')) &&
      (version === null || this.#versions.includes(version))
    )
  }

  #becomeStream(id: RequestId): Promise<void> {
    const quick = this.#quick.get(id)
    if (!quick) return Promise.resolve()
    quick.stream ??= this.#inner
      .handleRequest(quick.web, quick)
      .then((response) => this.#answer(id, quick, response))
      .catch((error: Error) => this.onerror?.(error))
    return quick.stream
  }

  #answer(id: RequestId, quick: Quick, response: Response): void {
    clearTimeout(quick.patience)
    this.#quick.delete(id)
    quick.resolve(response)
  }
}

/** Without the id, though it is known: what waits under it would be taken for refused. */
function notTaken({ status, message }: NotTaken): Response {
  const response = rpcErrorResponse(status, -32600, message)
  if (status === 429) response.headers.set('retry-after', '1')
  return response
}

/** The SDK calls everything that is no message of JSON-RPC unreadable; but what it was given had been read. */
async function inRightCode(response: Response): Promise<Response> {
  if (response.status !== 400) return response
  const said = (await response.clone().json()) as { error?: { code?: unknown } }
  return said.error?.code === -32700
    ? rpcErrorResponse(400, -32600, 'Invalid Request: this is no message of JSON-RPC 2.0')
    : response
}

/** A stream that says nothing and is over: no client comes back for the rest of one that never had an event. */
const nothing = (): Response => new Response('', { headers: { 'content-type': 'text/event-stream' } })

const gone = (): Response => rpcErrorResponse(404, -32001, 'Session not found')
