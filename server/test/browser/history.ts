import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from '@bongsu/contract/text.ts'
import type { Outcome } from '#features/checks/index.ts'
import { type Monitor, projectsKey } from '#features/projects/index.ts'
import { recorderKey } from '#features/results/index.ts'
import { type Clock, day, hour, minute, systemClock } from '#kernel/clock.ts'
import { silentLog } from '#platform/log/log.ts'
import type { Call } from '#platform/operations/runner.ts'
import { type App, createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { testLook } from '../looks.ts'
import { addPastCalls } from './past-calls.ts'
import { addPastRun } from './past-run.ts'

export interface PastService {
  readonly title: string
  readonly url: string
  readonly category?: string
  readonly tags?: readonly string[]
  readonly description?: string
  /** Ms of an ordinary answer. */
  readonly usualMs: number
  /** Hours ago, and for how many minutes it did not answer. */
  readonly outages?: readonly Span[]
  /** The same for answers far slower than usual. */
  readonly slow?: readonly Span[]
  /** More than this is degraded. */
  readonly timeLimit?: number
}

/** How far back, and how often was looked: the older, the thinner, as nobody looks closely there. */
const stretches = [
  { from: 30 * day, every: hour },
  { from: 7 * day, every: 15 * minute },
  { from: 26 * hour, every: 5 * minute },
] as const

/**
 * A data folder with a month of watching behind it: projects made then, and every look since recorded and judged by the
 * product's own rooms, under a clock that was moved. Nobody was told: there were no channels yet.
 */
export async function pastDataFolder(
  services: readonly PastService[],
  environment: Record<string, string>,
): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bongsu-past-'))
  const now = Math.floor(Date.now() / minute) * minute
  let at = now - stretches[0].from
  const clock: Clock = { ...systemClock, now: () => at }
  const config = readConfig({ ...environment, BONGSU_DATA_DIR: dataDir, BONGSU_ROLES: 'api' })
  const app = await createApp(config, { log: silentLog(), clock })
  try {
    await app.start()
    const watched = await addServices(app, services)
    const random = randomFrom(11)
    const recorder = app.services.use(recorderKey)
    for (const moments of batchesUntil(now, services)) {
      at = moments.at(-1) as number
      const looks = moments.flatMap((slotAt) =>
        watched.map(({ monitor, service }) => lookAt(service, monitor, slotAt, now, random)),
      )
      for (const look of looks) void recorder.record(look)
      await recorder.drain()
    }
    await addPastCalls(app.database, now, random)
    for (const { monitor } of watched)
      await addPastRun(app.database, { projectId: monitor.projectId, monitorId: monitor.id }, now)
  } finally {
    await app.stop()
  }
  return dataDir
}

interface Watched {
  readonly service: PastService
  readonly monitor: Monitor
}

async function addServices(app: App, services: readonly PastService[]): Promise<Watched[]> {
  const create = app.operations.find(({ name }) => name === 'create-project')
  if (!create) throw new Error('there is no operation create-project')
  const call = await callOfAdmin(app)
  const watched: Watched[] = []
  for (const service of services) {
    const { title, url, category, tags, description, timeLimit } = service
    const input = {
      ...{ title, url },
      ...(category === undefined ? {} : { category }),
      ...(tags === undefined ? {} : { tags }),
      ...(description === undefined ? {} : { description }),
      ...(timeLimit === undefined ? {} : { time_limit: timeLimit }),
    }
    const { id } = (await app.run(create, input, call)) as { id: number }
    const [monitor] = await app.services.use(projectsKey).monitorsOf(app.database, id)
    if (monitor) watched.push({ service, monitor })
  }
  return watched
}

async function callOfAdmin(app: App): Promise<Call> {
  const [admin] = await app.database.all<{ id: number }>('select id from person order by id limit 1')
  return {
    actor: { kind: 'person', personId: Number(admin?.id), role: 'admin', sessionId: 0, name: 'admin' },
    language: 'en',
    origin: { door: 'cli' },
    signal: new AbortController().signal,
  }
}

/** The moments of all stretches, in order. */
function* momentsUntil(now: number): Generator<number> {
  for (const [index, { from, every }] of stretches.entries()) {
    const end = now - (stretches[index + 1]?.from ?? 0)
    for (let at = now - from; at < end; at += every) yield at
  }
}

/** Quiet hours together, which is quick; a moment in which a state may change alone, so that it is judged in its time. */
function* batchesUntil(now: number, services: readonly PastService[]): Generator<readonly number[]> {
  const most = 48
  const spans = services.flatMap(({ outages = [], slow = [] }) => [...outages, ...slow])
  let batch: number[] = []
  for (const at of momentsUntil(now)) {
    const isAlone = spans.some((span) => isWithin(span, at, now, 2 * hour))
    if (batch.length > 0 && (isAlone || batch.length === most)) {
      yield batch
      batch = []
    }
    if (isAlone) yield [at]
    else batch.push(at)
  }
  if (batch.length > 0) yield batch
}

type Span = readonly [hoursAgo: number, minutes: number]

/** Whether a moment lies in a span, or up to `afterMs` behind its end. */
function isWithin([hoursAgo, minutes]: Span, at: number, now: number, afterMs = 0): boolean {
  const from = now - hoursAgo * hour
  return at >= from && at < from + minutes * minute + afterMs
}

function lookAt(service: PastService, monitor: Monitor, slotAt: number, now: number, random: () => number) {
  const { outages = [], slow = [] } = service
  const isDown = outages.some((span) => isWithin(span, slotAt, now))
  const isSlow = slow.some((span) => isWithin(span, slotAt, now))
  const durationMs = isDown ? 40 + random() * 30 : answerMs(service, slotAt, isSlow, random)
  const outcome: Partial<Outcome> = {
    durationMs,
    timings: phasesOf(durationMs, random),
    evidence: { url: service.url, address: '127.0.0.1' },
    ...(isDown
      ? { message: text('HTTP 503 응답을 받았습니다(기대: 200-399).', 'It answered HTTP 503 (expected 200-399).') }
      : {}),
  }
  return testLook(monitor, slotAt, isDown ? 'down' : 'up', { outcome })
}

/** Busy by day, quiet at night, now and then a slow one. */
function answerMs({ usualMs }: PastService, at: number, isSlow: boolean, random: () => number): number {
  const busy = 1 + 0.25 * Math.sin((at / day) * 2 * Math.PI - 1)
  const noise = 0.88 + 0.24 * random() + (random() < 0.04 ? random() * 1.5 : 0)
  return usualMs * busy * noise * (isSlow ? 4 : 1)
}

function phasesOf(durationMs: number, random: () => number) {
  const shares = [0.03, 0.09, 0.17, 0.6, 0.11].map((share) => share * (0.8 + random() * 0.4))
  const whole = shares.reduce((sum, share) => sum + share, 0)
  const [dns_ms = 0, connect_ms = 0, tls_ms = 0, ttfb_ms = 0, download_ms = 0] = shares.map(
    (share) => (share / whole) * durationMs,
  )
  return { dns_ms, connect_ms, tls_ms, ttfb_ms, download_ms }
}

/** The same pictures every time. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}
