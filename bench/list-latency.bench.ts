import { setTimeout as sleep } from 'node:timers/promises'
import { type Get, signIn } from './lib/api.ts'
import { withFolder } from './lib/folder.ts'
import { seedHistory } from './lib/history.ts'
import { Latencies } from './lib/latency.ts'
import { histogramCounts, metric, quantileOf } from './lib/metrics.ts'
import { freePort } from './lib/ports.ts'
import { rssMb, runScript, type Server, startServer } from './lib/processes.ts'
import { benchEnvironment, seed, withApp } from './lib/seed.ts'
import { randomFrom } from './lib/shapes.ts'
import type { Bench } from './run.ts'

const monitors = 5000
const projects = monitors / 10
const limitMs = 150
const fewestRequests = 200
const history = { days: 30, fiveMinutesDays: 2, rawHours: 6, outages: 4, timeZone: 'Asia/Seoul' }

type Page = (random: (most: number) => number) => string

const ids = (random: (most: number) => number, count: number, most: number): string =>
  Array.from({ length: count }, () => random(most)).join(',')

/** What the console asks for while somebody walks through it. */
const pages: Readonly<Record<string, Page>> = {
  'project list': (random) => `/projects?page=${random(25)}`,
  'project list by state': (random) => `/projects?sort=state&page=${random(25)}`,
  'project list, one state': () => '/projects?state=up&sort=state_since&order=desc',
  'project list, searched': (random) => `/projects?q=service ${random(50)}`,
  'project facets': () => '/projects/facets',
  'project uptimes, 20': (random) => `/project-uptimes?project_ids=${ids(random, 20, projects)}`,
  'monitor list': (random) => `/monitors?page=${random(100)}&page_size=50`,
  'monitor list, searched, slowest': (random) => `/monitors?q=monitor ${random(99)}&sort=last_duration_ms&order=desc`,
  'dashboard summary': () => '/dashboard/summary',
  'dashboard stats': () => '/dashboard/stats',
  'dashboard chart 24h': () => '/dashboard/chart?range=24h',
  'dashboard chart 30d': () => '/dashboard/chart?range=30d',
  project: (random) => `/projects/${random(projects)}`,
  'project monitors': (random) => `/projects/${random(projects)}/monitors`,
  'project uptime': (random) => `/projects/${random(projects)}/uptime`,
  'project chart 24h': (random) => `/projects/${random(projects)}/chart?range=24h`,
  'project chart 30d': (random) => `/projects/${random(projects)}/chart?range=30d`,
  'monitor uptime': (random) => `/monitors/${random(monitors)}/uptime`,
  'monitor chart 24h': (random) => `/monitors/${random(monitors)}/chart?range=24h`,
  'monitor chart 30d': (random) => `/monitors/${random(monitors)}/chart?range=30d`,
  'monitor results': (random) => `/monitors/${random(monitors)}/results`,
  'history strips, 20': (random) => `/history-strips?monitor_ids=${ids(random, 20, monitors)}`,
  incidents: (random) => `/incidents?page=${random(50)}`,
  'incidents, open': () => '/incidents?state=open',
  'incidents, searched': (random) => `/incidents?q=service ${random(projects)}`,
  'incidents of a project': (random) => `/incidents?project_id=${random(projects)}`,
  'state changes': () => '/state-changes',
}

/**
 * Every page of the console over 5,000 monitors with a month behind them, one after another, while they are being
 * checked. Times are without waiting for a core that others hold; the last column is with it.
 */
export const bench: Bench = (requests = fewestRequests) =>
  withFolder(async (dataDir) => {
    const port = await freePort()
    const target = await runScript('target.ts', [port])
    try {
      await seed({ dataDir, monitors, checkInterval: 60, targetPort: port, hosts: 200 })
      await withApp(dataDir, async (app, verb) => {
        await verb('update-setting', { key: 'rate_limits', value: { api_per_minute: 100_000 } })
        await seedHistory(app.database, history)
      })
      const server = await startServer(benchEnvironment(dataDir))
      return await walk(server, requests).finally(() => server.stop())
    } finally {
      await target.stop()
    }
  })

async function walk(server: Server, requests: number) {
  const get = await signIn(server)
  const random = randomFrom(11)
  const upTo = (most: number) => 1 + Math.floor(random() * most)
  // Every monitor is checked once, and every page was asked before.
  await Promise.all([sleep(70_000), visit(get, new Latencies(server.pid), upTo, 10)])
  const before = await histogramCounts(server, 'bongsu_check_lateness_seconds')
  const latencies = new Latencies(server.pid)
  await visit(get, latencies, upTo, requests)
  const after = await histogramCounts(server, 'bongsu_check_lateness_seconds')
  const summary = latencies.summary()
  for (const { what, count, p50, p95, max, wallP95 } of summary) {
    console.log(
      `  ${what.padEnd(32)} ${count} × p50 ${ms(p50)} p95 ${ms(p95)} max ${ms(max)}, p95 with waiting ${ms(wallP95)} ms`,
    )
  }
  const [slowest] = summary
  const late = summary.filter(({ p95 }) => p95 > limitMs).map(({ what }) => what)
  const lateness = quantileOf(before, after, 0.99)
  return {
    line: `slowest of ${summary.length} pages is "${slowest?.what}" with p95 ${ms(slowest?.p95 ?? 0).trim()} ms (limit ${limitMs}); above the limit: ${late.join(', ') || 'none'}; checks meanwhile ≤ ${lateness} s late (p99), RSS ${rssMb(server.pid).toFixed(0)} MB`,
    figures: {
      ...Object.fromEntries(summary.map(({ what, p95 }) => [what, Number(p95.toFixed(1))])),
      lateness,
      skipped: await metric(server, 'bongsu_slots_skipped_total'),
      rss: rssMb(server.pid),
    },
  }
}

const ms = (value: number): string => value.toFixed(1).padStart(6)

async function visit(get: Get, latencies: Latencies, upTo: (most: number) => number, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (const [what, page] of Object.entries(pages)) await latencies.time(what, () => get(page(upTo)))
  }
}
