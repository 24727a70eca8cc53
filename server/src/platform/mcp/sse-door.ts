import { randomBytes } from 'node:crypto'
import {
  type AuthInfo,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResponse,
  type JSONRPCMessage,
  type MessageExtraInfo,
  type Server,
  type Transport,
} from '@modelcontextprotocol/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { second } from '#kernel/clock.ts'
import type { Caller } from '../http/contract.ts'
import type { Admission } from './admission.ts'
import { type CallerSession, callerSession } from './caller-session.ts'
import { readMessage } from './json.ts'
import { tellChanged } from './legacy-sessions.ts'
import { authOf } from './mcp-request.ts'
import { inOlderWords } from './older-words.ts'
import type { OpenExchanges } from './open-exchanges.ts'
import { ownerOf } from './owner.ts'
import { rpcError } from './rpc-error.ts'
import { mostWaiting } from './send-response.ts'
import { type NotTaken, UnansweredRequests } from './unanswered-requests.ts'

export interface SseDoorParts {
  readonly exchanges: OpenExchanges
  readonly admission: Admission
  newServer(authInfo: AuthInfo, session: CallerSession): Server
  authenticate(request: FastifyRequest): Promise<Caller>
  /** Who a token in the address speaks for; `anonymous` for one that may not be sent that way. */
  authenticateQuery(token: string, address: string): Promise<Caller>
}

export interface SseDoor {
  /** Lists may be other ones than before. */
  changed(): void
  close(): Promise<void>
}

interface Stream {
  readonly owner: string
  /** The virtual server at whose address it was opened. */
  readonly address: string | null
  readonly server: Server
  readonly transport: SseTransport
  readonly request: FastifyRequest
  /** Proves the opener anew: a token that came in the address is nowhere else. */
  who(): Promise<Caller>
}

const mostStreams = 1000
const mostEach = 50
const keepAliveMs = 20 * second

/**
 * The transport of 2024-11-05, for clients that know no other: a stream for answers (`GET /sse`), and an address for
 * messages. The address is unguessable and still no proof: every message is taken for whoever opened the stream, whose
 * right is looked up again each time, and a message that brings a proof of its own must be theirs.
 */
export function addSseDoor(scope: FastifyInstance, parts: SseDoorParts): SseDoor {
  const streams = new Map<string, Stream>()

  for (const url of ['/sse', '/sse/:server'])
    scope.get<{ Params: { server?: string } }>(url, async (request, reply) => {
      if (parts.admission.fromElsewhere(request, reply)) return reply
      const { token } = request.query as { token?: unknown }
      const inQuery = request.headers.authorization === undefined && typeof token === 'string'
      const who = async (): Promise<Caller> =>
        inQuery ? parts.authenticateQuery(token, request.ip) : parts.authenticate(request)
      const caller = await who()
      const address = request.params.server ?? null
      if (parts.admission.turnAway(caller, address, request, reply)) return reply
      const owner = ownerOf(caller.actor)
      const mine = [...streams.values()].filter((stream) => stream.owner === owner).length
      if (mine >= mostEach) return later(reply, 429, 'Too many streams of yours are open.')
      if (streams.size >= mostStreams) return later(reply, 503, 'Too many streams are open.')
      await open(reply, { owner, address, request, who }, caller)
      return reply
    })

  const senders = new WeakMap<FastifyRequest, { readonly stream: Stream; readonly caller: Caller }>()

  /** Before the body: which stream, and who. */
  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (parts.admission.fromElsewhere(request, reply)) return reply
    const { session } = request.query as { session?: unknown }
    const stream = typeof session === 'string' ? streams.get(session) : undefined
    const bringsProof = request.headers.authorization !== undefined
    if (!stream || (bringsProof && ownerOf(request.caller.actor) !== stream.owner))
      return reply.code(404).send(rpcError(-32000, 'There is no such stream.'))
    const caller = bringsProof ? request.caller : await stream.who()
    const away = parts.admission.turnAway(caller, stream.address, request, reply)
    if (away || ownerOf(caller.actor) !== stream.owner) {
      stream.transport.end()
      return away ?? parts.admission.challenge(caller, request, reply)
    }
    senders.set(request, { stream, caller })
  }

  scope.post('/messages', { onRequest: admit }, async (request, reply) => {
    const sender = senders.get(request)
    if (!sender) throw new Error('a message reached its handler without its stream')
    const { stream, caller } = sender
    const message = readMessage(request.body)
    if (message instanceof Error) return reply.code(400).send(rpcError(-32700, message.message))
    if (Array.isArray(message)) return reply.code(400).send(rpcError(-32600, 'One message at a time.'))
    const authInfo = authOf({ caller, request: stream.request, server: stream.address })
    const problem = stream.transport.take(message, authInfo)
    if (problem?.status === 429) return later(reply, 429, problem.message)
    if (problem) return reply.code(400).send(rpcError(-32600, problem.message))
    return reply.code(202).send('Accepted')
  })

  return {
    changed() {
      for (const { server } of streams.values()) tellChanged(server)
    },
    async close() {
      for (const { transport } of [...streams.values()]) transport.end()
    },
  }

  async function open(
    reply: FastifyReply,
    opened: Pick<Stream, 'owner' | 'address' | 'request' | 'who'>,
    caller: Caller,
  ): Promise<void> {
    const { request, who, address } = opened
    const id = randomBytes(24).toString('base64url')
    const transport = new SseTransport(reply, id)
    const session = callerSession(`stream:${id}`, () => server)
    const server: Server = parts.newServer(authOf({ caller, request, server: address }), session)
    streams.set(id, { ...opened, server, transport })
    parts.exchanges.open(caller, reply, who)
    reply.hijack()
    reply.raw.once('close', () => {
      streams.delete(id)
      session.end()
      void server.close()
    })
    await server.connect(transport)
  }
}

