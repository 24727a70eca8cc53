import { setTimeout as sleepFor } from 'node:timers/promises'
import type { Clock } from '#kernel/clock.ts'

/**
 * Time that runs `factor` times as fast as the real one since `base`, the same in every process that is given the same
 * two numbers: hours of waiting pass in a test, with real processes, sockets and kills.
 */
export function quickClock(base: number, factor: number, aheadMs = 0): Clock {
  const now = () => base + (Date.now() - base) * factor + aheadMs
  return {
    now: () => Math.floor(now()),
    monotonic: () => performance.now() * factor,
    sleep: (ms, signal) =>
      sleepFor(ms / factor, undefined, signal ? { signal } : {}).then(
        () => undefined,
        () => {
          throw signal?.reason
        },
      ),
  }
}
