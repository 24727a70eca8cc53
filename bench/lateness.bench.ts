import { setTimeout as sleep } from 'node:timers/promises'
import { withFolder } from './lib/folder.ts'
import { histogramCounts, metric, quantileOf } from './lib/metrics.ts'
import { freePort } from './lib/ports.ts'
import { cpuMs, rssMb, runScript, startServer } from './lib/processes.ts'
import { benchEnvironment, seed } from './lib/seed.ts'
import type { Bench } from './run.ts'

const monitors = 5000
const interval = 60
const warmUpMs = 15_000

/** 5,000 monitors at 60 s: how late each look begins, how many are skipped, what it takes. */
export const bench: Bench = (seconds = 600) =>
  withFolder(async (dataDir) => {
    const port = await freePort()
    const target = await runScript('target.ts', [port])
    try {
      await seed({ dataDir, monitors, checkInterval: interval, targetPort: port, hosts: 200 })
      const server = await startServer(benchEnvironment(dataDir))
      try {
        await sleep(warmUpMs)
        const before = await histogramCounts(server, 'bongsu_check_lateness_seconds')
        const cpuBefore = cpuMs(server.pid)
        await sleep(seconds * 1000)
        const after = await histogramCounts(server, 'bongsu_check_lateness_seconds')
        const figures = {
          p50: quantileOf(before, after, 0.5),
          p99: quantileOf(before, after, 0.99),
          max: quantileOf(before, after, 1),
          skipped: await metric(server, 'bongsu_slots_skipped_total'),
          rss: rssMb(server.pid),
          core: (cpuMs(server.pid) - cpuBefore) / (seconds * 1000),
          seconds,
        }
        return {
          line: `p50 ≤ ${figures.p50} s, p99 ≤ ${figures.p99} s (limit 1), latest ≤ ${figures.max} s, skipped ${figures.skipped} (limit 0), RSS ${figures.rss.toFixed(0)} MB (limit 400), ${(figures.core * 100).toFixed(0)} % of a core over ${seconds} s`,
          figures,
        }
      } finally {
        await server.stop()
      }
    } finally {
      await target.stop()
    }
  })
