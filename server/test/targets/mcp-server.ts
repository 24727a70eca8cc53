import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, Server } from '@modelcontextprotocol/server'

type Json = Record<string, unknown>

/** What a test makes the server be, at any moment. */
export interface McpOffer {
  name: string
  tools: Json[]
  resources: Json[]
  resourceTemplates: Json[]
  prompts: Json[]
  instructions?: string
  /** Who may ask; everybody where there are none. */
  authorizations: string[]
  /** Answers with this status instead. */
  status?: number
  /** Leaves calls of tools unanswered. */
  isSilent?: boolean
}

export interface McpTarget {
  readonly url: string
  readonly offer: McpOffer
  /** Calls that arrived, and what their request carried. */
  readonly calls: { name: string; args: unknown; headers: IncomingHttpHeaders }[]
  /** Silent calls whose callers have not let go of them. */
  readonly held: number
  /** Tells whoever listens that the tools are others. */
  toolsChanged(): void
  /** As if it were switched off; `back` brings it back to the same address. */
  goAway(): Promise<void>
  back(): Promise<void>
  close(): Promise<void>
}

export const plainTool = (name: string, description: string, more: Json = {}): Json => ({
  name,
  description,
  inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
  ...more,
})

/** A server of the SDK, both eras at one address, as anybody would run it. Each tool answers with its name and arguments. */
export async function startMcpServer(given: Partial<McpOffer> = {}): Promise<McpTarget> {
  const offer: McpOffer = {
    name: 'target',
    tools: [plainTool('echo', 'Says it again.')],
    resources: [],
    resourceTemplates: [],
    prompts: [],
    authorizations: [],
    ...given,
  }
  const calls: McpTarget['calls'] = []
  let held = 0
  const holding = async (signal: AbortSignal) => {
    held += 1
    await once(signal, 'abort')
    held -= 1
  }
  let headers: IncomingHttpHeaders = {}
  const handler = createMcpHandler(() => serverOf(offer, (name, args) => calls.push({ name, args, headers }), holding))
  const answer = toNodeHandler(handler)
  const server = createServer((request, response) => {
    const { authorizations, status } = offer
    if (status !== undefined) return void response.writeHead(status).end()
    if (authorizations.length > 0 && !authorizations.includes(String(request.headers.authorization)))
      return void response.writeHead(401).end()
    headers = request.headers
    void answer(request, response)
  })
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const end = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  await listen(0)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    offer,
    calls,
    get held() {
      return held
    },
    toolsChanged: () => handler.notify.toolsChanged(),
    goAway: end,
    back: () => listen(port),
    async close() {
      await handler.close()
      if (server.listening) await end()
    },
  }
}

function serverOf(
  offer: McpOffer,
  onCall: (name: string, args: unknown) => void,
  holding: (signal: AbortSignal) => Promise<void>,
): Server {
  const server = new Server(
    { name: offer.name, version: '1.0.0' },
    {
      capabilities: { tools: { listChanged: true }, resources: {}, prompts: {} },
      ...(offer.instructions === undefined ? {} : { instructions: offer.instructions }),
    },
  )
  server.setRequestHandler('tools/list', async () => ({ tools: offer.tools }) as never)
  server.setRequestHandler('resources/list', async () => ({ resources: offer.resources }) as never)
  server.setRequestHandler(
    'resources/templates/list',
    async () => ({ resourceTemplates: offer.resourceTemplates }) as never,
  )
  server.setRequestHandler('prompts/list', async () => ({ prompts: offer.prompts }) as never)
  server.setRequestHandler('resources/read', async ({ params }) => ({
    contents: [{ uri: params.uri, text: `content of ${params.uri}` }],
  }))
  server.setRequestHandler('tools/call', async ({ params }, ctx) => {
    onCall(params.name, params.arguments)
    if (offer.isSilent) await holding(ctx.mcpReq.signal)
    return {
      content: [{ type: 'text', text: `${offer.name}: ${params.name} ${JSON.stringify(params.arguments ?? {})}` }],
      structuredContent: { name: params.name },
      _meta: { 'example.com/kept': true },
    }
  })
  return server
}
