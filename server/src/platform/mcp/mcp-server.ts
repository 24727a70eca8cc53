import { type AuthInfo, Server, type ServerContext } from '@modelcontextprotocol/server'
import { minute } from '#kernel/clock.ts'
import type { CallerSession } from './caller-session.ts'
import { EitherSignal } from './either-signal.ts'
import { internalError, type McpExchange, type McpFace, McpRefusal } from './face.ts'
import type { Json } from './json.ts'
import { isOffered, respond } from './respond.ts'
import type { UpstreamPeer } from './upstream/contract.ts'

export interface McpServerParts {
  readonly version: string
  /** What the caller of a request may see and do. `auth` is what the HTTP door put there. */
  faceOf(auth: AuthInfo | undefined): McpFace
  /** Aborts when the right of the request's caller has ended, though the session may live on. */
  endedOf(auth: AuthInfo | undefined): AbortSignal | undefined
  /** A request failed on our side: for the log, since its caller is told no more than that. */
  onFault(auth: AuthInfo | undefined, error: unknown): void
}

/** Answers one request of the newer era; what it needs beside the face is the door's. */
export type ModernRespond = (face: McpFace, request: RawRequest, ctx: ServerContext) => Promise<Json>

export interface RawRequest {
  readonly method: string
  readonly params?: Json | undefined
}

/** A person may have to be asked meanwhile. */
const answerMs = 5 * minute
/** The SDK's own reading of a schema would keep only what it knows: nothing here is validated through it. */
const unused = { getValidator: () => () => ({ valid: true, data: undefined, errorMessage: undefined }) } as never

/**
 * One connection's protocol engine: the low-level server of the official SDK for the envelope, the era and the errors.
 * All requests reach one handler that is not registered for a method, because the SDK remodels what goes through those.
 */
function createEngine(parts: McpServerParts, face: McpFace, capabilities: Json): Server {
  const { title, instructions } = face
  const server = new Server(
    { name: 'bongsu', title, version: parts.version },
    {
      capabilities,
      jsonSchemaValidator: unused,
      ...(instructions === null ? {} : { instructions }),
    },
  )
  server.removeRequestHandler('logging/setLevel')
  return server
}

/** For one session of revision 2025-11-25 or older: it lives as long as that, and its caller can be asked. */
export function createSessionServer(parts: McpServerParts, face: McpFace, session: CallerSession): Server {
  const server = createEngine(parts, face, face.capabilities())
  server.fallbackNotificationHandler = async ({ method }) => session.said(method)
  server.fallbackRequestHandler = async (request: RawRequest, ctx: ServerContext) => {
    const auth = ctx.http?.authInfo
    const wanted = new EitherSignal(ctx.mcpReq.signal, parts.endedOf(auth))
    const exchange: McpExchange = {
      signal: wanted.signal,
      meta: ctx.mcpReq._meta as Json | undefined,
      peer: sessionPeer(server, ctx),
      session,
    }
    try {
      const result = await respond(parts.faceOf(auth), request.method, request.params ?? {}, exchange)
      return asBefore(result, server) as never
    } catch (error) {
      throw told(error, ctx, parts)
    } finally {
      wanted.leave()
    }
  }
  return server
}

/** What a call needs to tell of its progress; what else is announced costs a look at everything that is offered. */
const forCalls: Json = { tools: {}, logging: {} }

/** For one request of revision 2026-07-28. */
export function createRequestServer(
  parts: McpServerParts,
  face: McpFace,
  method: string,
  answer: ModernRespond,
): Server {
  const server = createEngine(parts, face, method === 'tools/call' ? forCalls : face.capabilities())
  // A method that is not there is refused by the SDK, with the status that the revision wants.
  if (isOffered(face, method))
    server.fallbackRequestHandler = async (request: RawRequest, ctx: ServerContext) =>
      (await answer(face, request, ctx).catch((error) => {
        throw told(error, ctx, parts)
      })) as never
  return server
}

/** What has no code of JSON-RPC was not meant for outside, and its words may say anything of us. */
function told(error: unknown, { http, mcpReq }: ServerContext, parts: McpServerParts): unknown {
  if (Number.isSafeInteger((error as { code?: unknown } | null)?.code)) return error
  if (!mcpReq.signal.aborted) parts.onFault(http?.authInfo, error)
  return new McpRefusal(internalError, 'Internal error')
}

function sessionPeer(server: Server, ctx: ServerContext): UpstreamPeer {
  return {
    get capabilities() {
      return (server.getClientCapabilities() ?? {}) as Json
    },
    notify: (method, params) => ctx.mcpReq.notify({ method, params } as never).catch(() => undefined),
    request: (method, params, signal) =>
      ctx.mcpReq.send({ method, params } as never, anyResult, { signal, timeout: answerMs }) as Promise<Json>,
  }
}

/** Whatever the caller answered is for the server behind to judge. */
const anyResult = {
  '~standard': { version: 1 as const, vendor: 'bongsu', validate: (value: unknown) => ({ value: value as Json }) },
}

/** `resultType` came with the newer era, and structured content that is no object: the older ones are told in their way. */
function asBefore(result: Json, server: Server): Json {
  const { resultType: _newer, ...rest } = result
  const { structuredContent } = rest
  const isPlain =
    structuredContent === undefined ||
    (typeof structuredContent === 'object' && structuredContent !== null && !Array.isArray(structuredContent))
  return isPlain ? rest : (server.projectCallToolResult(rest as never, undefined) as Json)
}
