import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { createProjects, type MonitorKind, type MonitorKinds, type Projects } from '#features/projects/index.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Room } from '#kernel/room.ts'
import { Services } from '#kernel/service.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import { type AuditEntry, createRunner } from '#platform/operations/runner.ts'
import { createOutbound } from '#platform/outbound/index.ts'
import { createSealer } from '#platform/secrets/sealer.ts'
import type { TestDatabase } from './databases.ts'
import { FakeClock } from './fake-clock.ts'

/** Small check kinds with every trait the room must know: secrets in several places, a daily rhythm, none from a project. */
export const sampleKinds: Readonly<Record<string, MonitorKind>> = {
  http: {
    label: text('HTTP 점검', 'HTTP'),
    options: z.strictObject({
      url: z.url().max(2000),
      keyword: z.string().max(100).optional(),
      headers: z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]),
      auth: z.strictObject({ username: z.string(), password: z.string() }).optional(),
    }),
    defaults: { check_interval: 300, timeout: 30 },
    secrets: ['headers[].value', 'auth.password'],
    host: (options) => new URL(String(options.url)).hostname,
    fromProject: ({ url, headers }) => ({ url, headers: headers.map((header) => ({ ...header })) }),
  },
  tls: {
    label: text('인증서', 'Certificate'),
    options: z.strictObject({ host: z.string(), port: z.int().default(443) }),
    defaults: { check_interval: 86_400, timeout: 30 },
    secrets: [],
    host: (options) => String(options.host),
    fromProject: ({ url }) => (url.startsWith('https:') ? { host: new URL(url).hostname } : null),
  },
  tcp: {
    label: text('TCP 포트', 'TCP port'),
    options: z.strictObject({ host: z.string().min(1), port: z.int().min(1).max(65_535) }),
    defaults: { check_interval: 60, timeout: 10 },
    secrets: [],
    host: (options) => String(options.host),
  },
  page: {
    label: text('브라우저', 'Browser'),
    options: z.strictObject({ url: z.url() }),
    defaults: { check_interval: 1_800, timeout: 60, cycles: 6 },
    secrets: [],
    host: (options) => new URL(String(options.url)).hostname,
  },
}

export const sampleCatalogue: MonitorKinds = {
  names: Object.keys(sampleKinds),
  kindOf: (name) => (Object.hasOwn(sampleKinds, name) ? sampleKinds[name] : undefined),
}

export interface ProjectRooms {
  readonly clock: FakeClock
  readonly services: Services
  readonly projects: Projects
  readonly room: Room<AnyOperation>
  readonly audited: AuditEntry[]
  /** Runs a verb as a manager who reads English, or as somebody else. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at wire JSON, whose shape the runner has checked
  call(name: string, input?: object, actor?: Actor): Promise<any>
  close(): Promise<void>
}

export const asRole = (role: 'admin' | 'manager' | 'user' | 'viewer'): Actor => ({
  kind: 'person',
  personId: 7,
  role,
  sessionId: 1,
  name: role,
})

/** The projects room on a real store, behind the real runner. */
export async function openProjectRooms(
  store: TestDatabase,
  options: { minCheckInterval?: number } = {},
): Promise<ProjectRooms> {
  const clock = new FakeClock()
  const services = new Services()
  const { database, events } = store
  const { room, projects } = createProjects({
    database,
    events,
    clock,
    services,
    sealer: createSealer(['a-key-for-tests-a-key-for-tests-a-key']),
    kinds: sampleCatalogue,
    outbound: createOutbound({ allowed: () => [], forbidden: () => [] }),
    owners: { byIds: (db, ids) => db.all(`select id, name from person where id in (${ids.join(', ')})`) },
    minCheckInterval: () => options.minCheckInterval ?? 60,
    timeZone: () => 'Asia/Seoul',
  })
  await room.start?.()
  const audited: AuditEntry[] = []
  const run = createRunner({
    database,
    clock,
    services,
    writeAudit: async (_tx, entry) => void audited.push(entry),
    checkOutput: true,
  })
  const verbs = new Map(room.operations?.map((operation) => [operation.name, operation]))
  return {
    clock,
    services,
    projects,
    room,
    audited,
    call(name, input = {}, actor = asRole('manager')) {
      const operation = verbs.get(name)
      if (!operation) throw new Error(`there is no operation "${name}"`)
      const signal = new AbortController().signal
      return run(operation, input, { actor, language: 'en', origin: { door: 'http' }, signal })
    },
    async close() {
      await room.stop?.(new AbortController().signal)
    },
  }
}
