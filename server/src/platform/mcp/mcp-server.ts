import { type AuthInfo, ProtocolError, Server, type ServerContext } from '@modelcontextprotocol/server'
import { type McpFace, McpRefusal } from './face.ts'
import type { Json } from './json.ts'

export interface McpServerParts {
  readonly name: string
  readonly version: string
  readonly instructions?: string
  /** What the caller of a request may see and do. `auth` is what the HTTP door put there. */
  faceOf(auth: AuthInfo | undefined): McpFace
}

/** The private part of a list that differs by caller must not be kept for somebody else. */
const cacheHints = { 'tools/list': { ttlMs: 60_000, cacheScope: 'private' } } as const

/**
 * One connection's protocol engine: the low-level server of the official SDK, which leaves results as they are. What it
 * offers is asked for at every request.
 */
export function createMcpServer(parts: McpServerParts): Server {
  const server = new Server(
    { name: parts.name, version: parts.version },
    {
      capabilities: { tools: { listChanged: true }, logging: {} },
      cacheHints,
      ...(parts.instructions === undefined ? {} : { instructions: parts.instructions }),
    },
  )
  server.setRequestHandler('tools/list', async (_request, ctx) =>
    answer(async () => ({ tools: await faceIn(ctx).listTools() })),
  )
  server.setRequestHandler('tools/call', async ({ params }, ctx) =>
    answer(() =>
      faceIn(ctx).callTool({
        name: params.name,
        arguments: params.arguments ?? {},
        meta: ctx.mcpReq._meta as Json | undefined,
        signal: ctx.mcpReq.signal,
        notify: (method, sent) => ctx.mcpReq.notify({ method, params: sent }),
      }),
    ),
  )
  return server

  function faceIn(ctx: ServerContext): McpFace {
    return parts.faceOf(ctx.http?.authInfo)
  }
}

/** Results go out as they came: the shapes are the sources', and the SDK's types only describe them. */
async function answer<Result>(work: () => Promise<object>): Promise<Result> {
  try {
    // Safe because the SDK serialises whatever object it is given.
    return (await work()) as Result
  } catch (error) {
    if (error instanceof McpRefusal) throw new ProtocolError(error.code, error.message, error.data)
    throw error
  }
}
