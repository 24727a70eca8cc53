import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { createAlerts } from '#features/alerts/index.ts'
import { addArtifactDownloads, artifactsKey, artifactsSetting, createArtifacts } from '#features/artifacts/index.ts'
import { addAuditExport, createAudit } from '#features/audit/index.ts'
import { type AnyCheckKind, createChecks } from '#features/checks/index.ts'
import { addCallExports, createGateway, gatewaySetting, openMcp } from '#features/gateway/index.ts'
import { addSignInExport, createIdentity, peopleKey } from '#features/identity/index.ts'
import { createIncidents } from '#features/incidents/index.ts'
import { createProjects } from '#features/projects/index.ts'
import { createResults } from '#features/results/index.ts'
import { createSchedule, installationName, Sentinel, type SlotWork, sentinelSetting } from '#features/schedule/index.ts'
import {
  createSettings,
  generalSetting,
  identityPolicy,
  monitoringSetting,
  outboundSetting,
  rateRules,
  retentionOf,
} from '#features/settings/index.ts'
import { addSignalDoor, createSignals } from '#features/signals/index.ts'
import { type Clock, systemClock } from '#kernel/clock.ts'
import type { Room } from '#kernel/room.ts'
import { Services } from '#kernel/service.ts'
import { createBrowsers } from '#platform/browser/index.ts'
import { createLocalBus } from '#platform/bus/local.ts'
import { createRedisBus } from '#platform/bus/redis.ts'
import type { Database } from '#platform/db/contract.ts'
import { EventDispatcher } from '#platform/db/events.ts'
import { loadMigrations, migrate } from '#platform/db/migrate.ts'
import { openSqlite } from '#platform/db/sqlite.ts'
import { serveConsole } from '#platform/http/console-files.ts'
import { addDocs } from '#platform/http/docs.ts'
import { addHealthRoutes, type HealthProbe } from '#platform/http/health.ts'
import { createHttp } from '#platform/http/server.ts'
import type { Logger } from '#platform/log/log.ts'
import { openUpstream } from '#platform/mcp/index.ts'
import { createMetrics } from '#platform/metrics.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import { createRunner, type RunOperation } from '#platform/operations/runner.ts'
import { createOutbound, outboundKey } from '#platform/outbound/index.ts'
import { createLocalQueue } from '#platform/queue/local.ts'
import { createRedisQueue } from '#platform/queue/redis.ts'
import { loadSecretKeys } from '#platform/secrets/key-file.ts'
import { createSealer, sealerKey } from '#platform/secrets/sealer.ts'
import { addWebSocketDoor, hubKey, LiveHub } from '#platform/ws/index.ts'
import { type Config, listensOnLoopback, ownDoors, ownStores, pinnedSettings } from './config.ts'

export interface App {
  readonly operations: readonly AnyOperation[]
  readonly run: RunOperation
  readonly http: FastifyInstance
  readonly database: Database
  readonly services: Services
  readonly metrics: Registry
  /** While there is no account: what the first one must bring, where other machines can reach us. */
  firstAccount(): Promise<{ readonly setupCode: string | null } | null>
  /** The rooms begin their work. Opening the HTTP door is the caller's, once this has resolved. */
  start(): Promise<void>
  /** Drains within `drainMs`, in reverse order of starting; idempotent. */
  stop(drainMs?: number): Promise<void>
}

export interface AppOptions {
  readonly log: Logger
  readonly clock?: Clock
  /** Tests: every answer must fit its schema. */
  readonly checkOutput?: boolean
}

export const version = '0.1.0'
const consoleFolder = fileURLToPath(new URL('../../console/dist', import.meta.url))
const migrationsFolder = new URL('../migrations', import.meta.url)

