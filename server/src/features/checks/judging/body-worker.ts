import { parentPort } from 'node:worker_threads'
import { UnusableAssertion } from './assertions.ts'
import { type BodyTask, bodyTasks } from './body-tasks.ts'

/** The thread where other people's patterns, paths, schemas and pages are worked on. Whoever started it ends it when one takes too long. */
parentPort?.on('message', async ({ task, body, asked }: BodyTask) => {
  try {
    parentPort?.postMessage({ result: await bodyTasks[task](body, asked as never) })
  } catch (error) {
    const isUnusable = error instanceof UnusableAssertion || error instanceof RangeError
    parentPort?.postMessage({ problem: error instanceof Error ? error.message : String(error), isUnusable })
  }
})

parentPort?.postMessage({ ready: true })
