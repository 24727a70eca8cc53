/**
 * Gateway: the one way to tools, for people and agents, whichever door they come through. It knows the tools of every
 * source under one name each, decides who may call what and how often, passes the call on, and records it.
 * It does not speak a protocol (the doors do), and what a tool of the product does is its own room's affair.
 */
import { generalSetting, type Settings } from '#features/settings/index.ts'
import type { Clock } from '#kernel/clock.ts'
import { errorMessage } from '#kernel/errors.ts'
import type { Room } from '#kernel/room.ts'
import type { Services } from '#kernel/service.ts'
import type { Database, Events, Tx } from '#platform/db/contract.ts'
import type { Logger } from '#platform/log/log.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import type { AuditEntry, RunOperation } from '#platform/operations/runner.ts'
import { hubKey } from '#platform/ws/index.ts'
import { CallLog } from './calls/call-log.ts'
import { personOf } from './calls/call-record.ts'
import { callJobs } from './calls/clean-up-calls.ts'
import { Gateway } from './gateway.ts'
import { callsRecorded, toolsOffered } from './gateway-events.ts'
import { type GatewayService, gatewayKey } from './gateway-key.ts'
import { gatewaySetting } from './gateway-setting.ts'
import { LimitDesk } from './limits/limit-desk.ts'
import { viewTool } from './list-tools.ts'
import { pushTools } from './live/push-tools.ts'
import { pushUsage } from './live/push-usage.ts'
import { LookAgain } from './look-again.ts'
import { gatewayOperations } from './operations.ts'
import type { OwnToolContext } from './own-tools/contract.ts'
import { purgeRemoved } from './purge-removed.ts'
import { Addresses } from './servers/addresses.ts'
import { ServerBook } from './servers/server-book.ts'
import { serversChanged } from './servers/server-events.ts'
import type { SourceCall, ToolSource } from './sources/contract.ts'
import { OperationsSource } from './sources/operations-source.ts'
import { OwnSource } from './sources/own-source.ts'
import { mayUse, ToolCatalogue } from './tools/tool-catalogue.ts'
import { createUpstreams } from './upstreams/create-upstreams.ts'
import type { UpstreamProgram } from './upstreams/upstream-file.ts'
import type { OpenUpstream } from './upstreams/upstream-links.ts'

export { addCallExports } from './calls/export-calls.ts'
export { type OpenMcpParts, openMcp } from './doors/open-mcp.ts'
export { callsRecorded, toolsOffered } from './gateway-events.ts'
export { type GatewayService, gatewayKey } from './gateway-key.ts'
export { gatewaySetting } from './gateway-setting.ts'

export interface GatewayParts {
  readonly database: Database
  readonly events: Events
  readonly clock: Clock
  readonly log: Logger
  readonly services: Services
  readonly settings: Settings
  /** Every operation of the product; those marked as tools are offered. Asked once, at the first use. */
  readonly operations: () => readonly AnyOperation[]
  readonly run: () => RunOperation
  writeAudits(tx: Tx, entries: readonly AuditEntry[]): Promise<void>
  readonly openUpstream: OpenUpstream
  /** Servers that are programs on this machine, as the server's own file has them. */
  readonly programs: readonly UpstreamProgram[]
  /** Whether this process has doors that callers come in by. */
  readonly serves: boolean
}

/** Whoever asks for all lists anew waits for slow servers no longer than this. */
const refreshWaitMs = 3000

