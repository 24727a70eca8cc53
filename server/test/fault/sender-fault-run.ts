import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { text } from '@bongsu/contract/text.ts'
import { type StateChanged, stateChanged } from '#features/incidents/index.ts'
import type { Clock } from '#kernel/clock.ts'
import { systemActor } from '#kernel/operation.ts'
import type { Database, Engine } from '#platform/db/contract.ts'
import { loadMigrations, migrate } from '#platform/db/migrate.ts'
import { createRunner } from '#platform/operations/runner.ts'
import { hangUp, openReceiver, type Received } from '../alert-rooms.ts'
import { createPostgresDatabase } from '../databases.ts'
import { type AlertsProcess, openAlertsProcess } from './alerts-process.ts'
import { brokenPromises, type Heard, type Transition } from './check-deliveries.ts'
import { quickClock } from './quick-clock.ts'
import { between, pick, seeded } from './random.ts'

export interface FaultRun {
  readonly engine: Engine
  readonly seed: number
  readonly kills: number
  readonly incidents: number
  readonly channels: number
  /** Whether bursts are joined; without that every transition is a message of its own, which is harder to keep in order. */
  readonly joinsStorms: boolean
}

export interface FaultReport extends FaultRun {
  readonly broken: readonly string[]
  readonly transitions: number
  readonly messages: number
  /** Messages whose receiver took them more than once. */
  readonly repeated: number
  readonly seconds: number
}

/** Peace comes that much later, so that every message has come due however long it had been told to wait. */
const longestWaitMs = 40 * 3_600_000
/** An hour passes in 45 s: the first six waits of the schedule are seen in full. */
const factor = 80
const childScript = fileURLToPath(new URL('./sender-child.ts', import.meta.url))

/**
 * Outages come and go while the process that sends is killed again and again, at the two places where it hurts most and
 * at any other; receivers fail, hang up and stall. In the end one process is left in peace, and everything must have
 * been heard.
 */
export async function runSenderFault(run: FaultRun): Promise<FaultReport> {
  const startedAt = performance.now()
  const random = seeded(run.seed)
  const base = Date.now()
  const stormSize = run.joinsStorms ? 5 : 1_000_000
  const store = await openStore(run.engine)
  const clock = quickClock(base, factor)
  const planner = openAlertsProcess(store.url, clock, { sends: false })
  const receiver = await openReceiver()
  const heard: Heard[] = []
  let isPeace = false
  receiver.answer = async (received, response) => {
    const mood = isPeace
      ? 'take'
      : pick(random, ['take', 'take', 'take', 'take', 'refuse', 'hang up', 'stall'] as const)
    heard.push(heardOf(received, mood === 'take'))
    if (mood === 'hang up') return hangUp
    if (mood === 'stall') await wait(between(random, 20, 400))
    return response.writeHead(mood === 'take' ? 200 : 500).end()
  }
  const channels = Array.from({ length: run.channels }, (_, index) => `/channel-${index}`)
  const committed: Transition[] = []
  let child: ChildProcess | undefined
  try {
    await migrate(planner.database, await loadMigrations(new URL('../../migrations', import.meta.url)), clock.now())
    for (const path of channels) await createChannel(planner, clock, receiver.url + path)
    const story = tellStory(planner.database, run, random, committed, () => clock.now())
    for (let kill = 0; kill < run.kills; kill++) {
      const point = pick(random, ['claimed', 'answered', 'none'] as const)
      child = await startChild([store.url, base, factor, point, between(random, 0, 6), stormSize])
      const exited = once(child, 'exit')
      await Promise.race([exited, wait(between(random, 30, 250))])
      child.kill('SIGKILL')
      await exited
    }
    await story
    isPeace = true
    child = await startChild([store.url, base, factor, 'none', 0, stormSize, longestWaitMs])
    await untilSettled(planner.database)
    child.kill('SIGTERM')
    await once(child, 'exit')
    const taken = heard.filter((one) => one.isTaken)
    return {
      ...run,
      broken: brokenPromises(committed, channels, heard),
      transitions: committed.length,
      messages: taken.length,
      repeated: taken.length - new Set(taken.map((one) => `${one.channel} ${one.id}`)).size,
      seconds: Math.round((performance.now() - startedAt) / 1000),
    }
  } finally {
    child?.kill('SIGKILL')
    await receiver.close()
    await planner.database.close()
    await store.drop()
  }
}

