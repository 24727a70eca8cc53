import { setTimeout as sleep } from 'node:timers/promises'
import { withFolder } from './lib/folder.ts'
import { metric } from './lib/metrics.ts'
import { freePort } from './lib/ports.ts'
import { runScript, type Server, startServer } from './lib/processes.ts'
import { benchEnvironment, seed } from './lib/seed.ts'
import type { Bench } from './run.ts'

const monitors = 5000
const interval = 60
const limits = { firstMs: 3000, burst: 3 }

/** 5,000 monitors at 60 s and a start: when the first is looked at, when the last, and whether they come in a storm. */
export const bench: Bench = () =>
  withFolder(async (dataDir) => {
    const port = await freePort()
    const target = await runScript('target.ts', [port])
    try {
      await seed({ dataDir, monitors, checkInterval: interval, targetPort: port, hosts: 200 })
      const server = await startServer(benchEnvironment(dataDir))
      const figures = await watchStart(server).finally(() => server.stop())
      return {
        line: `first check ${figures.firstAfterMs.toFixed(0)} ms after serving (limit ${limits.firstMs}), all ${monitors} after ${figures.allAfterSeconds.toFixed(1)} s (limit ${interval}), busiest second ${figures.burst.toFixed(2)} × mean (limit ${limits.burst})`,
        figures: { ...figures, limits: JSON.stringify(limits) },
      }
    } finally {
      await target.stop()
    }
  })

/** Phases lie evenly in the interval and a monitor is looked at once in each: so many checks are all of them. */
async function watchStart(server: Server) {
  const serving = performance.now()
  const checks = () => metric(server, 'bongsu_checks_total')
  while ((await checks()) === 0) await sleep(10)
  const firstAfterMs = performance.now() - serving
  const rates: number[] = []
  let [last, lastAt, allAfterSeconds] = [0, serving, Number.NaN]
  for (let at = serving; at - serving < (interval + 10) * 1000; at = performance.now()) {
    await sleep(1000)
    const now = performance.now()
    const count = await checks()
    rates.push((count - last) / ((now - lastAt) / 1000))
    if (count >= monitors && Number.isNaN(allAfterSeconds)) allAfterSeconds = (now - serving) / 1000
    ;[last, lastAt] = [count, now]
  }
  return {
    servingAfterMs: server.servingAfterMs,
    firstAfterMs,
    allAfterSeconds,
    burst: Math.max(...rates) / (monitors / interval),
  }
}
