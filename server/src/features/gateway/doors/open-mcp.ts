import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type People, personChanged, sessionsRevoked, tokensChanged } from '#features/identity/index.ts'
import { generalSetting, type Settings } from '#features/settings/index.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Database, Events } from '#platform/db/contract.ts'
import type { Caller } from '#platform/http/contract.ts'
import { addMcpDoor } from '#platform/mcp/index.ts'
import type { Sealer } from '#platform/secrets/sealer.ts'
import { callTool } from '../call-tool.ts'
import { toolsOffered } from '../gateway-events.ts'
import type { GatewayService } from '../gateway-key.ts'
import { callerOf } from './mcp-caller.ts'
import { mcpFace } from './mcp-face.ts'

export interface OpenMcpParts {
  readonly service: GatewayService
  readonly database: Database
  readonly events: Events
  readonly clock: Clock
  readonly people: People
  readonly settings: Settings
  readonly version: string
  readonly sealer: Sealer
  authenticate(request: FastifyRequest): Promise<Caller>
  authenticateQuery(token: string, address: string): Promise<Caller>
}

/**
 * The MCP over HTTP. Streams, and calls that run, end within a moment of the right to them: a token changed, a session
 * gone, a role another. Calls over REST do so too.
 */
export function openMcp(app: FastifyInstance, parts: OpenMcpParts): void {
  const { service, database, events, people, settings } = parts
  const door = addMcpDoor(app, {
    version: parts.version,
    clock: parts.clock,
    seal: parts.sealer,
    faceOf: (request) => mcpFace(service, callerOf(request), request.server),
    hasServer: (actor, slug) => service.server(actor, slug) !== undefined,
    authenticate: parts.authenticate,
    authenticateQuery: parts.authenticateQuery,
    publicHost() {
      const address = settings.get(generalSetting).public_url
      return address && URL.canParse(address) ? new URL(address).hostname : null
    },
  })
  events.after(toolsOffered, () => door.listsChanged())
  events.after(tokensChanged, ({ tokenIds }) => door.closeTokens(tokenIds))
  events.after(sessionsRevoked, ({ personId, sessionIds }) => door.closePerson(personId, sessionIds))
  events.after(personChanged, async ({ personId }) => {
    const person = await people.byId(database, personId)
    door.confirmRole(personId, person?.isEnabled ? person.role : null)
  })
  const callUrl = callTool.http.path.replace('{name}', ':name')
  app.addHook('preHandler', (request, reply, done) => {
    if (request.routeOptions.url === callUrl) door.follow(request, reply)
    done()
  })
  app.addHook('preClose', () => door.close())
}