/** Constructs and joins everything; nothing runs before `start`. */
export async function createApp(config: Config, options: AppOptions): Promise<App> {
  const { log, clock = systemClock } = options
  const warn = (message: string) => log.warn(message)
  const events = new EventDispatcher(warn)
  const database = await openStore(config, events, log, clock.now())
  const services = new Services()
  const metrics = createMetrics()
  const installation = await installationName(database)
  const { queue, bus } = await openNews(config, installation, warn).catch(async (error) => {
    await database.close()
    throw error
  })
  events.relayThrough(bus)
  bus.onMessage((name, payload) => events.dispatch(name, payload))
  const sealer = createSealer(loadSecretKeys(config, warn))
  const setupCode = listensOnLoopback(config.host) ? null : randomBytes(9).toString('base64url')
  const [schedules, works] = [config.roles.includes('scheduler'), config.roles.includes('worker')]

  const audit = createAudit({ clock })
  const { writeAudit } = audit
  const policy = () => identityPolicy(settings)
  const identity = createIdentity({ database, events, clock, services, writeAudit, setupCode, policy, warn })
  const { room: settingsRoom, settings } = createSettings({
    database,
    events,
    clock,
    services,
    sealer,
    definitions: [sentinelSetting, artifactsSetting, gatewaySetting],
    pinned: pinnedSettings(config),
    warn,
  })
  const timeZone = () => settings.get(generalSetting).time_zone
  let ownPlaces = ownStores(config)
  const outbound = createOutbound({
    allowed: () => [...config.outboundAllow, ...settings.get(outboundSetting).allow],
    forbidden: () => ownPlaces,
  })
  const sentinel = new Sentinel({ outbound, clock, targets: () => settings.get(sentinelSetting).targets })
  const hub = new LiveHub()
  services.provide(sealerKey, sealer).provide(outboundKey, outbound).provide(hubKey, hub)

  const browsers = createBrowsers({
    outbound,
    path: config.chromium,
    playwrightFolder: config.playwrightFolder,
    sandbox: config.browserSandbox,
    most: () => settings.get(monitoringSetting).browser_concurrency,
    warn,
  })
  const { room: checksRoom, checks } = createChecks({
    outbound,
    browsers,
    keepFiles: (owner, files) => services.use(artifactsKey).keep(owner, files),
    clock,
    services,
    isConnected: sentinel.isConnected,
    onFault: (kind, error) => log.error({ err: error, kind }, 'a check failed on our side'),
  })
  const { room: projectsRoom, projects } = createProjects({
    database,
    events,
    clock,
    services,
    sealer,
    kinds: checks,
    outbound,
    owners: services.use(peopleKey),
    minCheckInterval: () => settings.get(monitoringSetting).min_check_interval,
    timeZone,
  })
  const { room: signalsRoom } = createSignals({
    database,
    events,
    clock,
    services,
    sealer,
    kinds: checks,
    listens: config.roles.includes('api'),
    publicUrl: () => settings.get(generalSetting).public_url?.replace(/\/+$/, '') ?? null,
    warn,
  })
  const { room: artifactsRoom } = createArtifacts({
    database,
    events,
    clock,
    services,
    projects,
    browsers,
    keepDays: () => settings.get(artifactsSetting).keep_days,
    wantsPictures: () => settings.get(artifactsSetting).project_pictures,
  })
  const results = createResults({
    database,
    events,
    clock,
    services,
    log,
    timeZone,
    retention: () => retentionOf(settings),
    isResponseTime: (kind) => isQuick(checks.kindOf(kind)),
    metrics,
  })
  const incidents = createIncidents({ database, events, clock, services, timeZone })
  const { room: alertsRoom, alerts } = createAlerts({ database, events, clock, log, services, sends: works, metrics })
  const { room: scheduleRoom, schedule } = createSchedule({
    database,
    events,
    clock,
    services,
    projects,
    checks,
    recorder: results.recorder,
    alerts,
    sentinel,
    queue,
    roles: { schedules, works },
    limits: () => {
      const { http_concurrency, per_host_concurrency } = settings.get(monitoringSetting)
      return { checksAtOnce: http_concurrency, checksPerHost: per_host_concurrency }
    },
    ownCap: (lane, cap) => (lane === 'browser' ? settings.get(monitoringSetting).browser_concurrency : cap),
    jobs: () => rooms.flatMap((room) => room.jobs ?? []),
    timeZone,
    metrics,
    warn,
  })

  const { room: gatewayRoom, service: gateway } = createGateway({
    database,
    events,
    clock,
    log,
    services,
    settings,
    operations: () => operations,
    run: () => run,
    writeAudits: audit.writeAudits,
    openUpstream: (link) =>
      openUpstream({
        ...link,
        outbound,
        clock,
        version,
        onError: (line) => log.debug({ line }, 'a program that is an upstream server says'),
      }),
    programs: config.programs,
    serves: config.roles.includes('api'),
  })

  const rooms: readonly Room<AnyOperation>[] = [
    audit.room,
    identity.room,
    settingsRoom,
    checksRoom,
    projectsRoom,
    artifactsRoom,
    signalsRoom,
    results.room,
    incidents.room,
    alertsRoom,
    scheduleRoom,
    gatewayRoom,
  ]
  const operations = rooms.flatMap((room) => room.operations ?? [])
  const checking = options.checkOutput ? { checkOutput: true } : {}
  const run = createRunner({ database, clock, services, writeAudit, ...checking })

  const serves = config.roles.includes('api')
  const http = await createHttp({
    operations: serves ? operations : [],
    run,
    authenticate: identity.authenticate,
    rateRules: rateRules(settings),
    onLimited: identity.noteLimited,
    defaultLanguage: () => settings.get(generalSetting).language,
    trustedProxies: config.trustedProxies,
    log,
    now: clock.now,
  })
  http.addHook('onListen', async () => {
    const listening = http.server.address()
    if (typeof listening === 'object' && listening) ownPlaces = [...ownStores(config), ...ownDoors(listening)]
  })
  const probes: HealthProbe[] = [
    { name: 'store', check: () => database.problem() },
    results.probe,
    { name: 'scheduler', check: schedule.health },
    { name: 'sender', check: () => (works ? alerts.problem() : null) },
  ]
  addHealthRoutes(http, probes, metrics)
  if (serves) {
    addAuditExport(http, database)
    addSignInExport(http, database)
    addCallExports(http, database, services)
    addArtifactDownloads(http, { database, services, run, now: clock.now })
    addSignalDoor(http, { database, services, clock })
    const mayWatch = async (projectId: number) => (await projects.project(database, projectId)) !== undefined
    addWebSocketDoor(http, { hub, clock, log, mayWatch })
    openMcp(http, {
      service: gateway,
      database,
      events,
      clock,
      people: services.use(peopleKey),
      settings,
      sealer,
      version,
      authenticate: identity.authenticate,
      authenticateQuery: identity.authenticateQuery,
    })
    await addDocs(http, operations, version)
    await serveConsole(http, consoleFolder)
  }

  const started: Room<AnyOperation>[] = []
  let stopping: Promise<void> | undefined

  return {
    operations,
    run,
    http,
    database,
    services,
    metrics,
    firstAccount: async () => ((await identity.needsFirstAccount()) ? { setupCode } : null),
    async start() {
      if (config.firstAdmin) await identity.ensureFirstAdmin(config.firstAdmin)
      for (const room of rooms) {
        started.push(room)
        await room.start?.()
      }
    },
    stop: (drainMs = 9000) => (stopping ??= stop(drainMs)),
  }

  async function stop(drainMs: number): Promise<void> {
    const deadline = AbortSignal.timeout(drainMs)
    // Nobody new comes in. Requests under way have a third of the time for themselves: nearly all are done in
    // milliseconds, one that waits for a target that hangs ends with its room, and whoever still talks then is cut off.
    const closed = http.close()
    await Promise.race([closed, once(AbortSignal.timeout(Math.ceil(drainMs / 3)), 'abort')])
    for (const room of started.toReversed()) {
      await room
        .stop?.(deadline)
        .catch((error) => log.error({ err: error, room: room.name }, 'a room did not stop well'))
    }
    http.server.closeAllConnections()
    await closed
    await bus.close()
    await database.close()
  }
}

