import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Alerts, createAlerts } from '#features/alerts/index.ts'
import { createIdentity } from '#features/identity/index.ts'
import { createSettings, type Settings } from '#features/settings/index.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Room } from '#kernel/room.ts'
import { silentLog } from '#platform/log/log.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import { createRunner } from '#platform/operations/runner.ts'
import { createOutbound, outboundKey } from '#platform/outbound/index.ts'
import { createSealer, sealerKey } from '#platform/secrets/sealer.ts'
import { hubKey, LiveHub } from '#platform/ws/index.ts'
import { nextDueAt } from '../src/features/alerts/outbox/due-store.ts'
import type { TestDatabase } from './databases.ts'
import { asRole } from './project-rooms.ts'
import { openWatchRooms, type WatchRooms } from './watch-rooms.ts'

type AlertsParts = Parameters<typeof createAlerts>[0]

export interface AlertRooms extends WatchRooms {
  readonly alerts: Alerts
  readonly settings: Settings
  readonly hub: LiveHub
  readonly alertsRoom: Room<AnyOperation>
  /** Lets the sender work until it has nothing left to do at this moment of the clock. */
  settle(): Promise<void>
  /** Moves the clock from one due message to the next, letting the sender finish each: no try runs into its limit. */
  pass(ms: number): Promise<void>
  /** Changes a setting the way an administrator does. */
  set(key: 'general' | 'smtp', value: Record<string, unknown>): Promise<void>
}

/** The sender knows what it waits for; looking around meanwhile would only cost the tests time. */
const rarePolls = { pollMs: 1_000_000_000 }

const testPublicUrl = 'https://bongsu.example.com'

/** Everything from looks to messages on a real store, with the real way out to servers on loopback. */
export async function openAlertRooms(
  store: TestDatabase,
  options: Pick<AlertsParts, 'times' | 'failpoint'> = {},
): Promise<AlertRooms> {
  const rooms = await openWatchRooms(store)
  const { clock, services } = rooms
  const { database, events } = store
  const sealer = createSealer(['a-key-for-tests-a-key-for-tests-a-key'])
  const hub = new LiveHub()
  createIdentity({
    database,
    events,
    clock,
    services,
    writeAudit: async () => undefined,
    setupCode: null,
    warn: () => undefined,
  })
  const { settings, room: settingsRoom } = createSettings({
    database,
    events,
    clock,
    services,
    sealer,
    warn: () => undefined,
  })
  services
    .provide(sealerKey, sealer)
    .provide(outboundKey, createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] }))
    .provide(hubKey, hub)
  const { alerts, room } = createAlerts({
    database,
    events,
    clock,
    services,
    log: silentLog(),
    ...options,
    times: { ...rarePolls, ...options.times },
  })
  const run = createRunner({
    database,
    clock,
    services,
    writeAudit: async (_tx, entry) => void rooms.audited.push(entry),
    checkOutput: true,
  })
  const verbs = new Map([...(room.operations ?? []), ...(settingsRoom.operations ?? [])].map((one) => [one.name, one]))
  await room.start?.()

  const call = async (name: string, input = {}, actor: Actor = asRole('manager')) => {
    const verb = verbs.get(name)
    if (!verb) return rooms.call(name, input, actor)
    return run(verb, input, { actor, language: 'en', origin: { door: 'http' }, signal: new AbortController().signal })
  }
  const set: AlertRooms['set'] = async (key, value) => {
    await call('update-setting', { key, value }, asRole('admin'))
    // The registry takes it over after the commit.
    await new Promise((resolve) => setImmediate(resolve))
  }
  await set('general', { public_url: testPublicUrl })

  const settle = async (): Promise<void> => {
    // A round, its tries and the round after them each need some turns of the loop; real sockets need real time.
    for (let quiet = 0; quiet < 2; ) {
      await clock.advance(0)
      await new Promise((resolve) => setTimeout(resolve, 3))
      const { isResting, inFlight } = alerts.health()
      quiet = isResting && inFlight === 0 ? quiet + 1 : 0
    }
  }

  return {
    ...rooms,
    alerts,
    settings,
    hub,
    alertsRoom: room,
    call,
    set,
    settle,
    async pass(ms) {
      const end = clock.now() + ms
      await settle()
      while (clock.now() < end) {
        const next = (await nextDueAt(database, clock.now())) ?? end
        await clock.advance(Math.max(1, Math.min(next, end) - clock.now()))
        await settle()
      }
    },
    async close() {
      await room.stop?.(AbortSignal.timeout(5000))
      await rooms.close()
    },
  }
}

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever JSON a channel sent
  readonly json: any
}

export interface Receiver {
  readonly url: string
  readonly received: Received[]
  /** What to answer from now on; 200 with no body unless said. `hangUp` closes the connection after reading. */
  answer: (request: Received, response: ServerResponse) => unknown
  close(): Promise<void>
}

export const hangUp = Symbol('hang up')

/** A real HTTP server that remembers what it was sent. */
export async function openReceiver(port = 0): Promise<Receiver> {
  const received: Received[] = []
  const server: Server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const json = parse(text)
    const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, text, json }
    received.push(one)
    if ((await receiver.answer(one, response)) === hangUp) request.socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (_request, response) => response.end(),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return receiver
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export async function insertTestPerson(
  store: TestDatabase,
  fields: {
    email?: string
    name?: string
    role?: string
    language?: string
    emailNotifications?: boolean
    isEnabled?: boolean
  } = {},
): Promise<number> {
  const {
    email = `p${Math.random()}@example.com`,
    name = '홍길동',
    role = 'user',
    language = 'ko',
    emailNotifications = true,
    isEnabled = true,
  } = fields
  const [row] = await store.database.transaction((tx) =>
    tx.all<{ id: number }>(
      `insert into person (email, name, password_hash, role, is_enabled, is_approved, theme, language, time_zone,
         email_notifications, created_at, updated_at)
       values (?, ?, 'x', ?, ?, 1, 'system', ?, 'Asia/Seoul', ?, 0, 0) returning id`,
      [email, name, role, isEnabled ? 1 : 0, language, emailNotifications ? 1 : 0],
    ),
  )
  return row?.id as number
}
