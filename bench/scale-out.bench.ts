import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { withFolder } from './lib/folder.ts'
import { type BucketCounts, histogramCounts, metric, metrics, quantileOf } from './lib/metrics.ts'
import { freePort } from './lib/ports.ts'
import { cpuMs, rssMb, runScript, type Server, startServer } from './lib/processes.ts'
import { withRedisUrl } from './lib/redis.ts'
import { benchEnvironment, seed } from './lib/seed.ts'
import { withPostgresUrl } from './lib/stores.ts'
import type { Bench } from './run.ts'

const monitors = 1000
const interval = 10
const hosts = 100
/** A worker that makes 25 looks a second is long in Node's interpreter: after 20 s a check cost it 1.5 times what it costs after 60. */
const warmUpMs = 60_000
/** Looks of the window may still be stored for so long after it, as long as more of them come in. */
const settleMs = { atLeast: 8_000, atMost: 60_000, still: 4_000 }
const limits = { ratio: 2, doubled: 0, lost: 0 }

/**
 * The same monitors checked by one process on SQLite, and by one scheduler with 1, 2 and 4 workers on PostgreSQL and
 * Redis: CPU of all our processes for one check, slots that were looked at twice, slots without a result. What PostgreSQL
 * and Redis use themselves is not in the figure.
 */
export const bench: Bench = (seconds = 30) =>
  withFolder(async (folder) => {
    const target = { port: await freePort() }
    const running = await runScript('target.ts', [target.port])
    const windowMs = Math.max(1, Math.round(seconds / interval)) * interval * 1000
    try {
      const single = await onSqlite(folder, target, windowMs)
      const shared = await withRedisUrl((redis) =>
        withPostgresUrl((postgres) => onPostgres(folder, { postgres, redis }, target, windowMs)),
      )
      if (!shared) throw new Error('this bench needs PostgreSQL (BENCH_POSTGRES_URL) and Redis (BENCH_REDIS_URL)')
      const worst = Math.max(...shared.map(({ cpuMsPerCheck }) => cpuMsPerCheck / single.cpuMsPerCheck))
      return {
        line: `one process ${said(single)}; ${shared.map((one) => `${one.workers} worker${one.workers > 1 ? 's' : ''} ${said(one)}, ratio ${(one.cpuMsPerCheck / single.cpuMsPerCheck).toFixed(2)}, doubled ${one.doubled}, lost ${one.lost}`).join('; ')} (limits: ratio ${limits.ratio}, doubled 0, lost 0; worst ratio ${worst.toFixed(2)})`,
        figures: Object.fromEntries(
          [single, ...shared].flatMap(({ workers, ...figures }) =>
            Object.entries(figures).map(([name, value]) => [`${workers === 0 ? 'single' : workers}_${name}`, value]),
          ),
        ),
      }
    } finally {
      await running.stop()
    }
  })

interface Target {
  readonly port: number
}

interface Figures {
  /** 0: everything in one process. */
  readonly workers: number
  readonly cpuMsPerCheck: number
  readonly perSecond: number
  readonly latenessP99: number
  readonly rss: number
  readonly doubled: number
  readonly lost: number
}

const said = ({ cpuMsPerCheck, perSecond, latenessP99, rss }: Figures): string =>
  `${cpuMsPerCheck.toFixed(3)} ms CPU a check at ${perSecond.toFixed(0)}/s, p99 ≤ ${latenessP99} s late, ${rss.toFixed(0)} MB`

async function onSqlite(folder: string, target: Target, windowMs: number): Promise<Figures> {
  await seed({ dataDir: folder, monitors, checkInterval: interval, targetPort: target.port, hosts })
  const server = await startServer(benchEnvironment(folder))
  const measured = await measure([server], target, windowMs).finally(() => server.stop())
  const { from: _from, ...figures } = measured
  return { workers: 0, ...figures, doubled: 0, lost: 0 }
}

