import { pause } from './pause.ts'

const atOnce = 4 * 1_048_576
const eachSecond = 1_048_576

/**
 * How fast somebody else's server may tell us what nobody waits for. What comes faster is left on its side, in the
 * buffers of the network or of the pipe, so that a flood costs the server that makes it and nobody else.
 */
export class Pace {
  #left = atOnce
  #at = performance.now()

  /** So many letters or bytes came: how long to wait before more is read, in ms. Mostly not at all. */
  after(count: number): number {
    const now = performance.now()
    this.#left = Math.min(atOnce, this.#left + ((now - this.#at) / 1000) * eachSecond) - count
    this.#at = now
    return this.#left >= 0 ? 0 : (-this.#left / eachSecond) * 1000
  }
}

/** For a stream that is meant to stay open. */
export function paced(signal: AbortSignal): (bytes: number) => Promise<void> | undefined {
  const pace = new Pace()
  return (bytes) => {
    const ms = pace.after(bytes)
    return ms === 0 ? undefined : pause(ms, signal)
  }
}
