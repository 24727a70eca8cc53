/** People are slow; nobody waits for them without end. */
const longestPauseMs = 10 * 60_000

/**
 * How long a caller waits for a source: until it answers, the caller goes, or the deadline has passed. One signal and one
 * timer that are gone with the call; composed signals of the platform would outlive it until memory is cleaned up.
 */
export class Wait {
  readonly #controller = new AbortController()
  readonly #caller: AbortSignal
  readonly #leave = () => this.#controller.abort(this.#caller.reason)
  #timer: NodeJS.Timeout
  #isOver = false
  #leftMs: number
  #since = performance.now()
  #pauses = 0
  #hasEnded = false

  constructor(caller: AbortSignal, deadlineMs: number) {
    this.#caller = caller
    this.#leftMs = deadlineMs
    this.#timer = setTimeout(this.#strike, deadlineMs)
    if (caller.aborted) this.#leave()
    else caller.addEventListener('abort', this.#leave, { once: true })
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  get isCancelled(): boolean {
    return this.#caller.aborted
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** A source that does not heed the signal must not keep its caller. */
  orEnd<Value>(work: Promise<Value>): Promise<Value> {
    const { signal } = this
    return new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason)
      if (signal.aborted) stop()
      else signal.addEventListener('abort', stop, { once: true })
      work.then(resolve, reject)
    })
  }

  /** While the caller is at work, the deadline for the source waits. */
  async paused<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#pauses++ === 0) {
      this.#leftMs -= performance.now() - this.#since
      this.#rearm(longestPauseMs)
    }
    try {
      return await work()
    } finally {
      if (--this.#pauses === 0 && !this.#hasEnded && !this.signal.aborted) this.#rearm(Math.max(1, this.#leftMs))
    }
  }

  end(): void {
    this.#hasEnded = true
    clearTimeout(this.#timer)
    this.#caller.removeEventListener('abort', this.#leave)
  }

  #rearm(ms: number): void {
    clearTimeout(this.#timer)
    this.#since = performance.now()
    this.#timer = setTimeout(this.#strike, ms)
  }

  readonly #strike = (): void => {
    this.#isOver = true
    this.#controller.abort(new DOMException('the deadline has passed', 'TimeoutError'))
  }
}
