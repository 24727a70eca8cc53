import { randomBytes } from 'node:crypto'
import type { Role } from '@bongsu/contract/permissions.ts'
import { type AuthInfo, createMcpHandler, isLegacyRequest, type McpHttpHandler } from '@modelcontextprotocol/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Caller } from '../http/contract.ts'
import { type AdmissionParts, createAdmission } from './admission.ts'
import { asBadRequest } from './bad-request.ts'
import type { CallerSession } from './caller-session.ts'
import { MalformedParams, type McpFace } from './face.ts'
import { type Json, readMessage } from './json.ts'
import { LegacySessions } from './legacy-sessions.ts'
import { ListenStreams } from './listen-streams.ts'
import { authOf, type McpRequest, messageIn, requestIn } from './mcp-request.ts'
import { createRequestServer, createSessionServer, type McpServerParts } from './mcp-server.ts'
import { ModernRequests } from './modern-requests.ts'
import { OpenExchanges } from './open-exchanges.ts'
import { ownerOf } from './owner.ts'
import { RequestStates, type StateSeal } from './request-states.ts'
import { rpcError } from './rpc-error.ts'
import { sendResponse } from './send-response.ts'
import { addSseDoor, type SseDoor } from './sse-door.ts'
import { headerMismatch, headerParams } from './upstream/header-params.ts'

export interface McpDoorParts extends AdmissionParts {
  readonly version: string
  /** What this caller sees at this address; null when there is no such server for them. */
  faceOf(request: McpRequest): McpFace
  /** Who a request comes from, asked anew while it is being answered. */
  authenticate(request: FastifyRequest): Promise<Caller>
  /** Who a token in the address speaks for; `anonymous` for one that may not be sent that way. */
  authenticateQuery(token: string, address: string): Promise<Caller>
  /** Seals what callers carry from one request to the next. */
  readonly seal: StateSeal
}

export interface McpDoor {
  /** Lists may be other ones than before: streams hear of it. */
  listsChanged(): void
  /** Ends what was opened with these tokens, or by this person (in these sessions, or all of theirs). */
  closeTokens(tokenIds: readonly number[]): void
  closePerson(personId: number, sessionIds: readonly number[] | null): void
  /** What the person may do now (null: nothing any more). What was opened under another role ends. */
  confirmRole(personId: number, role: Role | null): void
  /** For a call that comes in elsewhere: it ends in the middle when the right to it does, as one of ours would. */
  follow(request: FastifyRequest, reply: FastifyReply): void
  sessions(): number
  close(): Promise<void>
}

const maxBodyBytes = 1_048_576
const served: ReadonlySet<string> = new Set(['GET', 'POST', 'DELETE'])
const modernRevision = '2026-07-28'

/**
 * Streamable HTTP of the MCP, both eras on one address: 2026-07-28 (every request stands alone) and 2025-11-25 and
 * older (sessions). Who calls is settled before the body is read; what may be called is the face's affair.
 */
