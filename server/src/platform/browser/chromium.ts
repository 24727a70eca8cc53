import { readFileSync } from 'node:fs'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { Browser } from 'playwright-core'
import { errorMessage } from '#kernel/errors.ts'
import { loadPlaywright } from './load-playwright.ts'
import { startProgram } from './start-program.ts'

/** A Chromium that runs, and what must be known to be rid of it. */
export interface RunningChromium {
  readonly browser: Browser
  readonly pid: number
  readonly userAgent: string
  /** Bytes all its processes use together; 0 where that cannot be known. */
  memory(): Promise<number>
  /** Ends it whether it still listens or not; no process of it is left. */
  kill(): Promise<void>
}

export interface ChromiumOptions {
  readonly path: string
  readonly sandbox: boolean
  /** A loopback port where a proxy refuses everything: for whatever is asked outside of a visit. */
  readonly deadEnd: number
}

export type Launched = RunningChromium | { readonly problem: Text }

const closeMs = 5_000
const launchMs = 30_000

/**
 * Names are never resolved in the browser, no packet leaves but through a proxy, and nothing runs that no visit asked
 * for. `<-loopback>` takes away Chromium's habit of going to loopback without a proxy.
 */
const switches = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--disable-quic',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--dns-prefetch-disable',
  '--disable-gpu',
  '--no-first-run',
  '--no-pings',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disable-extensions',
  '--disable-print-preview',
  '--disable-speech-api',
  '--mute-audio',
  '--js-flags=--max-old-space-size=512',
]

export async function launchChromium({ path, sandbox, deadEnd }: ChromiumOptions): Promise<Launched> {
  const program = startProgram(path, sandbox)
  if ('problem' in program) return program
  const chromium = await loadPlaywright()
  let browser: Browser
  try {
    browser = await chromium.launch({
      executablePath: program.path,
      chromiumSandbox: sandbox,
      args: switches,
      proxy: { server: `http://127.0.0.1:${deadEnd}`, bypass: '<-loopback>' },
      env: program.environment,
      timeout: launchMs,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
  } catch (error) {
    return { problem: notStarted(path, errorMessage(error)) }
  }
  const session = await browser.newBrowserCDPSession()
  const processes = async () => (await session.send('SystemInfo.getProcessInfo')).processInfo
  const pid = (await processes()).find(({ type }) => type === 'browser')?.id ?? 0
  const { userAgent } = await session.send('Browser.getVersion')
  return {
    browser,
    pid,
    userAgent: `${userAgent.replace('HeadlessChrome', 'Chrome')} Bongsu`,
    memory: async () => memoryOf((await processes()).map(({ id }) => id)),
    async kill() {
      const closed = browser.close().then(
        () => true,
        () => true,
      )
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<boolean>((resolve) => {
        timer = setTimeout(() => resolve(false), closeMs)
      })
      const didClose = await Promise.race([closed, late])
      clearTimeout(timer)
      if (!didClose) killGroup(pid)
    },
  }
}

/** Playwright starts Chromium as the leader of a process group of its own. */
export function killGroup(pid: number): void {
  if (pid <= 1) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has gone already.
  }
}

/** What is private to each process, and the largest shared part once: their sum would count shared pages many times. */
function memoryOf(pids: readonly number[]): number {
  let own = 0
  let shared = 0
  for (const pid of pids) {
    const [resident = 0, common = 0] = pagesOf(pid)
    own += resident - common
    shared = Math.max(shared, common)
  }
  return (own + shared) * 4096
}

function pagesOf(pid: number): [resident: number, shared: number] {
  try {
    const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ').map(Number)
    return [resident, shared]
  } catch {
    return [0, 0]
  }
}

const notStarted = (path: string, reason: string): Text => {
  const short = reasonOf(reason)
  return text(`Chromium(${path})을 시작할 수 없습니다: ${short}`, `Chromium (${path}) does not start: ${short}`)
}

/** Playwright quotes the whole command line and log; the sentence that explains is the one of the sandbox or the first. */
function reasonOf(reason: string): string {
  const lines = reason.split('\n').map((line) => line.trim())
  const telling = lines.find((line) => /sandbox|error while loading|ENOENT|EACCES|cannot open/i.test(line))
  return (telling ?? lines[0] ?? '').slice(0, 300)
}
