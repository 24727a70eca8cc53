import { type AuthInfo, type Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import { type Clock, minute } from '#kernel/clock.ts'
import type { Caller } from '../http/contract.ts'
import { type CallerSession, callerSession } from './caller-session.ts'
import { ownerOf } from './owner.ts'
import { RecentEvents } from './recent-events.ts'
import { rpcErrorResponse } from './rpc-error.ts'
import { SessionTransport } from './session-transport.ts'
import { isObject } from './upstream/rpc.ts'

export interface LegacySessionsParts {
  readonly clock: Clock
  newServer(authInfo: AuthInfo, session: CallerSession): Server
  newId(): string
}

interface Session {
  readonly owner: string
  /** It was opened at this address and is there only. */
  readonly address: string | null
  readonly server: Server
  readonly transport: SessionTransport
  usedAt: number
}

export interface LegacyRequest {
  readonly parsedBody: unknown
  readonly authInfo: AuthInfo
  readonly caller: Caller
  readonly address: string | null
}

/** Clients forget to end their sessions: they end by themselves, and nobody holds more than a few. */
const idleMs = 30 * minute
const mostEach = 50
const mostAll = 2000

/**
 * Sessions of revisions up to 2025-11-25. An id is a name, never a proof: every request brings its own token, and a
 * session answers only to whom it was opened for. To everybody else it does not exist, which is what makes a client
 * begin anew.
 */
export class LegacySessions {
  readonly #parts: LegacySessionsParts
  readonly #sessions = new Map<string, Session>()
  readonly #reaper: NodeJS.Timeout

  constructor(parts: LegacySessionsParts) {
    this.#parts = parts
    this.#reaper = setInterval(() => void this.#reap(), minute)
    this.#reaper.unref()
  }

  async handle(web: Request, request: LegacyRequest): Promise<Response> {
    const id = web.headers.get('mcp-session-id')
    const { parsedBody, authInfo, address } = request
    if (id !== null) {
      const session = this.#sessions.get(id)
      if (!session || session.owner !== ownerOf(request.caller.actor) || session.address !== address) return notThere()
      session.usedAt = this.#parts.clock.monotonic()
      return session.transport.handleRequest(web, { parsedBody, authInfo })
    }
    if (!isInitialize(parsedBody)) return missing()
    const session = await this.#open(ownerOf(request.caller.actor), request)
    const response = await session.transport.handleRequest(web, { parsedBody, authInfo })
    const opened = session.transport.sessionId
    if (opened === undefined) await session.server.close()
    return response
  }

  async #open(owner: string, { authInfo, address }: LegacyRequest): Promise<Session> {
    await this.#makeRoom(owner)
    const id = this.#parts.newId()
    const callers = callerSession(`session:${id}`, () => server)
    const server: Server = this.#parts.newServer(authInfo, callers)
    const transport = new SessionTransport(
      new WebStandardStreamableHTTPServerTransport({
        sessionIdGenerator: () => id,
        onsessioninitialized: (id) => void this.#sessions.set(id, session),
        onsessionclosed: (id) => void this.#sessions.delete(id),
        eventStore: new RecentEvents(),
      }),
    )
    const session: Session = { owner, address, server, transport, usedAt: this.#parts.clock.monotonic() }
    await server.connect(transport)
    server.onclose = () => callers.end()
    return session
  }

  async #makeRoom(owner: string): Promise<void> {
    const mine = [...this.#sessions].filter(([, session]) => session.owner === owner)
    const tooMany = mine.length >= mostEach ? mine : this.#sessions.size >= mostAll ? [...this.#sessions] : []
    const [oldest] = tooMany.sort(([, a], [, b]) => a.usedAt - b.usedAt)
    if (oldest) await this.#end(oldest[0])
  }

  async #reap(): Promise<void> {
    const before = this.#parts.clock.monotonic() - idleMs
    for (const [id, session] of [...this.#sessions]) if (session.usedAt < before) await this.#end(id)
  }

  async #end(id: string): Promise<void> {
    const session = this.#sessions.get(id)
    this.#sessions.delete(id)
    // Whoever has it ended is not told what its transport made of that.
    await session?.server.close().catch(() => undefined)
  }

  /** Lists may be other ones than before. */
  changed(): void {
    for (const { server } of this.#sessions.values()) tellChanged(server)
  }

  async endWhere(isMeant: (owner: string) => boolean): Promise<void> {
    for (const [id, { owner }] of [...this.#sessions]) if (isMeant(owner)) await this.#end(id)
  }

  count(): number {
    return this.#sessions.size
  }

  async close(): Promise<void> {
    clearInterval(this.#reaper)
    for (const id of [...this.#sessions.keys()]) await this.#end(id)
  }
}

/** Only of what was announced; the SDK refuses the rest. */
export function tellChanged(server: Server): void {
  for (const list of ['tools', 'resources', 'prompts'] as const)
    server.notification({ method: `notifications/${list}/list_changed` }).catch(() => undefined)
}

const isInitialize = (body: unknown): boolean => isObject(body) && body.method === 'initialize'

/** 404 is what tells a client to begin a new session; anything else leaves it stuck. */
const notThere = (): Response => rpcErrorResponse(404, -32000, 'Session not found')
const missing = (): Response => rpcErrorResponse(400, -32000, 'Bad Request: Mcp-Session-Id header is required')
