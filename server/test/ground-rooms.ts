import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { addAuditExport, createAudit } from '#features/audit/index.ts'
import { addSignInExport, createIdentity, type Identity } from '#features/identity/index.ts'
import {
  createSettings,
  identityPolicy,
  type PinnedFields,
  rateRules,
  type Settings,
} from '#features/settings/index.ts'
import { Services } from '#kernel/service.ts'
import { createHttp } from '#platform/http/server.ts'
import { silentLog } from '#platform/log/log.ts'
import { createRunner, type RunOperation } from '#platform/operations/runner.ts'
import { createOutbound, outboundKey } from '#platform/outbound/index.ts'
import { createSealer } from '#platform/secrets/sealer.ts'
import type { TestDatabase } from './databases.ts'
import { FakeClock } from './fake-clock.ts'

export interface GroundRooms {
  readonly clock: FakeClock
  readonly services: Services
  readonly identity: Identity
  readonly settings: Settings
  readonly run: RunOperation
  readonly http: FastifyInstance
  /** A request as a program or a browser sends it; JSON in and out. */
  send(method: string, path: string, options?: SendOptions): Promise<Answer>
  close(): Promise<void>
}

export interface SendOptions {
  readonly body?: object | undefined
  readonly token?: string | undefined
  readonly cookies?: Record<string, string> | undefined
  readonly headers?: Record<string, string> | undefined
  readonly from?: string | undefined
}

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look at wire JSON, whose shape the runner has checked
  readonly body: any
  readonly headers: LightMyRequestResponse['headers']
  readonly cookies: Record<string, string>
}

export interface GroundOptions {
  readonly setupCode?: string | null
  readonly secretKeys?: readonly string[]
  readonly pinned?: PinnedFields
  /** Requests per minute as the settings say; tests otherwise send as many as they like. */
  readonly limited?: boolean
  warn?(message: string): void
  readonly clock?: FakeClock
}

export const testSecretKey = 'a-key-for-tests-a-key-for-tests-a-key'

/** Audit, identity and settings behind a real HTTP door, as app.ts joins them, on the given store. */
export async function openGroundRooms(store: TestDatabase, options: GroundOptions = {}): Promise<GroundRooms> {
  const clock = options.clock ?? new FakeClock()
  const services = new Services()
  const { database, events } = store
  const audit = createAudit({ clock })
  const identity = createIdentity({
    database,
    events,
    clock,
    services,
    writeAudit: audit.writeAudit,
    policy: () => identityPolicy(settings),
    setupCode: options.setupCode ?? null,
    warn: options.warn ?? (() => undefined),
  })
  const { room, settings } = createSettings({
    database,
    events,
    clock,
    services,
    sealer: createSealer(options.secretKeys ?? [testSecretKey]),
    pinned: options.pinned ?? {},
    warn: options.warn ?? (() => undefined),
  })
  services.provide(outboundKey, createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] }))
  const run = createRunner({ database, clock, services, writeAudit: audit.writeAudit, checkOutput: true })
  const http = await createHttp({
    operations: [audit.room, identity.room, room].flatMap(({ operations }) => operations ?? []),
    run,
    authenticate: identity.authenticate,
    rateRules: options.limited ? rateRules(settings) : () => ({ max: 1_000_000, windowMs: 60_000 }),
    onLimited: identity.noteLimited,
    defaultLanguage: () => 'ko',
    trustedProxies: 1,
    log: silentLog(),
    now: () => clock.now(),
  })
  addAuditExport(http, database)
  addSignInExport(http, database)
  await room.start?.()
  return {
    clock,
    services,
    identity,
    settings,
    run,
    http,
    send: (method, path, sent) => send(http, method, path, sent),
    async close() {
      await http.close()
      await room.stop?.(new AbortController().signal)
      await identity.room.stop?.(new AbortController().signal)
    },
  }
}

async function send(
  http: FastifyInstance,
  method: string,
  path: string,
  { body, token, cookies, headers, from }: SendOptions = {},
): Promise<Answer> {
  const answer = await http.inject({
    method: method as NonNullable<InjectOptions['method']>,
    url: path,
    ...(body === undefined ? {} : { payload: body }),
    ...(cookies === undefined ? {} : { cookies }),
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(from === undefined ? {} : { 'x-forwarded-for': from }),
      ...headers,
    },
  })
  return {
    status: answer.statusCode,
    body: answer.body === '' ? null : JSON.parse(answer.body),
    headers: answer.headers,
    cookies: Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value])),
  }
}
