import { type ChildProcess, fork } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import { fileURLToPath } from 'node:url'
import { KnownCosts } from './known-costs.ts'
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
  /** Who asks, if they come again: what is dear each time begins among the slow. */
  readonly asker?: object | undefined
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
  /** Work that has taken so many ms of CPU goes on in a lane of its own, with so many processes beside the others. */
  readonly slow?: { readonly afterMs: number; readonly processes: number }
  readonly heapMb?: number
  /** What a process has used of the CPU, in ms. */
  readonly timeOf?: typeof processTime
}

/** Of each lane. */
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

type Lane = 'quick' | 'slow'

interface Job {
  readonly work: unknown
  readonly mostMs: number
  readonly asker: object | undefined
  /** ms of CPU, from what is known of who asks. */
  expected: number
  lane: Lane
  /** Nobody waits for it any more. */
  isGivenUp: boolean
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
  lane: Lane
  child: ChildProcess | undefined
  job: Job | undefined
  timer: NodeJS.Timeout | undefined
  /** ms of CPU the job has had, or of time where that cannot be known. */
  used: () => number
}

const placesOf = (lane: Lane, count: number): Place[] =>
  Array.from({ length: count }, () => ({ lane, child: undefined, job: undefined, timer: undefined, used: () => 0 }))

/**
 * Work goes through two lanes where `slow` is given. What turns out to be slow is moved out of the quick lane, with its
 * process where the slow one has room, else begun again there later: however many bodies are made to be dear, they keep
 * only each other waiting. In the slow lane whoever took least last time goes first.
 */
export function createApart(options: ApartOptions): Apart {
  const { processes = 2, slow, heapMb = 256, timeOf = processTime } = options
  const places = [...placesOf('quick', processes), ...placesOf('slow', slow?.processes ?? 0)]
  const costs = new KnownCosts()
  const line: Job[] = []
  let stopped = false

  return { run, stop }

  async function run(work: unknown, { mostMs, waitMs, asker }: Limits): Promise<Ended> {
    const expected = costs.of(asker)
    const lane: Lane = slow && expected >= slow.afterMs ? 'slow' : 'quick'
    if (stopped || isFull(lane) || waitMs <= 0) return { is: 'busy' }
    let giveUp: NodeJS.Timeout | undefined
    const ended = new Promise<Ended>((resolve, reject) => {
      const job: Job = { work, mostMs, asker, expected, lane, isGivenUp: false, resolve, reject }
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
    job.isGivenUp = true
    job.resolve({ is: 'busy' })
  }

  function isFull(lane: Lane): boolean {
    return line.filter((job) => job.lane === lane).length >= longestLine
  }

  function next(): void {
    for (const place of places) {
      if (place.job) continue
      const job = takeFor(place.lane)
      if (job) begin(place, job)
    }
  }

  function takeFor(lane: Lane): Job | undefined {
    let best = -1
    for (const [at, job] of line.entries()) {
      if (job.lane !== lane) continue
      if (best < 0 || (lane === 'slow' && job.expected < (line[best] as Job).expected)) best = at
    }
    return best < 0 ? undefined : line.splice(best, 1)[0]
  }

  function begin(place: Place, job: Job): void {
    place.job = job
    place.used = () => 0
    const isNew = place.child === undefined
    const child = place.child ?? start(place)
    place.child = child
    // A process that is still starting has not begun with it: its time counts from when it says that it is ready.
    if (isNew) after(place, longestStartMs, () => end(place, { is: 'busy' }))
    else allow(place, child, 0)
    child.send(job.work as object)
  }

  /** Who has not been given the CPU has not been slow: what counts is what the process itself has worked. */
  function allow(place: Place, child: ChildProcess, spareMs: number): void {
    const job = place.job as Job
    const pid = child.pid ?? 0
    const [began, before] = [performance.now(), timeOf(pid)]
    place.used = () => {
      const now = timeOf(pid)
      return before === undefined || now === undefined ? performance.now() - began : now - before
    }
    const most = job.mostMs + spareMs
    const until = began + most * patience
    const nextLimit = () => (slow && place.lane === 'quick' ? Math.min(slow.afterMs, most) : most)
    const check = () => {
      if (place.child !== child || place.job !== job) return
      const used = place.used()
      if (used >= most) return end(place, { is: 'too-much' })
      if (performance.now() >= until) return end(place, { is: 'busy' })
      if (used >= nextLimit() && !makeWay(place, job, used)) return
      after(place, Math.max(leastMs, nextLimit() - used), check)
    }
    after(place, nextLimit(), check)
  }

  /** Out of the quick lane. True when the job could take its process along, false when it has to begin again later. */
  function makeWay(place: Place, job: Job, used: number): boolean {
    const free = places.find((other) => other.lane === 'slow' && other.job === undefined)
    if (free) {
      place.lane = 'slow'
      free.lane = 'quick'
      next()
      return true
    }
    costs.took(job.asker, used)
    if (!job.isGivenUp && !isFull('slow')) {
      Object.assign(job, { lane: 'slow', expected: Math.max(job.expected, used) })
      line.push(job)
      place.job = undefined
    }
    end(place, { is: 'busy' })
    return false
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
        if (place.job) allow(place, child, coldMs)
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
    if (job) {
      if (slow) costs.took(job.asker, place.used())
      settle(job)
    }
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
