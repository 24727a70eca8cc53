import { isAtLeast } from '@bongsu/contract/permissions.ts'
import { type serverChoice, serverDetail, serverFields, serverView, slugField } from '@bongsu/contract/servers.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { Failure, invalidField, notFound } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Db } from '#platform/db/contract.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import { gatewayKey } from '../gateway-key.ts'
import { mayManage } from '../upstreams/upstream-view.ts'
import { serversChanged } from './server-events.ts'
import {
  insertServer,
  isSlugTaken,
  liveServers,
  removedServer,
  type ServerDraft,
  saveServer,
  serverById,
  setServerRemoved,
} from './server-store.ts'
import { viewServer, viewServerDetail } from './server-view.ts'
import type { VirtualServer } from './virtual-server.ts'

const id = z.strictObject({ id: z.int().min(1) })

export const listServers = operation({
  name: 'list-virtual-servers',
  summary: text(
    '가상 서버를 조회합니다. 관리자가 아니면 쓸 수 있는 것만 보입니다.',
    'Lists virtual servers: those I may use, or for administrators all.',
  ),
  access: 'tools.call',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/virtual-servers' },
  input: z.strictObject({}),
  output: z.object({ items: z.array(serverView) }),
  async run(ctx) {
    const { preview } = ctx.use(gatewayKey)
    const servers = (await liveServers(ctx.db)).filter((server) => maySee(ctx.actor, server))
    return { items: servers.map((server) => viewServer(server, preview(ctx.actor, server).tools.length)) }
  },
})

export const getServer = operation({
  name: 'get-virtual-server',
  summary: text(
    '가상 서버 하나를, 지금 그 주소에서 내가 쓸 수 있는 것까지 조회합니다.',
    'Reads one virtual server, with what I may use at its address now.',
  ),
  access: 'tools.call',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/virtual-servers/{id}' },
  input: id,
  output: serverDetail,
  async run(ctx, { id: serverId }) {
    const server = await requireServer(ctx.db, serverId)
    if (!maySee(ctx.actor, server)) throw unknownServer()
    return detailOf(ctx, server)
  },
})

const choices = serverFields.choices.describe('What it takes of each source, in the order of its list')

export const createServer = operation({
  name: 'create-virtual-server',
  summary: text(
    '고른 도구, 리소스, 프롬프트만 내놓는 가상 서버를 /mcp/{slug} 주소에 만듭니다.',
    'Makes a virtual server at /mcp/{slug} that offers the chosen tools, resources and prompts, and nothing else.',
  ),
  access: 'gateway.write',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/virtual-servers', status: 201 },
  input: z.strictObject({
    slug: slugField,
    title: serverFields.title.optional().describe('The slug unless said'),
    instructions: serverFields.instructions.default(null),
    is_enabled: serverFields.is_enabled.default(true),
    least_role: serverFields.least_role.default('viewer'),
    prefixes: serverFields.prefixes.default('on_collision'),
    tool_search: serverFields.tool_search.default('auto'),
    choices,
  }),
  output: serverDetail,
  async run(ctx, input) {
    const draft: ServerDraft = {
      slug: input.slug,
      title: input.title ?? input.slug,
      instructions: input.instructions,
      isEnabled: input.is_enabled,
      leastRole: input.least_role,
      prefixes: input.prefixes,
      toolSearch: input.tool_search,
      choices: checked(ctx, input.choices),
    }
    await takeTurn(ctx.tx, 'virtual-servers')
    await requireFreeSlug(ctx.tx, input.slug)
    const server = await insertServer(ctx.tx, draft, ctx.clock.now())
    return changed(ctx, server)
  },
})

export const updateServer = operation({
  name: 'update-virtual-server',
  summary: text(
    '가상 서버를 바꿉니다. 보내지 않은 항목은 그대로 둡니다.',
    'Changes a virtual server. Fields that are left out stay as they are.',
  ),
  access: 'gateway.write',
  effect: 'write',
  http: { method: 'PATCH', path: '/api/v1/virtual-servers/{id}' },
  input: z.strictObject({
    id: z.int().min(1),
    title: serverFields.title.optional(),
    instructions: serverFields.instructions.optional(),
    is_enabled: serverFields.is_enabled.optional(),
    least_role: serverFields.least_role.optional(),
    prefixes: serverFields.prefixes.optional(),
    tool_search: serverFields.tool_search.optional(),
    choices: choices.optional(),
  }),
  output: serverDetail,
  async run(ctx, { id: serverId, ...input }) {
    await takeTurn(ctx.tx, 'virtual-servers')
    const before = await requireServer(ctx.tx, serverId)
    const changes: Partial<ServerDraft> = {
      ...(input.title === undefined ? {} : { title: input.title }),
      ...(input.instructions === undefined ? {} : { instructions: input.instructions }),
      ...(input.is_enabled === undefined ? {} : { isEnabled: input.is_enabled }),
      ...(input.least_role === undefined ? {} : { leastRole: input.least_role }),
      ...(input.prefixes === undefined ? {} : { prefixes: input.prefixes }),
      ...(input.tool_search === undefined ? {} : { toolSearch: input.tool_search }),
      ...(input.choices === undefined ? {} : { choices: checked(ctx, input.choices) }),
    }
    ctx.audit({ details: { changed: Object.keys(input) } })
    return changed(ctx, await saveServer(ctx.tx, before, changes, Math.max(ctx.clock.now(), before.updatedAt + 1)))
  },
})