const later = (reply: FastifyReply, status: number, message: string): FastifyReply =>
  reply.code(status).header('retry-after', 30).send(rpcError(-32000, message))

const isMessage = (said: unknown): said is JSONRPCMessage =>
  isJSONRPCRequest(said) || isJSONRPCNotification(said) || isJSONRPCResponse(said)

class SseTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: <T extends JSONRPCMessage>(message: T, extra?: MessageExtraInfo) => void
  readonly #reply: FastifyReply
  readonly #id: string
  readonly #unanswered = new UnansweredRequests()
  #beat: NodeJS.Timeout | undefined

  constructor(reply: FastifyReply, id: string) {
    this.#reply = reply
    this.#id = id
  }

  async start(): Promise<void> {
    const { raw } = this.#reply
    for (const [name, value] of Object.entries(this.#reply.getHeaders()))
      if (value !== undefined) raw.setHeader(name, value)
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      connection: 'keep-alive',
    })
    raw.write(`event: endpoint\ndata: /messages?session=${this.#id}\n\n`)
    this.#beat = setInterval(() => raw.write(': alive\n\n'), keepAliveMs)
    this.#beat.unref()
    raw.once('close', () => {
      clearInterval(this.#beat)
      this.onclose?.()
    })
  }

  /** What a client says; tells why it is no message, or cannot be taken now. */
  take(said: unknown, authInfo: AuthInfo): NotTaken | null {
    if (!isMessage(said)) return { status: 400, message: 'This is no message of JSON-RPC 2.0.' }
    const problem = this.#unanswered.problemOf(said)
    if (problem) return problem
    this.#unanswered.came(said)
    this.onmessage?.(said, { authInfo })
    return null
  }

  async send(said: JSONRPCMessage): Promise<void> {
    this.#unanswered.left(said)
    const message = inOlderWords(said)
    const { raw } = this.#reply
    // Answers come on a connection of their own, so nothing else slows down whoever asks and does not read.
    if (raw.writableLength > mostWaiting) raw.destroy()
    else raw.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`)
  }

  async close(): Promise<void> {
    this.end()
  }

  end(): void {
    clearInterval(this.#beat)
    this.#reply.raw.end()
  }
}
