import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from './ports.ts'
import { undoLater } from './undo.ts'

const mainFile = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url))

/** Clock ticks of /proc/<pid>/stat are 10 ms on every Linux we know. */
const tickMs = 10

/** CPU (user + system) ms a process has used so far. Linux only. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * tickMs
}

export function rssMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kb) / 1024
}

export interface Running {
  readonly pid: number
  stop(): Promise<void>
}

const longestStopMs = 30_000

/** Stops a child once: when it is asked to, or when the whole bench is stopped. */
function stopOf(child: ChildProcess): () => Promise<void> {
  const isStopped = undoLater(() => stopped(child))
  return () => stopped(child).finally(isStopped)
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  const impatience = setTimeout(() => child.kill('SIGKILL'), longestStopMs)
  child.kill('SIGTERM')
  await exit
  clearTimeout(impatience)
}

/** A script of bench/lib in a process of its own; resolves when it says `ready` on stdout. */
export function runScript(file: string, args: readonly (string | number)[] = []): Promise<Running> {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = spawn(process.execPath, [path, ...args.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const stop = stopOf(child)
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)))
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (chunk.includes('ready')) resolve({ pid: child.pid as number, stop })
    })
  })
}

/** Somebody else's server; undefined where it is not installed. */
export async function runProgram(
  program: string,
  args: readonly string[],
  healthUrl: string,
): Promise<Running | undefined> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const isThere = await Promise.race([
    once(child, 'spawn').then(() => true),
    new Promise<false>((resolve) => child.once('error', () => resolve(false))),
  ]).catch(() => false)
  if (!isThere) return undefined
  const stop = stopOf(child)
  await answering(child, healthUrl)
  return { pid: child.pid as number, stop }
}

export interface Server extends Running {
  readonly url: string
  /** ms from the start of the process to the first answer of /healthz. */
  readonly servingAfterMs: number
}

/** As `npm start` and the container image set them. */
const usualArgs = ['--max-semi-space-size=16']

/**
 * The product itself, as an operator would start it. `BENCH_NODE_ARGS` reaches its Node alone, such as
 * `--cpu-prof --cpu-prof-dir=<folder>` to see where the time goes.
 */
export async function startServer(environment: Readonly<Record<string, string>>): Promise<Server> {
  const port = await freePort()
  const nodeArgs = (process.env.BENCH_NODE_ARGS ?? '').split(' ').filter(Boolean)
  const from = performance.now()
  const child = spawn(process.execPath, [...usualArgs, ...nodeArgs, mainFile], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, BONGSU_LOG_LEVEL: 'warn', BONGSU_PORT: String(port), ...environment },
  })
  const stop = stopOf(child)
  const url = `http://127.0.0.1:${port}`
  await answering(child, `${url}/healthz`)
  return { pid: child.pid as number, url, servingAfterMs: performance.now() - from, stop }
}

async function answering(child: ChildProcess, url: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${child.spawnfile} ended at once`)
    const answers = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    )
    if (answers) return
    await sleep(20)
  }
}
