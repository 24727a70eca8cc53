/**
 * What a governed call cannot be cheaper than: the low-level server of the official SDK behind `node:http`, with fifty
 * tools and nobody asked who calls, how often, or what became of it. `bare-mcp.ts <port>`
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { NodeStreamableHTTPServerTransport, toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, Server } from '@modelcontextprotocol/server'

const port = Number(process.argv[2])
const number = { type: 'number' }
const tools = Array.from({ length: 50 }, (_unused, at) => ({
  name: at === 0 ? 'add' : `tool_${at}`,
  description: 'Adds two numbers.',
  inputSchema: { type: 'object' as const, properties: { a: number, b: number }, required: ['a', 'b'] },
}))

function newServer(): Server {
  const server = new Server({ name: 'bare', version: '1' }, { capabilities: { tools: {} } })
  server.setRequestHandler('tools/list', async () => ({ tools }))
  server.setRequestHandler('tools/call', async ({ params }) => {
    if (!tools.some(({ name }) => name === params.name)) throw new Error(`there is no tool ${params.name}`)
    const { a, b } = params.arguments as { a: number; b: number }
    return { content: [{ type: 'text', text: String(a + b) }] }
  })
  return server
}

const modern = toNodeHandler(createMcpHandler(newServer, { legacy: 'reject' }))
const sessions = new Map<string, NodeStreamableHTTPServerTransport>()

createServer((request, response) => void answer(request, response)).listen(port, '127.0.0.1', () =>
  console.log('ready'),
)

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await read(request)
  const isModern = request.headers['mcp-protocol-version'] === '2026-07-28'
  return isModern ? modern(request, response, body) : inSession(request, response, body)
}

async function inSession(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
  const known = sessions.get(String(request.headers['mcp-session-id']))
  if (known) return known.handleRequest(request, response, body)
  const transport = new NodeStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void sessions.set(id, transport),
  })
  await newServer().connect(transport)
  return transport.handleRequest(request, response, body)
}

async function read(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text === '' ? undefined : JSON.parse(text)
}
