import { parentPort } from 'node:worker_threads'
import { type BodyAssertions, judgeText, UnusableAssertion } from './assertions.ts'

/** The thread where other people's patterns, paths and schemas run. Whoever started it ends it when one takes too long. */
parentPort?.on('message', ({ id, body, asked }: { id: number; body: string; asked: BodyAssertions }) => {
  try {
    parentPort?.postMessage({ id, results: judgeText(body, asked) })
  } catch (error) {
    const isUnusable = error instanceof UnusableAssertion || error instanceof RangeError
    parentPort?.postMessage({ id, problem: error instanceof Error ? error.message : String(error), isUnusable })
  }
})