export function createGateway(parts: GatewayParts): { room: Room<AnyOperation>; service: GatewayService } {
  const { database, events, clock, log, services, settings } = parts
  const timeZone = () => settings.get(generalSetting).time_zone
  const limits = () => {
    const { deadline_seconds, result_kb, ...redaction } = settings.get(gatewaySetting)
    return { deadlineMs: deadline_seconds * 1000, resultBytes: result_kb * 1024, redaction }
  }
  let own: readonly ToolSource[] | undefined
  const ownSources = () => (own ??= [new OperationsSource(parts.operations(), parts.run()), new OwnSource(ownContext)])
  const upstreams = createUpstreams({
    ...parts,
    ownNames: () => new Set(ownSources().flatMap((source) => source.tools().map(({ name }) => name))),
    createMonitor: () => verbNamed(parts.operations(), 'create-monitor'),
    warn: (message) => log.warn(message),
  })
  const servers = new ServerBook(database)
  const sources = joined(ownSources, () => upstreams.desk.sources())
  const catalogue = new ToolCatalogue(sources, () => upstreams.desk.heldNames())
  const calls = new CallLog({
    database,
    clock,
    audit: parts.writeAudits,
    warn: (message) => log.warn(message),
    async stored(tx, ended) {
      const personIds = [...new Set(ended.map(({ actor }) => personOf(actor)))].filter((id) => id !== null)
      await tx.emit(callsRecorded, { personIds, count: ended.length })
    },
  })
  const desk = new LimitDesk({ database, clock, timeZone, open: (tx, opened) => calls.open(tx, opened) })
  const gateway = new Gateway({
    clock,
    catalogue,
    desk,
    log: calls,
    settings: limits,
    timeZone,
    onFault: (tool, error) => log.error({ err: error, tool }, `a tool failed on our side: ${errorMessage(error)}`),
  })
  const addresses = new Addresses({
    catalogue,
    virtualServers: () => servers.bySlug,
    bearers: () => upstreams.desk.bearers(),
    searchAbove: () => settings.get(gatewaySetting).search_above,
  })
  const service: GatewayService = {
    gateway,
    toolsFor: (actor) => [...catalogue.tools().values()].filter((tool) => mayUse(actor, tool)),
    toolNamed: (name) => catalogue.tools().get(name),
    sources,
    server: (actor, slug) => addresses.at(actor, slug),
    preview: (actor, server) => addresses.preview(actor, server),
    timeZone,
  }
  services.provide(gatewayKey, service)

  events.after(serversChanged, lookAtServers)

  async function lookAtServers(): Promise<void> {
    const before = servers.bySlug
    await servers.load()
    if (servers.bySlug !== before) events.tell(toolsOffered, {})
  }

  const ownContext = (call: SourceCall): OwnToolContext => ({
    ...call,
    database,
    clock,
    services,
    async refresh() {
      await upstreams.desk.refreshAll(refreshWaitMs, call.signal)
      return service.toolsFor(call.actor).length
    },
    describe(name) {
      const tool = catalogue.tools().get(name)
      return tool && mayUse(call.actor, tool) ? viewTool(service, tool, call.language) : undefined
    },
  })

  const again = new LookAgain(
    clock,
    async () => {
      await upstreams.look()
      await lookAtServers()
    },
    (message) => log.warn(message),
  )
  const keepDays = () => settings.get(gatewaySetting).keep_days
  const jobs = callJobs({ database, clock, keepDays, deadlineMs: () => limits().deadlineMs })
  const live = [pushUsage, pushTools].map((push) => push({ events, clock, hub: services.use(hubKey) }))
  return {
    room: {
      name: 'gateway',
      operations: gatewayOperations,
      jobs: [...jobs, ...upstreams.jobs, purgeRemoved({ database, clock })],
      async start() {
        await servers.load()
        await upstreams.start()
        again.start()
      },
      async stop(deadline) {
        again.stop()
        await upstreams.stop()
        await calls.drain(deadline)
        for (const push of live) push.stop()
      },
    },
    service,
  }
}

/** Two lists as one, which stays the same as long as neither changes. */
function joined(first: () => readonly ToolSource[], second: () => readonly ToolSource[]) {
  let made: readonly ToolSource[] = []
  let of: readonly (readonly ToolSource[])[] = []
  return (): readonly ToolSource[] => {
    const [a, b] = [first(), second()]
    if (of[0] === a && of[1] === b) return made
    of = [a, b]
    made = [...a, ...b]
    return made
  }
}

function verbNamed(operations: readonly AnyOperation[], name: string): AnyOperation {
  const verb = operations.find((operation) => operation.name === name)
  if (!verb) throw new Error(`there is no verb ${name}`)
  return verb
}
