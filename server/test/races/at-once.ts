import { isFailure } from '#kernel/errors.ts'

/** So many calls at once: more than the pool of connections, so that some wait at the door and some inside. */
export const together = 24

export const atOnce = <Result>(many: number, call: (n: number) => Promise<Result>) =>
  Promise.allSettled(Array.from({ length: many }, (_, n) => call(n)))

/** The codes of those that were refused. What failed in any other way is thrown: a race must end in words. */
export function refusalsOf(settled: readonly PromiseSettledResult<unknown>[]): string[] {
  return settled.flatMap((one) => {
    if (one.status === 'fulfilled') return []
    if (!isFailure(one.reason)) throw one.reason
    return [one.reason.code]
  })
}
