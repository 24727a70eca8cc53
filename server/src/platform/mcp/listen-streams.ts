import {
  createMcpHandler,
  type McpHandlerRequestOptions,
  type Server,
  type ServerEvent,
} from '@modelcontextprotocol/server'
import { asBadRequest } from './bad-request.ts'
import type { McpFace } from './face.ts'
import type { Json } from './json.ts'
import type { UpstreamSession } from './upstream/contract.ts'

export interface ListenRequest {
  readonly owner: string
  readonly face: McpFace
  /** Of the request, for an answer that refuses it. */
  readonly id: unknown
  readonly params: Json
  newServer(): Server
}

interface Stream {
  readonly owner: string
  tell(event: ServerEvent): void
  end(): Promise<void>
}

const mostEach = 20
const mostAll = 1000
const mostUris = 100

/** Open streams of `subscriptions/listen` (revision 2026-07-28): what is told to whom is each stream's own affair. */
export class ListenStreams {
  readonly #streams = new Set<Stream>()
  #opened = 0

  async open(
    web: Request,
    { owner, face, id, params, newServer }: ListenRequest,
    options: McpHandlerRequestOptions,
  ): Promise<Response> {
    const mine = [...this.#streams].filter((stream) => stream.owner === owner)
    if (mine.length >= mostEach || this.#streams.size >= mostAll)
      return Response.json(
        { jsonrpc: '2.0', id, error: { code: -32603, message: 'Too many open streams' } },
        { status: 429, headers: { 'retry-after': '30' } },
      )
    const ending = new AbortController()
    const name = `listen:${++this.#opened}:${owner}`
    // Its own bus and so its own engine: a resource of one address is nothing to the listeners of another.
    const handler = createMcpHandler(newServer, {
      legacy: 'reject',
      bus: {
        publish: () => undefined,
        subscribe: (tell) => {
          const stream: Stream = { owner, tell, end: () => handler.close() }
          this.#streams.add(stream)
          void watch(face, params, { id: name, ended: ending.signal, notify: updates(tell) })
          return () => {
            this.#streams.delete(stream)
            ending.abort()
          }
        },
      },
    })
    return asBadRequest(await handler.fetch(web, options))
  }

  /** Lists may be other ones than before. */
  changed(): void {
    const kinds = ['tools_list_changed', 'resources_list_changed', 'prompts_list_changed'] as const
    for (const { tell } of [...this.#streams]) for (const kind of kinds) tell({ kind })
  }

  get count(): number {
    return this.#streams.size
  }

  async close(): Promise<void> {
    for (const stream of [...this.#streams]) await stream.end()
  }
}

const updates =
  (tell: (event: ServerEvent) => void): UpstreamSession['notify'] =>
  (method, params) => {
    if (method === 'notifications/resources/updated' && typeof params.uri === 'string')
      tell({ kind: 'resource_updated', uri: params.uri })
  }

/** The servers behind are asked to tell of each resource that is listened to; what they refuse is not told. */
async function watch(face: McpFace, params: Json, session: UpstreamSession): Promise<void> {
  const wanted = (params.notifications as Json | undefined)?.resourceSubscriptions
  const uris = Array.isArray(wanted) ? wanted.filter((uri) => typeof uri === 'string').slice(0, mostUris) : []
  const exchange = {
    signal: session.ended,
    session,
    peer: {
      capabilities: {},
      notify: async () => undefined,
      request: () => Promise.reject(new Error('not in a stream')),
    },
  }
  for (const uri of uris) await face.request('resources/subscribe', { uri }, exchange).catch(() => undefined)
}
