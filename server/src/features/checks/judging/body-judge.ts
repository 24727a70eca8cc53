import { Worker } from 'node:worker_threads'
import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { Comparison, LineDiff } from '#platform/line-diff.ts'
import { type BodyAssertions, UnusableAssertion } from './assertions.ts'
import { type BodyTask, bodyTasks, isCheapTask, mostMs } from './body-tasks.ts'
import type { Capture, Captured } from './capture.ts'
import type { Finding, Search } from './find-words.ts'
import type { Reading } from './read-page.ts'
import type { Tidying } from './tidy-text.ts'

/** The assertions could not be applied: a mistake in them or more work than a check may be, or (`own`) we are too busy. */
export interface Unjudged {
  readonly problem: Text
  readonly fault: 'config' | 'own'
}

/** Applies what somebody asserts about a body, without ever holding up the loop that all checks share. */
export interface BodyJudge {
  judge(body: string, asked: BodyAssertions): Promise<readonly AssertionResult[] | Unjudged>
  /** The texts that a reading means: what can be seen of a page, or of the elements a selector finds. */
  read(body: string, asked: Reading): Promise<readonly string[] | Unjudged>
  /** Counts words or patterns, and says where they are. */
  find(body: string, asked: Search): Promise<Finding | Unjudged>
  /** Takes values out, in the order in which they are asked for. */
  capture(body: string, asked: readonly Capture[]): Promise<readonly Captured[] | Unjudged>
  /** A text as it is compared: one space between words, without what is to be ignored. */
  tidy(body: string, asked: Tidying): Promise<string | Unjudged>
  /** How a text differs from what it was. */
  compare(body: string, asked: Comparison): Promise<LineDiff | Unjudged>
}

/** The judge that a process has, for all looks together. */
export interface SharedJudge extends BodyJudge {
  /** For one look: what is not done after so many ms is `own`, as we were too busy, and is given up. */
  within(ms: number): BodyJudge
  stop(): Promise<void>
}

export interface BodyJudgeOptions {
  readonly threads?: number
  /** From the moment a thread begins with it; by the task unless said. */
  readonly jobMs?: number
}

const longestLine = 200
/** A busy machine takes its time to load what a thread needs. */
const longestStartMs = 15_000
/** The first job of a thread runs code that nothing has warmed up. */
const coldMs = 1_000
/** Timers cannot be set for longer. */
const longestWaitMs = 86_400_000

type Job = BodyTask & {
  readonly resolve: (verdict: unknown) => void
  readonly reject: (error: unknown) => void
}

interface Said {
  /** Said once, before anything else. */
  readonly ready?: true
  readonly result?: unknown
  readonly problem?: string
  readonly isUnusable?: boolean
}

interface Thread {
  worker: Worker | undefined
  job: Job | undefined
  timer: NodeJS.Timeout | undefined
}

