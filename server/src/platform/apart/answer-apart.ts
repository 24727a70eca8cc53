import { Worker } from 'node:worker_threads'

/**
 * The other side of `createApart`, called once by the module it was given: `work` is what was asked, what `answer` gives is
 * the result. `isRefusal` says of an error that it is about what was asked and not about us.
 */
export function answerApart<Work>(answer: (work: Work) => unknown, isRefusal: (error: unknown) => boolean): void {
  process.on('disconnect', () => process.exit())
  // Whoever is in the middle of something hears of no disconnect.
  new Worker(new URL('./watch-parent.ts', import.meta.url), {
    workerData: process.ppid,
    resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 },
  }).unref()
  process.on('message', async (work: Work) => {
    try {
      process.send?.({ result: await answer(work) })
    } catch (error) {
      process.send?.({ problem: error instanceof Error ? error.message : String(error), isRefusal: isRefusal(error) })
    }
  })
  process.send?.({ ready: true })
}
