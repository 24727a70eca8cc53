import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Lateness } from '../server/test/fault/lateness.ts'
import { withFolder } from './lib/folder.ts'
import { metrics } from './lib/metrics.ts'
import { cpuMs, rssMb, startServer } from './lib/processes.ts'
import { benchEnvironment, withApp } from './lib/seed.ts'
import type { Bench } from './run.ts'

const monitors = 100
const interval = 60
const warmUpMs = 15_000
const noteEveryMs = 2_000
const asked = ['bongsu_slots_skipped_total', 'nodejs_eventloop_lag_p99_seconds', 'nodejs_eventloop_lag_max_seconds']
/** Of the hundred: real browsers are what might hold up the others. */
const ofBrowsers = { browser: 4, synthetic: 2 }

/** 100 monitors of all kinds at 60 s, a real browser among them: how late the http ones begin. */
export const bench: Bench = (seconds = 180) =>
  withFolder(async (dataDir) => {
    const targets = fork(fileURLToPath(new URL('lib/kind-targets.ts', import.meta.url)))
    const [{ options }] = (await once(targets, 'message')) as [{ options: Record<string, Record<string, unknown>> }]
    try {
      const http = await withApp(dataDir, async (_app, verb) => {
        const project = { title: 'Mixed', url: 'http://127.0.0.1:9/', check_interval: 3600 }
        const { id } = await verb('create-project', project)
        const made: { kind: string; id: number }[] = []
        for (const kind of mixture(Object.keys(options))) {
          const fields = { kind, name: kind, options: options[kind], check_interval: interval, retry_count: 1 }
          made.push({ kind, ...(await verb('create-monitor', { id, ...fields })) })
        }
        return made.filter((one) => one.kind === 'http').map((one) => one.id)
      })
      const server = await startServer({
        ...benchEnvironment(dataDir),
        BONGSU_BROWSER_SANDBOX: process.getuid?.() === 0 ? 'off' : 'on',
      })
      try {
        await sleep(warmUpMs)
        await metrics(server, asked)
        const cpuBefore = cpuMs(server.pid)
        const lateness = new Lateness(join(dataDir, 'bongsu.db'), http)
        for (const end = performance.now() + seconds * 1000; performance.now() < end; await sleep(noteEveryMs))
          lateness.note()
        // Of one moment: the delay of the loop counts since the last time somebody asked.
        const [skipped = 0, loopP99 = 0, loopMax = 0] = await metrics(server, asked)
        const figures = {
          kinds: Object.keys(options).length,
          p50: lateness.percentile(0.5),
          p99: lateness.percentile(0.99),
          skipped,
          loopP99: Math.round(loopP99 * 1000),
          loopMax: Math.round(loopMax * 1000),
          rss: rssMb(server.pid),
          core: (cpuMs(server.pid) - cpuBefore) / (seconds * 1000),
          seconds,
        }
        lateness.close()
        return {
          line: `${monitors} monitors of ${figures.kinds} kinds: http p50 ${figures.p50} ms, p99 ${figures.p99} ms late (limit 1000), skipped ${figures.skipped}, loop p99 ${figures.loopP99} ms, longest ${figures.loopMax} ms, RSS ${figures.rss.toFixed(0)} MB, ${(figures.core * 100).toFixed(0)} % of a core over ${seconds} s`,
          figures,
        }
      } finally {
        await server.stop()
      }
    } finally {
      const gone = once(targets, 'exit')
      targets.disconnect()
      await gone
    }
  })

/** A few of each, http for what is left. */
function mixture(kinds: readonly string[]): string[] {
  const others = kinds.filter((kind) => kind !== 'http' && !Object.hasOwn(ofBrowsers, kind))
  const few = others.flatMap((kind) => [kind, kind])
  const browsers = Object.entries(ofBrowsers).flatMap(([kind, count]) => Array.from({ length: count }, () => kind))
  const rest = Math.max(0, monitors - few.length - browsers.length)
  return [...few, ...browsers, ...Array.from({ length: rest }, () => 'http')]
}