export function createBodyJudge({ threads: count = 2, jobMs }: BodyJudgeOptions = {}): SharedJudge {
  const threads: Thread[] = Array.from({ length: count }, () => ({
    worker: undefined,
    job: undefined,
    timer: undefined,
  }))
  const line: Job[] = []
  let stopped = false

  return { ...judgeUntil(Number.POSITIVE_INFINITY), within: (ms) => judgeUntil(performance.now() + ms), stop }

  /** Safe because `done` gives what the function of that name in body-tasks.ts gives. */
  function judgeUntil(until: number): BodyJudge {
    return {
      judge: (body, asked) =>
        done({ task: 'judge', body, asked }, until) as Promise<readonly AssertionResult[] | Unjudged>,
      read: (body, asked) => done({ task: 'read', body, asked }, until) as Promise<readonly string[] | Unjudged>,
      find: (body, asked) => done({ task: 'find', body, asked }, until) as Promise<Finding | Unjudged>,
      capture: (body, asked) =>
        done({ task: 'capture', body, asked }, until) as Promise<readonly Captured[] | Unjudged>,
      tidy: (body, asked) => done({ task: 'tidy', body, asked }, until) as Promise<string | Unjudged>,
      compare: (body, asked) => done({ task: 'compare', body, asked }, until) as Promise<LineDiff | Unjudged>,
    }
  }

  /** Gives what the task of that name gives (body-tasks.ts), here or in a thread. */
  async function done(work: BodyTask, until: number): Promise<unknown> {
    if (isCheapTask(work)) return doneHere(work)
    const leftMs = until - performance.now()
    if (stopped || line.length >= longestLine || leftMs <= 0) return overloaded
    let giveUp: NodeJS.Timeout | undefined
    const done = new Promise((resolve, reject) => {
      const job: Job = { ...work, resolve, reject }
      line.push(job)
      if (leftMs < longestWaitMs) giveUp = setTimeout(leave, leftMs, job)
      next()
    })
    return done.finally(() => clearTimeout(giveUp))
  }

  /** In the line a job gives up its place; a thread that has begun with it goes on to its own limit, for nobody. */
  function leave(job: Job): void {
    const at = line.indexOf(job)
    if (at >= 0) line.splice(at, 1)
    job.resolve(overloaded)
  }

  function next(): void {
    for (const thread of threads) {
      if (thread.job) continue
      const job = line.shift()
      if (!job) return
      begin(thread, job)
    }
  }

  function begin(thread: Thread, job: Job): void {
    thread.job = job
    const isNew = thread.worker === undefined
    const worker = thread.worker ?? start(thread)
    thread.worker = worker
    // A thread that is still starting has not begun with it: its time counts from when it says that it is ready.
    arm(thread, worker, isNew ? longestStartMs : (jobMs ?? mostMs(job)))
    const { task, body, asked } = job
    worker.postMessage({ task, body, asked })
  }

  function arm(thread: Thread, worker: Worker, ms: number): void {
    clearTimeout(thread.timer)
    thread.timer = setTimeout(() => {
      void worker.terminate()
      thread.worker = undefined
      finish(thread, (done) => done.resolve(tooSlow))
    }, ms)
  }

  function start(thread: Thread): Worker {
    const worker = new Worker(new URL('./body-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    })
    // An idle thread must not keep the process alive.
    worker.unref()
    worker.on('message', ({ ready, result, problem, isUnusable }: Said) => {
      if (thread.worker !== worker) return
      if (ready) {
        if (thread.job) arm(thread, worker, (jobMs ?? mostMs(thread.job)) + coldMs)
        return
      }
      finish(thread, (job) => {
        if (problem === undefined) job.resolve(result)
        else if (isUnusable) job.resolve(unusable(problem))
        else job.reject(new Error(problem))
      })
    })
    // Out of memory ends the thread: as much a property of the assertion as being slow.
    worker.on('error', (error) => {
      if (thread.worker !== worker) return
      thread.worker = undefined
      const outOfMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
      finish(thread, (job) => (outOfMemory ? job.resolve(tooSlow) : job.reject(error)))
    })
    return worker
  }

  function finish(thread: Thread, settle: (job: Job) => void): void {
    clearTimeout(thread.timer)
    const { job } = thread
    thread.job = undefined
    if (job) settle(job)
    next()
  }

  async function stop(): Promise<void> {
    stopped = true
    for (const job of line.splice(0)) job.resolve(overloaded)
    await Promise.all(
      threads.map(async (thread) => {
        clearTimeout(thread.timer)
        const { worker, job } = thread
        thread.worker = undefined
        thread.job = undefined
        job?.resolve(overloaded)
        await worker?.terminate()
      }),
    )
  }
}

async function doneHere(work: BodyTask): Promise<unknown> {
  try {
    return await bodyTasks[work.task](work.body, work.asked as never)
  } catch (error) {
    if (error instanceof UnusableAssertion) return unusable(error.message)
    throw error
  }
}

const tooSlow: Unjudged = {
  fault: 'config',
  problem: text(
    '본문 검사 조건을 적용하는 데 너무 오래 걸려 중단했습니다. 정규식, JSONPath, JSON Schema, 선택자를 더 단순하게 바꾸거나 읽을 본문의 크기를 줄이세요.',
    'Applying the assertions to the body took too long and was stopped. Use a simpler pattern, JSONPath, JSON Schema or selector, or read less of the body.',
  ),
}
const overloaded: Unjudged = {
  fault: 'own',
  problem: text('본문 검사가 밀려 있어 적용하지 못했습니다.', 'Too many bodies are waiting to be judged.'),
}
const unusable = (problem: string): Unjudged => ({
  fault: 'config',
  problem: text(
    `검사 조건을 적용할 수 없습니다: ${problem.slice(0, 300)}`,
    `An assertion cannot be applied: ${problem.slice(0, 300)}`,
  ),
})