/** Opens and migrates the store that the configuration names. */
export async function openStore(config: Config, events: EventDispatcher, log: Logger, now: number): Promise<Database> {
  const warn = (message: string) => log.warn(message)
  const database = config.databaseUrl.startsWith('sqlite:')
    ? openSqlite(config.databaseUrl.slice('sqlite:'.length), events, warn)
    : (await import('#platform/db/postgres.ts')).openPostgres(config.databaseUrl, events, warn)
  const ran = await migrate(database, await loadMigrations(migrationsFolder), now).catch(async (error) => {
    await database.close()
    throw error
  })
  if (ran.length > 0) log.info({ migrations: ran }, 'the store was migrated')
  return database
}

/** How this process hears of due work and of news: alone, or through Redis with others of the same installation. */
async function openNews(config: Config, installation: string, warn: (message: string) => void) {
  const name = `checks-${installation}`
  if (config.redisUrl === null) return { queue: createLocalQueue<SlotWork>({ name, warn }), bus: createLocalBus() }
  const bus = await createRedisBus(config.redisUrl, warn, `bongsu-${installation}`)
  const queue = await createRedisQueue<SlotWork>(config.redisUrl, { name, warn }).catch(async (error) => {
    await bus.close()
    throw error
  })
  return { queue, bus }
}

/** Kinds that look every few minutes measure how a target answers; a daily certificate or a browser run does not. */
const isQuick = (kind: AnyCheckKind | undefined): boolean =>
  kind !== undefined && !kind.isSignalled && kind.ownConcurrency === undefined && kind.defaults.check_interval <= 3600
