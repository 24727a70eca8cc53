import { setTimeout as sleep } from 'node:timers/promises'
import { startBlackbox } from './lib/blackbox.ts'
import { withFolder } from './lib/folder.ts'
import { freePort } from './lib/ports.ts'
import { cpuMs, rssMb, runScript, startServer } from './lib/processes.ts'
import { benchEnvironment, seed } from './lib/seed.ts'
import type { Bench } from './run.ts'

const monitors = 2000
const interval = 10
const hosts = 100
const perSecond = monitors / interval
/** Every contender is warm before it is measured: its code compiled, its first garbage collected. */
const warmUpMs = 12_000

/**
 * CPU of an HTTP check that is stored and judged, against two others who send the same requests at the same rate in the
 * same run and keep nothing: a bare `node:http` loop and, where it is installed, Prometheus blackbox_exporter.
 */
export const bench: Bench = (seconds = 60) =>
  withFolder(async (folder) => {
    const port = await freePort()
    const target = await runScript('target.ts', [port])
    const cost = (pid: number, ms: number) => measure(pid, port, ms)
    try {
      await seed({ dataDir: folder, monitors, checkInterval: interval, targetPort: port, hosts })
      const bareBefore = await bareLoop(port, (pid) => cost(pid, seconds * 500))
      const ours = await product(folder, (pid) => cost(pid, seconds * 1000))
      const peer = await blackbox(folder, port, (pid) => cost(pid, seconds * 500))
      const bareAfter = await bareLoop(port, (pid) => cost(pid, seconds * 500))
      const bare = (bareBefore.cpuMsPerCheck + bareAfter.cpuMsPerCheck) / 2
      const ratio = ours.cpuMsPerCheck / bare
      const peerText = peer ? `${said(peer)} (ours/peer ${round(ours.cpuMsPerCheck / peer.cpuMsPerCheck)})` : 'absent'
      return {
        line: `${said(ours)}, stored and judged; bare node:http ${bare.toFixed(3)} ms: ratio ${round(ratio)} (limit 2.0); blackbox_exporter, probe only: ${peerText}; ${ours.perSecond.toFixed(0)} checks/s`,
        figures: {
          ...ours,
          bare,
          ratio,
          limit: 2,
          peer: peer?.cpuMsPerCheck ?? 'absent',
          peerRss: peer?.rss ?? 'absent',
        },
      }
    } finally {
      await target.stop()
    }
  })

interface Cost {
  readonly cpuMsPerCheck: number
  readonly perSecond: number
  readonly rss: number
}

const round = (value: number): string => value.toFixed(2)
const said = ({ cpuMsPerCheck, rss }: Cost): string =>
  `${cpuMsPerCheck.toFixed(3)} ms CPU a check, RSS ${rss.toFixed(0)} MB`

/** CPU of the process by requests that arrived at the target. */
async function measure(pid: number, targetPort: number, ms: number): Promise<Cost> {
  const served = async () => Number(await (await fetch(`http://127.0.0.1:${targetPort}/count`)).text())
  await sleep(warmUpMs)
  const [cpuBefore, servedBefore] = [cpuMs(pid), await served()]
  await sleep(ms)
  const [cpu, checks] = [cpuMs(pid) - cpuBefore, (await served()) - servedBefore]
  return { cpuMsPerCheck: cpu / checks, perSecond: checks / (ms / 1000), rss: rssMb(pid) }
}

type Measuring = (pid: number) => Promise<Cost>

async function product(dataDir: string, measuring: Measuring): Promise<Cost> {
  const server = await startServer(benchEnvironment(dataDir))
  return measuring(server.pid).finally(() => server.stop())
}

async function bareLoop(port: number, measuring: Measuring): Promise<Cost> {
  const loop = await runScript('bare-loop.ts', [port, perSecond, hosts])
  return measuring(loop.pid).finally(() => loop.stop())
}

async function blackbox(folder: string, port: number, measuring: Measuring): Promise<Cost | undefined> {
  const exporter = await startBlackbox(folder)
  if (!exporter) return undefined
  const driver = await runScript('drive-blackbox.ts', [exporter.port, port, perSecond, hosts])
  return measuring(exporter.pid).finally(async () => {
    await driver.stop()
    await exporter.stop()
  })
}
