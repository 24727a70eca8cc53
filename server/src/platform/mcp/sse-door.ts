import { randomBytes } from 'node:crypto'
import type { AuthInfo, JSONRPCMessage, MessageExtraInfo, Server, Transport } from '@modelcontextprotocol/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { second } from '#kernel/clock.ts'
import type { Caller } from '../http/contract.ts'
import { readMessage } from './json.ts'
import { newsTo, tellChanged } from './legacy-sessions.ts'
import type { OpenExchanges } from './open-exchanges.ts'
import { ownerOf } from './owner.ts'
import { mostWaiting } from './send-response.ts'
import type { UpstreamSession } from './upstream/contract.ts'

export interface SseDoorParts {
  readonly exchanges: OpenExchanges
  newServer(authInfo: AuthInfo, session: UpstreamSession): Server
  /** Whose page, which host: as for every address of the MCP. */
  isOurs(request: FastifyRequest): boolean
  authOf(caller: Caller, request: FastifyRequest): AuthInfo
  authenticate(request: FastifyRequest): Promise<Caller>
  /** Who a token in the address speaks for; `anonymous` for one that may not be sent that way. */
  authenticateQuery(token: string, address: string): Promise<Caller>
  challenge(caller: Caller, request: FastifyRequest, reply: FastifyReply): FastifyReply
}

export interface SseDoor {
  /** Lists may be other ones than before. */
  changed(): void
  close(): Promise<void>
}

interface Stream {
  readonly owner: string
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

  scope.get('/sse', async (request, reply) => {
    if (!parts.isOurs(request)) return reply.code(403).send({ error: 'Host or Origin is not ours' })
    const { token } = request.query as { token?: unknown }
    const inQuery = request.headers.authorization === undefined && typeof token === 'string'
    const who = async (): Promise<Caller> =>
      inQuery ? parts.authenticateQuery(token, request.ip) : parts.authenticate(request)
    const caller = await who()
    if (!mayUseTools(caller)) return parts.challenge(caller, request, reply)
    const owner = ownerOf(caller.actor)
    const mine = [...streams.values()].filter((stream) => stream.owner === owner).length
    if (mine >= mostEach) return reply.code(429).send({ error: 'too many streams of yours' })
    if (streams.size >= mostStreams) return reply.code(503).send({ error: 'too many streams' })
    await open(request, reply, caller, who)
    return reply
  })

  const senders = new WeakMap<FastifyRequest, { readonly stream: Stream; readonly caller: Caller }>()

  /** Before the body: which stream, and who. */
  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (!parts.isOurs(request)) return reply.code(403).send({ error: 'Host or Origin is not ours' })
    const { session } = request.query as { session?: unknown }
    const stream = typeof session === 'string' ? streams.get(session) : undefined
    const bringsProof = request.headers.authorization !== undefined
    if (!stream || (bringsProof && ownerOf(request.caller.actor) !== stream.owner))
      return reply.code(404).send({ error: 'There is no such stream.' })
    const caller = bringsProof ? request.caller : await stream.who()
    if (!mayUseTools(caller) || ownerOf(caller.actor) !== stream.owner) {
      stream.transport.end()
      return parts.challenge(caller, request, reply)
    }
    senders.set(request, { stream, caller })
  }

  scope.post('/messages', { onRequest: admit }, async (request, reply) => {
    const sender = senders.get(request)
    if (!sender) throw new Error('a message reached its handler without its stream')
    const { stream, caller } = sender
    const message = messageOf(request.body)
    if (message instanceof Error) return reply.code(400).send({ error: message.message })
    stream.transport.onmessage?.(message, { authInfo: parts.authOf(caller, stream.request) })
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

  async function open(request: FastifyRequest, reply: FastifyReply, caller: Caller, who: Stream['who']): Promise<void> {
    const id = randomBytes(24).toString('base64url')
    const transport = new SseTransport(reply, id)
    const ending = new AbortController()
    const server: Server = parts.newServer(parts.authOf(caller, request), {
      id: `stream:${id}`,
      ended: ending.signal,
      notify: newsTo(() => server),
    })
    streams.set(id, { owner: ownerOf(caller.actor), server, transport, request, who })
    parts.exchanges.open(caller, reply, who)
    reply.hijack()
    reply.raw.once('close', () => {
      streams.delete(id)
      ending.abort()
      void server.close()
    })
    await server.connect(transport)
  }
}

class SseTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: <T extends JSONRPCMessage>(message: T, extra?: MessageExtraInfo) => void
  readonly #reply: FastifyReply
  readonly #id: string
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

  async send(message: JSONRPCMessage): Promise<void> {
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

function mayUseTools({ actor, proof }: Caller): boolean {
  if (proof !== 'header') return false
  return actor.kind === 'person' || (actor.kind === 'token' && actor.scopes.includes('tools'))
}

function messageOf(body: unknown): JSONRPCMessage | Error {
  const value = readMessage(body)
  if (value instanceof Error) return value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Error('One message at a time.')
  // Safe because the protocol engine reads a message's shape before it does anything with it.
  return value as JSONRPCMessage
}
