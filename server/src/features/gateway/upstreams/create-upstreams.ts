import { text } from '@bongsu/contract/text.ts'
import { alertsKey } from '#features/alerts/index.ts'
import { peopleKey, personChanged } from '#features/identity/index.ts'
import { sha256 } from '#kernel/canonical-json.ts'
import { type Clock, minute } from '#kernel/clock.ts'
import type { Job } from '#kernel/room.ts'
import type { Services } from '#kernel/service.ts'
import type { Database, Events, Tx } from '#platform/db/contract.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import { sealerKey } from '#platform/secrets/sealer.ts'
import { toolsOffered } from '../gateway-events.ts'
import { holdOwnNames } from '../tools/name-store.ts'
import { followFile } from './follow-file.ts'
import type { Upstream, UpstreamTool } from './upstream.ts'
import { UpstreamDesk } from './upstream-desk.ts'
import { upstreamsChanged } from './upstream-events.ts'
import type { UpstreamProgram } from './upstream-file.ts'
import type { OpenUpstream } from './upstream-links.ts'
import { deleteSecretsOf } from './upstream-store.ts'
import { upstreamsKit } from './upstreams-kit.ts'

export interface UpstreamsParts {
  readonly database: Database
  readonly events: Events
  readonly clock: Clock
  readonly services: Services
  readonly openUpstream: OpenUpstream
  /** As the server's own file has them. */
  readonly programs: readonly UpstreamProgram[]
  /** Whether this process serves callers, and so keeps ways to servers open. */
  readonly serves: boolean
  ownNames(): ReadonlySet<string>
  createMonitor(): AnyOperation
  warn(message: string): void
}

export interface Upstreams {
  readonly desk: UpstreamDesk
  readonly jobs: readonly Job[]
  /** Reads what is stored anew, and tells when something else is offered than before. */
  look(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** Joins what belongs to upstream servers; the gateway's room starts and stops it. */
export function createUpstreams(parts: UpstreamsParts): Upstreams {
  const { database, events, clock, services, ownNames, createMonitor, warn } = parts
  const programs = new Map(parts.programs.map((program) => [program.slug, program]))
  const sealer = services.use(sealerKey)
  const tellWaiting = (tx: Tx, upstream: Upstream, tools: readonly UpstreamTool[]) =>
    tellAdmins(services, tx, upstream, tools)
  const desk = new UpstreamDesk({
    database,
    clock,
    sealer,
    open: parts.openUpstream,
    programs,
    ownNames,
    tellWaiting,
    warn,
  })
  services.provide(upstreamsKit, { desk, sealer, ownNames, createMonitor })
  async function look(): Promise<void> {
    const before = desk.sources()
    await desk.load()
    if (desk.sources() !== before) events.tell(toolsOffered, {})
  }
  events.after(upstreamsChanged, look)
  events.within(personChanged, async (tx, { personId }) => {
    if (!(await services.use(peopleKey).byId(tx, personId))) await deleteSecretsOf(tx, personId)
  })
  return {
    desk,
    look,
    jobs: [refreshJob(desk)],
    async start() {
      await database.transaction((tx) => holdOwnNames(tx, ownNames()))
      if (parts.serves) await followFile({ database, clock, programs, warn })
      await desk.load()
      // Nobody waits for it: what was known before holds until a server has answered.
      if (parts.serves) void desk.refreshAll(0)
    },
    stop: () => desk.stop(),
  }
}

const refreshJob = (desk: UpstreamDesk): Job => ({
  name: 'refresh-upstreams',
  title: text('외부 MCP 서버 목록 새로 읽기', 'Reading the lists of upstream servers'),
  when: { everyMs: 5 * minute },
  async run(signal) {
    const count = desk.sources().length
    await desk.refreshAll(minute, signal)
    return { upstreams: count }
  },
})

const mostNamed = 5

function tellAdmins(services: Services, tx: Tx, upstream: Upstream, tools: readonly UpstreamTool[]) {
  const names = tools.slice(0, mostNamed).map(({ name }) => name)
  const listed = names.join(', ') + (tools.length > mostNamed ? ` … +${tools.length - mostNamed}` : '')
  return services.use(alertsKey).notify(tx, {
    to: 'admins',
    // Once for these very definitions, however often they are seen.
    key: `upstream-tools:${upstream.id}:${sha256(tools.map(({ offeredHash }) => offeredHash)).slice(0, 16)}`,
    type: 'approval_wanted',
    severity: 'warning',
    title: text(`도구 승인 요청 - ${upstream.title}`, `Tools wait for approval - ${upstream.title}`),
    message: text(
      `외부 MCP 서버의 도구 정의가 새로 생기거나 바뀌어, 승인할 때까지 쓸 수 없습니다: ${listed}`,
      `Tools of the upstream server are new or changed, and held back until they are approved: ${listed}`,
    ),
    link: `/upstreams/${upstream.id}`,
  })
}
