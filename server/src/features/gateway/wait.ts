/**
 * How long a caller waits for a source: until it answers, the caller goes, or the deadline has passed. One signal and one
 * timer that are gone with the call; composed signals of the platform would outlive it until memory is cleaned up.
 */
export class Wait {
  readonly #controller = new AbortController()
  readonly #caller: AbortSignal
  readonly #timer: NodeJS.Timeout
  readonly #leave = () => this.#controller.abort(this.#caller.reason)
  #isOver = false

  constructor(caller: AbortSignal, deadlineMs: number) {
    this.#caller = caller
    this.#timer = setTimeout(() => {
      this.#isOver = true
      this.#controller.abort(new DOMException('the deadline has passed', 'TimeoutError'))
    }, deadlineMs)
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

  end(): void {
    clearTimeout(this.#timer)
    this.#caller.removeEventListener('abort', this.#leave)
  }
}
