import { type ChildProcess, fork } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import { fileURLToPath } from 'node:url'
import { processTime } from './process-time.ts'

/** How work ended: `refused` by what was asked, `too-much` time or memory, `busy` when nobody got to it in time. */
export type Ended =
  | { readonly is: 'done'; readonly result: unknown }
  | { readonly is: 'refused'; readonly problem: string }
  | { readonly is: 'too-much' }
  | { readonly is: 'busy' }

export interface Limits {
  /** Of CPU, from the moment a process begins with it. */
  readonly mostMs: number
  /** Of waiting, in line and for the answer; whoever waits no longer is told `busy`. */
  readonly waitMs: number
}

export interface Apart {
  /** `work` is plain data. Rejects when the module is broken. */
  run(work: unknown, limits: Limits): Promise<Ended>
  /** Ends all processes; what is still asked for is `busy`. */
  stop(): Promise<void>
}

export interface ApartOptions {
  /** Calls `answerApart`. */
  readonly module: URL
  readonly processes?: number
  readonly heapMb?: number
  /** What a process has used of the CPU, in ms. */
  readonly timeOf?: typeof processTime
}

const longestLine = 200
/** A busy machine takes its time to start a process. */
const longestStartMs = 15_000
/** The first job of a process runs code that nothing has warmed up. */
const coldMs = 1_000
/** Where others keep the machine busy, a job may last so many times what it may work. */
const patience = 10
/** It is not asked more often how much a job has worked. */
const leastMs = 50
/** A process nobody has needed for so long gives its memory back. */
const idleMs = 60_000
/** Timers cannot be set for longer. */
const longestWaitMs = 86_400_000
/** How V8 and the system end what takes too much memory. */
const outOfMemory = new Set(['SIGABRT', 'SIGKILL', 'SIGTRAP', 'SIGILL'])

interface Job {
  readonly work: unknown
  readonly mostMs: number
  readonly resolve: (ended: Ended) => void
  readonly reject: (error: unknown) => void
}

interface Said {
  /** Said once, before anything else. */
  readonly ready?: true
  readonly result?: unknown
  readonly problem?: string
  readonly isRefusal?: boolean
}

interface Place {
  child: ChildProcess | undefined
  job: Job | undefined
  timer: NodeJS.Timeout | undefined
}

export function createApart(options: ApartOptions): Apart {
  const { processes = 2, heapMb = 256, timeOf = processTime } = options
  const places: Place[] = Array.from({ length: processes }, () => ({
    child: undefined,
    job: undefined,
    timer: undefined,
  }))
  const line: Job[] = []
  let stopped = false

  return { run, stop }

  async function run(work: unknown, { mostMs, waitMs }: Limits): Promise<Ended> {
    if (stopped || line.length >= longestLine || waitMs <= 0) return { is: 'busy' }
    let giveUp: NodeJS.Timeout | undefined
    const ended = new Promise<Ended>((resolve, reject) => {
      const job: Job = { work, mostMs, resolve, reject }
      line.push(job)
      if (waitMs < longestWaitMs) giveUp = setTimeout(leave, waitMs, job)
      next()
    })
    return ended.finally(() => clearTimeout(giveUp))
  }

  /** In the line a job gives up its place; a process that has begun with it goes on to its own limit, for nobody. */
  function leave(job: Job): void {
    const at = line.indexOf(job)
    if (at >= 0) line.splice(at, 1)
    job.resolve({ is: 'busy' })
  }

  function next(): void {
    for (const place of places) {
      if (place.job) continue
      const job = line.shift()
      if (!job) return
      begin(place, job)
    }
  }

  function begin(place: Place, job: Job): void {
    place.job = job
    const isNew = place.child === undefined
    const child = place.child ?? start(place)
    place.child = child
    // A process that is still starting has not begun with it: its time counts from when it says that it is ready.
    if (isNew) after(place, longestStartMs, () => end(place, { is: 'busy' }))
    else allow(place, child, job.mostMs)
    child.send(job.work as object)
  }

  /** Who has not been given the CPU has not been slow: what counts is what the process itself has worked. */
  function allow(place: Place, child: ChildProcess, mostMs: number): void {
    const { job } = place
    const pid = child.pid ?? 0
    const before = timeOf(pid)
    const until = performance.now() + mostMs * patience
    const check = () => {
      if (place.child !== child || place.job !== job) return
      const now = timeOf(pid)
      const left = before === undefined || now === undefined ? 0 : mostMs - (now - before)
      if (left <= 0) end(place, { is: 'too-much' })
      else if (performance.now() >= until) end(place, { is: 'busy' })
      else after(place, Math.max(leastMs, left), check)
    }
    after(place, mostMs, check)
  }

  function after(place: Place, ms: number, then: () => void): void {
    clearTimeout(place.timer)
    place.timer = setTimeout(then, ms)
  }

  function end(place: Place, ended: Ended): void {
    const { child } = place
    place.child = undefined
    child?.kill('SIGKILL')
    finish(place, (job) => job.resolve(ended))
  }

  function start(place: Place): ChildProcess {
    const cache = getCompileCacheDir()
    const child = fork(fileURLToPath(options.module), {
      execArgv: [`--max-old-space-size=${heapMb}`, '--max-semi-space-size=16'],
      // Nothing of our own environment, which holds keys and database addresses.
      env: cache === undefined ? {} : { NODE_COMPILE_CACHE: cache },
      serialization: 'advanced',
      // V8 writes pages about a full heap.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    // An idle process must not keep ours alive.
    child.unref()
    child.channel?.unref()
    child.on('message', ({ ready, result, problem, isRefusal }: Said) => {
      if (place.child !== child) return
      if (ready) {
        if (place.job) allow(place, child, place.job.mostMs + coldMs)
        return
      }
      finish(place, (job) => {
        if (problem === undefined) job.resolve({ is: 'done', result })
        else if (isRefusal) job.resolve({ is: 'refused', problem })
        else job.reject(new Error(problem))
      })
    })
    child.on('error', (error) => gone(place, child, (job) => job.reject(error)))
    child.on('exit', (code, signal) =>
      gone(place, child, (job) => {
        if (signal !== null && outOfMemory.has(signal)) job.resolve({ is: 'too-much' })
        else job.reject(new Error(`the process ended (${signal ?? code})`))
      }),
    )
    return child
  }

  function gone(place: Place, child: ChildProcess, settle: (job: Job) => void): void {
    if (place.child !== child) return
    place.child = undefined
    finish(place, settle)
  }

  function finish(place: Place, settle: (job: Job) => void): void {
    clearTimeout(place.timer)
    const { job } = place
    place.job = undefined
    if (job) settle(job)
    next()
    if (place.job === undefined && place.child) {
      after(place, idleMs, () => end(place, { is: 'busy' }))
      place.timer?.unref()
    }
  }

  async function stop(): Promise<void> {
    stopped = true
    for (const job of line.splice(0)) job.resolve({ is: 'busy' })
    await Promise.all(
      places.map(async (place) => {
        const { child } = place
        child?.ref()
        const exited = child && child.exitCode === null && new Promise((resolve) => child.once('exit', resolve))
        end(place, { is: 'busy' })
        clearTimeout(place.timer)
        await exited
      }),
    )
  }
}
