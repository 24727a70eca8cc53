interface Stall {
  readonly from: number
  readonly to: number
}

/** A main loop held this long makes timeouts fire that nobody deserved. */
const stallMs = 1_000
const kept = 20

/**
 * Notices when the process stood still (a blocked main loop, SIGSTOP, a frozen machine), so that what timed out
 * meanwhile is not blamed on its target. Times are monotonic; `beat` is called by a steady timer.
 */
export class StallWatch {
  #stalls: Stall[] = []
  #lastBeat: number
  readonly #beatMs: number

  constructor(now: number, beatMs: number) {
    this.#lastBeat = now
    this.#beatMs = beatMs
  }

  beat(now: number): void {
    if (now - this.#lastBeat - this.#beatMs >= stallMs) {
      this.#stalls = [...this.#stalls.slice(1 - kept), { from: this.#lastBeat, to: now }]
    }
    this.#lastBeat = now
  }

  /** Whether the process stood still at some time of a stretch. What ends before the next beat is seen as well. */
  touches(from: number, to: number): boolean {
    if (to - this.#lastBeat - this.#beatMs >= stallMs) return true
    return this.#stalls.some((stall) => stall.from < to && stall.to > from)
  }
}
