import { Worker } from 'node:worker_threads'
import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { type BodyAssertions, judgeText, UnusableAssertion } from './assertions.ts'
import { isSimplePath } from './json-path.ts'
import { patternOf } from './pattern.ts'

/** The assertions could not be applied: a mistake in them or more work than a check may be, or (`own`) we are too busy. */
export interface Unjudged {
  readonly problem: Text
  readonly fault: 'config' | 'own'
}

/** Applies what somebody asserts about a body, without ever holding up the loop that all checks share. */
export interface BodyJudge {
  judge(body: string, asked: BodyAssertions): Promise<readonly AssertionResult[] | Unjudged>
  stop(): Promise<void>
}

export interface BodyJudgeOptions {
  readonly threads?: number
  /** From the moment a thread begins with it. */
  readonly jobMs?: number
}

/** Below these a body is judged on the spot: a millisecond as a rule, some at worst, where handing it over costs as much. */
const smallJson = 262_144
const cheapSearch = 20_000_000
const cheapMatch = 1_000_000
const longestLine = 200

interface Job {
  readonly body: string
  readonly asked: BodyAssertions
  readonly resolve: (verdict: readonly AssertionResult[] | Unjudged) => void
  readonly reject: (error: unknown) => void
}

interface Said {
  readonly results?: AssertionResult[]
  readonly problem?: string
  readonly isUnusable?: boolean
}

interface Thread {
  worker: Worker | undefined
  job: Job | undefined
  timer: NodeJS.Timeout | undefined
}

export function createBodyJudge({ threads: count = 2, jobMs = 800 }: BodyJudgeOptions = {}): BodyJudge {
  const threads: Thread[] = Array.from({ length: count }, () => ({
    worker: undefined,
    job: undefined,
    timer: undefined,
  }))
  const line: Job[] = []
  let stopped = false

  return { judge, stop }

  async function judge(body: string, asked: BodyAssertions): Promise<readonly AssertionResult[] | Unjudged> {
    if (isCheap(body, asked)) return judgeHere(body, asked)
    if (stopped || line.length >= longestLine) return overloaded
    return new Promise((resolve, reject) => {
      line.push({ body, asked, resolve, reject })
      work()
    })
  }

  function work(): void {
    for (const thread of threads) {
      if (thread.job) continue
      const job = line.shift()
      if (!job) return
      begin(thread, job)
    }
  }

  function begin(thread: Thread, job: Job): void {
    thread.job = job
    const worker = thread.worker ?? start(thread)
    // A thread that is still starting has not begun with it: its first job may take a second longer.
    const limit = jobMs + (worker === thread.worker ? 0 : 1_000)
    thread.worker = worker
    thread.timer = setTimeout(() => {
      void worker.terminate()
      thread.worker = undefined
      finish(thread, (done) => done.resolve(tooSlow))
    }, limit)
    worker.postMessage({ id: 0, body: job.body, asked: job.asked })
  }

  function start(thread: Thread): Worker {
    const worker = new Worker(new URL('./body-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    })
    // An idle thread must not keep the process alive.
    worker.unref()
    worker.on('message', ({ results, problem, isUnusable }: Said) => {
      if (thread.worker !== worker) return
      finish(thread, (job) => {
        if (results) job.resolve(results)
        else if (isUnusable) job.resolve(unusable(problem ?? ''))
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
    work()
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

function judgeHere(body: string, asked: BodyAssertions): readonly AssertionResult[] | Unjudged {
  try {
    return judgeText(body, asked)
  } catch (error) {
    if (error instanceof UnusableAssertion) return unusable(error.message)
    throw error
  }
}

/** Whether judging costs about a millisecond, whatever the body holds. */
export function isCheap(
  body: string,
  { contains, notContains, matches, notMatches, json, jsonSchema }: BodyAssertions,
): boolean {
  if (jsonSchema !== undefined) return false
  const searched = [...contains, ...notContains].reduce((sum, value) => sum + value.length, 0)
  if (searched * body.length > cheapSearch) return false
  for (const sources of [matches, notMatches])
    for (const source of sources) if (!isCheapPattern(source, body.length)) return false
  return (
    json.length === 0 ||
    (body.length <= smallJson && json.every(({ path, operator }) => isSimplePath(path) && operator !== 'matches'))
  )
}

function isCheapPattern(source: string, length: number): boolean {
  const pattern = patternOf(source)
  return 'problem' in pattern || pattern.size * length <= cheapMatch
}

const tooSlow: Unjudged = {
  fault: 'config',
  problem: text(
    '본문 검사 조건을 적용하는 데 너무 오래 걸려 중단했습니다. 정규식, JSONPath, JSON Schema를 더 단순하게 바꾸세요.',
    'Applying the assertions to the body took too long and was stopped. Use a simpler pattern, JSONPath or JSON Schema.',
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