export const removeServer = operation({
  name: 'remove-virtual-server',
  summary: text(
    '가상 서버를 제거합니다. 그 주소는 바로 없어지고, 30일 안에는 되살릴 수 있습니다.',
    'Removes a virtual server. Its address is gone at once; for 30 days it can be brought back.',
  ),
  access: 'gateway.write',
  effect: 'destructive',
  http: { method: 'DELETE', path: '/api/v1/virtual-servers/{id}', status: 204 },
  input: id,
  output: z.null(),
  async run(ctx, { id: serverId }) {
    await takeTurn(ctx.tx, 'virtual-servers')
    const server = await requireServer(ctx.tx, serverId)
    await setServerRemoved(ctx.tx, serverId, ctx.clock.now())
    await ctx.tx.emit(serversChanged, { serverId })
    ctx.audit({ target: { kind: 'virtual-server', id: serverId, label: server.title } })
    return null
  },
})

export const restoreServer = operation({
  name: 'restore-virtual-server',
  summary: text('제거한 가상 서버를 되살립니다.', 'Brings a removed virtual server back.'),
  access: 'gateway.write',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/virtual-servers/{id}/restore' },
  input: id,
  output: serverDetail,
  async run(ctx, { id: serverId }) {
    await takeTurn(ctx.tx, 'virtual-servers')
    const server = await removedServer(ctx.tx, serverId)
    if (!server) throw notFound(text('제거한 가상 서버', 'A removed virtual server of that id'))
    await requireFreeSlug(ctx.tx, server.slug)
    await setServerRemoved(ctx.tx, serverId, null)
    return changed(ctx, server)
  },
})

async function changed(ctx: Context, server: VirtualServer) {
  await ctx.tx.emit(serversChanged, { serverId: server.id })
  ctx.audit({ target: { kind: 'virtual-server', id: server.id, label: server.title } })
  return detailOf(ctx, server)
}

function detailOf(ctx: Context, server: VirtualServer) {
  const service = ctx.use(gatewayKey)
  return viewServerDetail(server, service.preview(ctx.actor, server), service.sources(), ctx.language)
}

async function requireServer(db: Db, serverId: number): Promise<VirtualServer> {
  const server = await serverById(db, serverId)
  if (!server) throw unknownServer()
  return server
}

async function requireFreeSlug(db: Db, slug: string): Promise<void> {
  if (!(await isSlugTaken(db, slug))) return
  const taken = text(`"${slug}" 주소의 가상 서버가 이미 있습니다.`, `There is a virtual server at "${slug}" already.`)
  throw new Failure('conflict', taken, { fields: [{ path: 'slug', message: taken }] })
}

const maySee = (actor: Actor, { isEnabled, leastRole }: VirtualServer): boolean =>
  mayManage(actor) ||
  ((actor.kind === 'person' || actor.kind === 'token') && isEnabled && isAtLeast(actor.role, leastRole))

type Choices = z.output<typeof serverChoice>[]

/** Each source once, and each one there: of a source that is gone only what was chosen before is kept. */
function checked(ctx: Context, given: Choices): Choices {
  const known = new Set(
    ctx
      .use(gatewayKey)
      .sources()
      .map((source) => source.id),
  )
  given.forEach(({ source, aliases }, at) => {
    if (given.findIndex((other) => other.source === source) !== at) throw invalidField(`choices[${at}].source`, twice)
    if (!known.has(source) && !source.startsWith('upstream:'))
      throw invalidField(`choices[${at}].source`, noSource(source))
    const names = Object.values(aliases)
    if (new Set(names).size !== names.length) throw invalidField(`choices[${at}].aliases`, sameAlias)
  })
  return given
}

const unknownServer = (): Failure => notFound(text('가상 서버', 'The virtual server'))
const twice = text('같은 출처를 두 번 골랐습니다.', 'This source is chosen twice.')
const noSource = (source: string) => text(`"${source}" 출처가 없습니다.`, `There is no source "${source}".`)
const sameAlias = text('두 도구의 별칭이 같습니다.', 'Two tools have the same alias.')