async function openStore(engine: Engine): Promise<{ url: string; drop: () => Promise<void> }> {
  if (engine === 'postgres') return createPostgresDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-fault-'))
  return {
    url: `sqlite:${join(folder, 'bongsu.db')}`,
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function startChild(words: readonly (string | number)[]): Promise<ChildProcess> {
  const child = fork(childScript, words.map(String), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await Promise.race([once(child, 'message'), once(child, 'exit')])
  return child
}

/** Each incident is an outage and its end, in two transactions some moments apart, as the recorder would write them. */
async function tellStory(
  database: Database,
  run: FaultRun,
  random: () => number,
  committed: Transition[],
  now: () => number,
): Promise<void> {
  const open: number[] = []
  let changeId = 0
  const write = async (incidentId: number, what: 'down' | 'recovered') => {
    await database.transaction((tx) => tx.emit(stateChanged, changeOf(++changeId, incidentId, what, now())))
    committed.push({ incidentId, event: what })
  }
  for (let incidentId = 1; incidentId <= run.incidents || open.length > 0; ) {
    const canOpen = incidentId <= run.incidents
    if (canOpen && (open.length === 0 || random() < 0.55)) {
      await write(incidentId, 'down')
      open.push(incidentId)
      incidentId += 1
    } else {
      const [ended] = open.splice(between(random, 0, open.length - 1), 1)
      await write(ended as number, 'recovered')
    }
    await wait(between(random, 0, 60))
  }
}

const changeOf = (changeId: number, incidentId: number, what: 'down' | 'recovered', at: number): StateChanged => ({
  changeId,
  monitorId: incidentId,
  projectId: 1,
  monitorName: `monitor ${incidentId}`,
  projectTitle: 'fault run',
  kind: 'http',
  from: what === 'down' ? 'up' : 'down',
  to: what === 'down' ? 'down' : 'up',
  at,
  confirmedAt: at,
  incidentId,
  what,
  message: text(what, what),
  errorCode: null,
  durationMs: null,
  downForMs: null,
  failures: 3,
  suppressed: null,
})

/** Through the verb that people use, so that the secret is sealed as it always is. */
async function createChannel({ database, services, room }: AlertsProcess, clock: Clock, url: string): Promise<void> {
  const verb = room.operations?.find((one) => one.name === 'create-channel')
  if (!verb) throw new Error('there is no verb create-channel')
  const run = createRunner({ database, clock, services, writeAudit: async () => undefined })
  const call = {
    actor: systemActor('fault run'),
    language: 'ko',
    origin: { door: 'system' },
    signal: new AbortController().signal,
  } as const
  await run(verb, { kind: 'webhook', name: url, options: { url }, events: ['down', 'recovered'] }, call)
}

async function untilSettled(database: Database): Promise<void> {
  const deadline = Date.now() + 120_000
  for (;;) {
    const [row] = await database.all<{ open: number }>(
      "select count(*) as open from delivery where state in ('pending', 'claimed', 'held')",
    )
    if (row?.open === 0) return
    if (Date.now() > deadline) throw new Error(`${row?.open} deliveries are still open after two minutes of peace`)
    await wait(100)
  }
}

interface Body {
  readonly data: {
    readonly event: string
    readonly incident_id: number | null
    readonly includes: readonly {
      readonly delivery_id: string
      readonly event: string
      readonly incident_id: number | null
    }[]
  }
}

function heardOf({ path, headers, json }: Received, isTaken: boolean): Heard {
  const { data } = json as Body
  return {
    channel: path,
    id: String(headers['webhook-id']),
    event: data.event,
    incidentId: data.incident_id,
    includes: data.includes.map((one) => ({ id: one.delivery_id, event: one.event, incidentId: one.incident_id })),
    isTaken,
  }
}
