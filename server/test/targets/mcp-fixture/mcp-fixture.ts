import { randomUUID } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { localhostHostValidation, localhostOriginValidation, toNodeHandler } from '@modelcontextprotocol/node'
import {
  CLIENT_CAPABILITIES_META_KEY,
  createMcpHandler,
  isLegacyRequest,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  Server,
  type ServerContext,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server'
import type { Json } from '#platform/mcp/json.ts'
import { RecentEvents } from '#platform/mcp/recent-events.ts'
import type { FixtureCall } from './contract.ts'
import { contentsAt, fixturePrompts, fixtureResources, fixtureTemplates, messagesOf } from './lists.ts'
import { fixtureTools } from './tools.ts'

export interface McpFixture {
  readonly url: string
  /** How many calls of `test_hang` saw their end come. */
  cancelled(): number
  /** How many calls of `test_hang` began. */
  hanging(): number
  /** How often a caller said that its roots are others. */
  rootsChanged(): number
  /** Sessions of the older era that are open. */
  sessions(): number
  /** Forgets every session, as a restart would. */
  forgetSessions(): void
  close(): Promise<void>
}

/** Which era it speaks: a server of one of them answers the other as such servers do. */
export type FixtureEras = 'both' | 'modern' | 'legacy'

/** A whole server of the MCP on loopback, made with the official SDK, with what the official conformance suite asks of one. */
export async function startMcpFixture(eras: FixtureEras = 'both', wantedPort = 0): Promise<McpFixture> {
  const sessions = new Map<
    string,
    { server: Server; transport: WebStandardStreamableHTTPServerTransport; uris: Set<string> }
  >()
  let hanging = 0
  let cancelled = 0
  let rootsChanged = 0
  const shared = {
    changed,
    rootsChanged: () => void rootsChanged++,
    hanging: () => void hanging++,
    cancelled: () => void cancelled++,
  }
  const modern = createMcpHandler(() => makeServer('modern', shared, new Set()), { legacy: 'reject' })

  async function fetch(request: Request): Promise<Response> {
    const isLegacy = await isLegacyRequest(request)
    if (!isLegacy && eras !== 'legacy') return modern.fetch(request)
    if (isLegacy && eras === 'modern') return modern.fetch(request)
    return legacy(request)
  }

  async function legacy(request: Request): Promise<Response> {
    const id = request.headers.get('mcp-session-id')
    const session = id === null ? await openSession() : sessions.get(id)
    return session
      ? session.transport.handleRequest(request)
      : Response.json(
          { jsonrpc: '2.0', error: { code: -32001, message: 'Session not found' }, id: null },
          { status: 404 },
        )
  }

  async function openSession() {
    const uris = new Set<string>()
    const server = makeServer('legacy', shared, uris)
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      retryInterval: 50,
      eventStore: new RecentEvents(),
      onsessioninitialized: (id) => void sessions.set(id, session),
      onsessionclosed: (id) => void sessions.delete(id),
    })
    const session = { server, transport, uris }
    await server.connect(transport)
    return session
  }

  function changed(what: string): void {
    if (what === 'tools') modern.notify.toolsChanged()
    else if (what === 'prompts') modern.notify.promptsChanged()
    else modern.notify.resourceUpdated(what)
    for (const { server, uris } of sessions.values()) {
      const telling =
        what === 'tools'
          ? server.sendToolListChanged()
          : what === 'prompts'
            ? server.sendPromptListChanged()
            : uris.has(what)
              ? server.sendResourceUpdated({ uri: what })
              : undefined
      telling?.catch(() => undefined)
    }
  }

  const [isHostOurs, isOriginOurs] = [localhostHostValidation(), localhostOriginValidation()]
  const handle = toNodeHandler({ fetch })
  const listener = http.createServer((request, response) => {
    if (isHostOurs(request, response) && isOriginOurs(request, response)) void handle(request, response)
  })
  await new Promise<void>((resolve) => listener.listen(wantedPort, '127.0.0.1', resolve))
  const { port } = listener.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}/mcp`,
    hanging: () => hanging,
    cancelled: () => cancelled,
    rootsChanged: () => rootsChanged,
    sessions: () => sessions.size,
    forgetSessions() {
      for (const { server } of sessions.values()) void server.close()
      sessions.clear()
    },
    async close() {
      await modern.close()
      for (const { server } of sessions.values()) await server.close()
      listener.closeAllConnections()
      await new Promise((resolve) => listener.close(resolve))
    },
  }
}

/** In the newer era a tool that asks ends its call with the question, and is called again with the answer. */
class NeedsInput extends Error {
  readonly requests: Json

  constructor(requests: Json) {
    super('the caller is needed')
    this.requests = requests
  }
}

interface Shared {
  changed(what: string): void
  rootsChanged(): void
  hanging(): void
  cancelled(): void
}

export function makeServer(era: 'modern' | 'legacy', shared: Shared, uris: Set<string>): Server {
  const server = new Server(
    { name: 'mcp-fixture', version: '1.0.0' },
    {
      capabilities: {
        tools: { listChanged: true },
        resources: { listChanged: true, subscribe: true },
        prompts: { listChanged: true },
        completions: {},
        logging: {},
      },
      instructions: 'A server to try gateways on.',
    },
  )
  // Safe because the fixture's tables hold what the protocol wants; the SDK checks the tools' results once more.
  const respond = (method: string, work: (params: Json, ctx: ServerContext) => Promise<Json> | Json) =>
    server.setRequestHandler(
      method as 'tools/list',
      (async (request: { params?: Json }, ctx: ServerContext) => work(request.params ?? {}, ctx)) as never,
    )

  respond('tools/list', () => ({ tools: fixtureTools.map(({ definition }) => definition) }))
  respond('tools/call', async (params, ctx) => {
    const tool = fixtureTools.find(({ definition }) => definition.name === params.name)
    if (!tool) throw new ProtocolError(-32602, `Unknown tool: ${String(params.name)}`)
    try {
      return await tool.run(callOf(server, era, params, ctx, shared))
    } catch (error) {
      if (error instanceof NeedsInput) return { resultType: 'input_required', inputRequests: error.requests }
      throw error
    }
  })
  respond('resources/list', () => ({ resources: fixtureResources }))
  respond('resources/templates/list', () => ({ resourceTemplates: fixtureTemplates }))
  respond('resources/read', ({ uri }) => {
    const contents = contentsAt(String(uri))
    if (!contents) throw new ProtocolError(-32602, 'Resource not found', { uri })
    return { contents: [contents] }
  })
  respond('prompts/list', () => ({ prompts: fixturePrompts }))
  respond('prompts/get', ({ name, arguments: args }, ctx) => {
    const found = messagesOf(String(name), (args ?? {}) as Json, ctx.mcpReq.inputResponses as Json | undefined)
    if (!found) throw new ProtocolError(-32602, `Unknown prompt: ${String(name)}`)
    return found
  })
  respond('completion/complete', ({ argument }) => {
    const { value } = argument as { value: string }
    const values = ['paris', 'park', 'party', 'test'].filter((word) => word.startsWith(value))
    return { completion: { values, total: values.length, hasMore: false } }
  })
  if (era === 'legacy') {
    server.setNotificationHandler('notifications/roots/list_changed', async () => shared.rootsChanged())
    respond('resources/subscribe', ({ uri }) => {
      uris.add(String(uri))
      return {}
    })
    respond('resources/unsubscribe', ({ uri }) => {
      uris.delete(String(uri))
      return {}
    })
  }
  return server
}

function callOf(
  server: Server,
  era: 'modern' | 'legacy',
  params: Json,
  ctx: ServerContext,
  { changed, hanging, cancelled }: Shared,
): FixtureCall {
  const { mcpReq, http: web } = ctx
  const declared =
    era === 'modern'
      ? (mcpReq.envelope as Json | undefined)?.[CLIENT_CAPABILITIES_META_KEY]
      : server.getClientCapabilities()
  const clientCapabilities = (declared ?? {}) as Json
  return {
    args: (params.arguments ?? {}) as Json,
    meta: mcpReq._meta as Json | undefined,
    era,
    headers: web?.req?.headers,
    signal: mcpReq.signal,
    clientCapabilities,
    inputResponses: mcpReq.inputResponses as Record<string, Json> | undefined,
    requestState: mcpReq.requestState() as string | undefined,
    notify: (method, sent) => mcpReq.notify({ method, params: sent } as never),
    log: (level, words) => mcpReq.log(level, words),
    async ask(method, sent) {
      if (era === 'legacy') return (await mcpReq.send({ method, params: sent } as never)) as Json
      const answer = (mcpReq.inputResponses as Record<string, Json> | undefined)?.asked
      if (!answer) throw new NeedsInput({ asked: { method, params: sent } })
      return answer
    },
    needs(capabilities) {
      const missing = Object.keys(capabilities).filter((name) => clientCapabilities[name] === undefined)
      if (missing.length > 0)
        throw new MissingRequiredClientCapabilityError({ requiredCapabilities: capabilities as never })
    },
    changed,
    closeStream: () => web?.closeSSE?.(),
    hanging,
    cancelled,
  }
}
