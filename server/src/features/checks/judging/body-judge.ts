import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { type ApartOptions, createApart } from '#platform/apart/index.ts'
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
  /**
   * For one look: what is not done after so many ms is `own`, as we were too busy, and is given up. `asker` stands for
   * whoever looks again and again: what is dear for them each time keeps only others of that sort waiting.
   */
  within(ms: number, asker?: object): BodyJudge
  stop(): Promise<void>
}

export interface BodyJudgeOptions extends Pick<ApartOptions, 'processes'> {
  /** Of CPU; by the task unless said. */
  readonly jobMs?: number
}

/** Most bodies take some ms; one of a megabyte that is taken apart, some tenths of a second. */
const slow = { afterMs: 400, processes: 1 }

export function createBodyJudge({ jobMs, ...options }: BodyJudgeOptions = {}): SharedJudge {
  const apart = createApart({ module: new URL('./body-apart.ts', import.meta.url), slow, ...options })
  return {
    ...judgeUntil(Number.POSITIVE_INFINITY),
    within: (ms, asker) => judgeUntil(performance.now() + ms, asker),
    stop: () => apart.stop(),
  }

  /** Safe because `done` gives what the function of that name in body-tasks.ts gives. */
  function judgeUntil(until: number, asker?: object): BodyJudge {
    const made = (work: BodyTask) => done(work, until, asker)
    return {
      judge: (body, asked) => made({ task: 'judge', body, asked }) as Promise<readonly AssertionResult[] | Unjudged>,
      read: (body, asked) => made({ task: 'read', body, asked }) as Promise<readonly string[] | Unjudged>,
      find: (body, asked) => made({ task: 'find', body, asked }) as Promise<Finding | Unjudged>,
      capture: (body, asked) => made({ task: 'capture', body, asked }) as Promise<readonly Captured[] | Unjudged>,
      tidy: (body, asked) => made({ task: 'tidy', body, asked }) as Promise<string | Unjudged>,
      compare: (body, asked) => made({ task: 'compare', body, asked }) as Promise<LineDiff | Unjudged>,
    }
  }

  /** Gives what the task of that name gives (body-tasks.ts), here or in a process of its own. */
  async function done(work: BodyTask, until: number, asker?: object): Promise<unknown> {
    if (isCheapTask(work)) return doneHere(work)
    const waitMs = until - performance.now()
    const ended = await apart.run(work, { mostMs: jobMs ?? mostMs(work), waitMs, asker })
    switch (ended.is) {
      case 'done':
        return ended.result
      case 'refused':
        return unusable(ended.problem)
      case 'too-much':
        return tooSlow
      case 'busy':
        return overloaded
    }
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
    '본문 검사 조건을 적용하는 데 시간이나 메모리가 너무 많이 들어 중단했습니다. 정규식, JSONPath, JSON Schema, 선택자를 더 단순하게 바꾸거나 읽을 본문의 크기를 줄이세요.',
    'Applying the assertions to the body took too much time or memory and was stopped. Use a simpler pattern, JSONPath, JSON Schema or selector, or read less of the body.',
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
