import { type Alerts, createAlerts } from '#features/alerts/index.ts'
import { createIdentity, peopleKey } from '#features/identity/index.ts'
import { createIncidents } from '#features/incidents/index.ts'
import { createProjects } from '#features/projects/index.ts'
import { createResults } from '#features/results/index.ts'
import { createSettings } from '#features/settings/index.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Room } from '#kernel/room.ts'
import { Services } from '#kernel/service.ts'
import type { Database } from '#platform/db/contract.ts'
import { EventDispatcher } from '#platform/db/events.ts'
import { openPostgres } from '#platform/db/postgres.ts'
import { openSqlite } from '#platform/db/sqlite.ts'
import { silentLog } from '#platform/log/log.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import { createOutbound, outboundKey } from '#platform/outbound/index.ts'
import { createSealer, sealerKey } from '#platform/secrets/sealer.ts'
import { hubKey, LiveHub } from '#platform/ws/index.ts'
import { sampleCatalogue } from '../project-rooms.ts'

type AlertsOptions = Pick<Parameters<typeof createAlerts>[0], 'sends' | 'times' | 'failpoint'>

export interface AlertsProcess {
  readonly database: Database
  readonly services: Services
  readonly alerts: Alerts
  readonly room: Room<AnyOperation>
}

/** The rooms that an alert passes through, as one process of an installation holds them. The store is migrated already. */
export function openAlertsProcess(databaseUrl: string, clock: Clock, options: AlertsOptions): AlertsProcess {
  const warn = (message: string) => console.error(message)
  const events = new EventDispatcher(warn)
  const database = databaseUrl.startsWith('sqlite:')
    ? openSqlite(databaseUrl.slice('sqlite:'.length), events, warn)
    : openPostgres(databaseUrl, events, warn)
  const services = new Services()
  const sealer = createSealer(['a-key-for-tests-a-key-for-tests-a-key'])
  const outbound = createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] })
  const parts = { database, events, clock, services }
  services.provide(sealerKey, sealer).provide(outboundKey, outbound).provide(hubKey, new LiveHub())
  createIdentity({ ...parts, writeAudit: async () => undefined, setupCode: null, warn: () => undefined })
  createSettings({ ...parts, sealer, warn })
  createProjects({
    ...parts,
    sealer,
    kinds: sampleCatalogue,
    outbound,
    owners: services.use(peopleKey),
    minCheckInterval: () => 60,
    timeZone: () => 'Asia/Seoul',
  })
  createResults({
    ...parts,
    retention: () => ({ rawDays: 30, fiveMinutesDays: 30, hourDays: 90, dayMonths: 25 }),
    log: silentLog(),
    timeZone: () => 'Asia/Seoul',
    isResponseTime: () => true,
  })
  createIncidents({ ...parts, timeZone: () => 'Asia/Seoul' })
  const { alerts, room } = createAlerts({ ...parts, log: silentLog(), ...options })
  return { database, services, alerts, room }
}