export function addMcpDoor(app: FastifyInstance, parts: McpDoorParts): McpDoor {
  const admission = createAdmission(parts)
  const exchanges = new OpenExchanges()
  const elsewhere = new OpenExchanges()
  const closeWhere = (isMeant: (caller: Caller) => boolean) => {
    for (const open of [exchanges, elsewhere]) open.closeWhere(isMeant)
  }
  const engine: McpServerParts = {
    version: parts.version,
    faceOf: (auth) => parts.faceOf(requestIn(auth)),
    endedOf: (auth) => requestIn(auth).ended,
    onFault(auth, err) {
      const { request } = requestIn(auth)
      request.log.error({ err, url: request.routeOptions.url }, 'an MCP request failed on our side')
    },
  }
  const requests = new ModernRequests(new RequestStates(parts.seal, parts.clock.now))
  const listening = new ListenStreams()
  const malformed = new WeakSet<McpRequest>()
  const newServer = (authInfo: AuthInfo, session: CallerSession) =>
    createSessionServer(engine, engine.faceOf(authInfo), session)
  const modern: McpHttpHandler = createMcpHandler(({ authInfo }) => requestServer(authInfo), {
    legacy: 'reject',
    maxRequestBodySize: maxBodyBytes,
  })
  const sessions = new LegacySessions({
    clock: parts.clock,
    newServer,
    newId: () => randomBytes(24).toString('base64url'),
  })

  let sse: SseDoor | undefined
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'string', bodyLimit: maxBodyBytes },
      (_request, body, done) => done(null, body),
    )
    scope.setErrorHandler(refuse)
    sse = addSseDoor(scope, {
      exchanges,
      admission,
      newServer,
      authenticate: parts.authenticate,
      authenticateQuery: parts.authenticateQuery,
    })
    // Clients ask here whether there is an OAuth server, and drop a token they were given if anything but a 404 answers.
    scope.get('/.well-known/*', async (_request, reply) => reply.code(404).send({ error: 'not_found' }))
    for (const url of ['/mcp', '/mcp/:server'])
      scope.route<{ Params: { server?: string } }>({
        method: ['GET', 'POST', 'DELETE', 'PUT', 'PATCH'],
        url,
        onRequest: async (request, reply) => admit(request, reply),
        handler: (request, reply) => serve(request, reply),
      })
  })

  return {
    listsChanged() {
      listening.changed()
      sessions.changed()
      sse?.changed()
    },
    closeTokens(ids) {
      closeWhere(({ actor }) => actor.kind === 'token' && ids.includes(actor.tokenId))
      const owners = new Set(ids.map((id) => `token:${id}`))
      requests.endWhere(({ owner }) => owners.has(owner))
      void sessions.endWhere((owner) => owners.has(owner))
    },
    closePerson(personId, sessionIds) {
      closeWhere(({ actor }) => {
        if (actor.kind === 'token') return sessionIds === null && actor.personId === personId
        return (
          actor.kind === 'person' &&
          actor.personId === personId &&
          (sessionIds === null || sessionIds.includes(actor.sessionId))
        )
      })
      if (sessionIds !== null) return
      requests.endWhere((whose) => whose.personId === personId)
      void sessions.endWhere((owner) => owner === `person:${personId}`)
    },
    confirmRole(personId, role) {
      closeWhere(
        ({ actor }) =>
          (actor.kind === 'person' || actor.kind === 'token') && actor.personId === personId && actor.role !== role,
      )
      requests.endWhere((whose) => whose.personId === personId)
    },
    follow(request, reply) {
      const { ended } = elsewhere.open(request.caller, reply, () => parts.authenticate(request))
      ended.addEventListener('abort', () => reply.raw.destroy(), { once: true })
    },
    sessions: () => sessions.count(),
    async close() {
      await sse?.close()
      await listening.close()
      requests.endWhere(() => true)
      exchanges.close()
      // Whoever opened them knows how long they may go on while we stop.
      elsewhere.stop()
      await sessions.close()
      await modern.close()
    },
  }

  /** Before the body is read. */
  async function admit(
    request: FastifyRequest<{ Params: { server?: string } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> {
    const { caller, params } = request
    return admission.fromElsewhere(request, reply) ?? admission.turnAway(caller, params.server ?? null, request, reply)
  }

  async function serve(
    request: FastifyRequest<{ Params: { server?: string } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    if (!served.has(request.method))
      return reply
        .code(405)
        .header('allow', [...served].join(', '))
        .send(rpcError(-32000, 'This is no such request.'))
    const parsedBody = request.method === 'POST' ? readMessage(request.body) : undefined
    if (parsedBody instanceof Error) return reply.code(400).send(rpcError(-32700, parsedBody.message))
    if (Array.isArray(parsedBody)) return reply.code(400).send(rpcError(-32600, 'One message at a time.'))
    if (request.method !== 'POST' && request.headers['mcp-protocol-version'] === modernRevision)
      return reply.code(405).header('allow', 'POST').send(rpcError(-32000, 'This revision has no such request.'))
    const exchange = exchanges.open(request.caller, reply, () => parts.authenticate(request))
    const web = webRequest(request, exchange.signal)
    const address = request.params.server ?? null
    const authInfo = authOf({
      caller: request.caller,
      request,
      server: address,
      message: parsedBody,
      ended: exchange.ended,
    })
    const isLegacy = plainEra(request, parsedBody) ?? (await isLegacyRequest(web, parsedBody))
    const response = isLegacy
      ? await sessions.handle(web, { parsedBody, authInfo, caller: request.caller, address })
      : await serveModern(web, authInfo, parsedBody)
    return sendResponse(reply, response)
  }

  async function serveModern(web: Request, authInfo: AuthInfo, parsedBody: unknown): Promise<Response> {
    const { method, params } = messageIn(requestIn(authInfo))
    if (method === 'subscriptions/listen') {
      const face = engine.faceOf(authInfo)
      const owner = ownerOf(requestIn(authInfo).caller.actor)
      const { id = null } = parsedBody as { id?: unknown }
      const server = () => createRequestServer(engine, face, method, () => Promise.resolve({}))
      return listening.open(web, { owner, face, id, params, newServer: server }, { parsedBody, authInfo })
    }
    const mismatch =
      method === 'tools/call' ? argumentMismatch(engine.faceOf(authInfo), params, web.headers) : undefined
    if (mismatch === undefined) {
      const response = await modern.fetch(web, { parsedBody, authInfo })
      return malformed.has(requestIn(authInfo)) ? asBadRequest(response) : response
    }
    const message = `The header ${mismatch} and the arguments do not say the same`
    const id = (parsedBody as { id?: unknown }).id ?? null
    return Response.json({ jsonrpc: '2.0', id, error: { code: headerMismatchCode, message } }, { status: 400 })
  }

  function requestServer(authInfo: AuthInfo | undefined) {
    const request = requestIn(authInfo)
    const { method, params } = messageIn(request)
    const { actor } = request.caller
    const caller = { owner: ownerOf(actor), personId: personIn(actor), server: request.server, params }
    return createRequestServer(engine, parts.faceOf(request), method, (face, asked, ctx) =>
      requests.answer(face, asked, ctx, caller).catch((error) => {
        if (error instanceof MalformedParams) malformed.add(request)
        throw error
      }),
    )
  }
}

const personIn = (actor: Actor): number | null =>
  actor.kind === 'person' || actor.kind === 'token' ? actor.personId : null

const headerMismatchCode = -32020

/** The header that does not agree with an argument that is told in both (`x-mcp-header`). */
function argumentMismatch(face: McpFace, { name, arguments: args }: Json, headers: Headers): string | undefined {
  const schema = typeof name === 'string' ? face.inputSchemaOf(name) : undefined
  return schema && headerMismatch(headerParams(schema), args, headers)
}

/** Whether a request is of the older era, where one look tells; null where the SDK has to look closer, which costs more. */
function plainEra(request: FastifyRequest, body: unknown): boolean | null {
  if (request.method !== 'POST') return true
  if (request.headers['mcp-protocol-version'] === modernRevision) return false
  const { params } = (body ?? {}) as { params?: { _meta?: unknown } }
  return request.headers['mcp-session-id'] !== undefined && params?._meta === undefined ? true : null
}

/** All that the protocol looks at. Proofs in particular go no further than the door. */
const protocolHeaders: ReadonlySet<string> = new Set(['accept', 'content-type', 'last-event-id'])

/** The body is read already, and given beside it. */
function webRequest(request: FastifyRequest, signal: AbortSignal): Request {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined && (name.startsWith('mcp-') || protocolHeaders.has(name)))
      headers[name] = Array.isArray(value) ? value.join(', ') : value
  const web = new Request(`http://bongsu.invalid${request.url.split('?')[0]}`, { method: request.method, headers })
  // Given to the constructor, it would be followed by a signal of the request's own, which keeps every request in memory
  // until the next full collection.
  return Object.defineProperty(web, 'signal', { value: signal })
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { statusCode } = error as { statusCode?: number }
  if (statusCode === 413) return reply.code(413).send(rpcError(-32000, 'The body is larger than 1 MB.'))
  if (statusCode === 415) return reply.code(415).send(rpcError(-32000, 'The Content-Type must be application/json.'))
  if (error instanceof Failure) throw error
  request.log.error({ err: error, url: request.routeOptions.url }, 'an MCP request failed on our side')
  return reply.code(500).send(rpcError(-32603, 'Internal error'))
}