async function onPostgres(
  folder: string,
  urls: { readonly postgres: string; readonly redis: string },
  target: Target,
  windowMs: number,
): Promise<Figures[]> {
  const environment = {
    BONGSU_DATABASE_URL: urls.postgres,
    BONGSU_REDIS_URL: urls.redis,
    BONGSU_SECRET_KEY: 'a-key-for-benches-a-key-for-benches-a-key',
  }
  await seed({ dataDir: folder, monitors, checkInterval: interval, targetPort: target.port, hosts, environment })
  const store = new pg.Client({ connectionString: urls.postgres })
  await store.connect()
  try {
    const all: Figures[] = []
    for (const workers of [1, 2, 4]) all.push(await withWorkers(workers, folder, environment, store, target, windowMs))
    return all
  } finally {
    await store.end()
  }
}

async function withWorkers(
  workers: number,
  folder: string,
  environment: Readonly<Record<string, string>>,
  store: pg.Client,
  target: Target,
  windowMs: number,
): Promise<Figures> {
  const start = (roles: string) => startServer({ ...benchEnvironment(folder), ...environment, BONGSU_ROLES: roles })
  const count = async (condition = '', values: unknown[] = []) =>
    Number((await store.query(`select count(*) as n from result ${condition}`, values)).rows[0].n)
  const servers = [await start('api,scheduler')]
  const { inWindow, ...figures } = await (async () => {
    while (servers.length <= workers) servers.push(await start('worker'))
    const { from, ...measured } = await measure(servers, target, windowMs)
    const inWindow = () => count('where slot_at >= $1 and slot_at < $2', [from, from + windowMs])
    return { ...measured, inWindow: await settled(inWindow), doubled: await doubledBy(servers) }
  })().finally(() => Promise.all(servers.map((server) => server.stop())))
  return {
    workers,
    ...figures,
    lost: (monitors * windowMs) / (interval * 1000) - inWindow,
  }
}

/** Looks that were made and found their slot taken when they were to be stored. */
async function doubledBy(servers: readonly Server[]): Promise<number> {
  const names = ['checks_total', 'results_stored_total', 'results_waiting', 'results_lost_total']
  const all = await Promise.all(
    servers.map((server) =>
      metrics(
        server,
        names.map((name) => `bongsu_${name}`),
      ),
    ),
  )
  return all.reduce((sum, [made = 0, ...accounted]) => sum + accounted.reduce((left, count) => left - count, made), 0)
}

/** The count once it has stopped growing. */
async function settled(count: () => Promise<number>): Promise<number> {
  const from = performance.now()
  await sleep(settleMs.atLeast)
  for (let last = await count(); ; ) {
    await sleep(settleMs.still)
    const now = await count()
    if (now === last || performance.now() - from > settleMs.atMost) return now
    last = now
  }
}

const servedBy = async ({ port }: Target): Promise<number> =>
  Number(await (await fetch(`http://127.0.0.1:${port}/count`)).text())

/** Over a window in which each monitor has the same number of slots. */
async function measure(servers: readonly Server[], target: Target, windowMs: number) {
  await sleep(warmUpMs)
  const cpu = () => servers.reduce((sum, { pid }) => sum + cpuMs(pid), 0)
  const from = Date.now()
  const [cpuBefore, served, late] = [cpu(), await servedBy(target), await lateness(servers)]
  await sleep(windowMs)
  const [used, checks] = [cpu() - cpuBefore, (await servedBy(target)) - served]
  const latenessP99 = quantileOf(late, await lateness(servers), 0.99)
  const skipped = await sumOf(servers, 'bongsu_slots_skipped_total')
  if (skipped > 0) console.log(`  ${skipped} slots were skipped`)
  return {
    from,
    cpuMsPerCheck: used / checks,
    perSecond: checks / (windowMs / 1000),
    latenessP99,
    rss: servers.reduce((sum, { pid }) => sum + rssMb(pid), 0),
  }
}

async function sumOf(servers: readonly Server[], name: string): Promise<number> {
  const all = await Promise.all(servers.map((server) => metric(server, name)))
  return all.reduce((sum, value) => sum + value, 0)
}

async function lateness(servers: readonly Server[]): Promise<BucketCounts> {
  const together = new Map<number, number>()
  for (const server of servers) {
    for (const [bound, count] of await histogramCounts(server, 'bongsu_check_lateness_seconds'))
      together.set(bound, (together.get(bound) ?? 0) + count)
  }
  return together
}
