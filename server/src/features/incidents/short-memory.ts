import type { Clock } from '#kernel/clock.ts'

/**
 * Remembers the answer to a dear question for a while. Callers that ask while it is being found out wait for the same
 * answer; one that failed is not remembered.
 */
export class ShortMemory<T> {
  readonly #clock: Clock
  readonly #forMs: number
  readonly #make: () => Promise<T>
  #answer: { readonly promise: Promise<T>; readonly until: number } | undefined

  constructor(clock: Clock, forMs: number, make: () => Promise<T>) {
    this.#clock = clock
    this.#forMs = forMs
    this.#make = make
  }

  get(): Promise<T> {
    if (this.#answer && this.#clock.monotonic() < this.#answer.until) return this.#answer.promise
    const promise = this.#make()
    const answer = { promise, until: this.#clock.monotonic() + this.#forMs }
    this.#answer = answer
    promise.catch(() => {
      if (this.#answer === answer) this.#answer = undefined
    })
    return promise
  }

  forget(): void {
    this.#answer = undefined
  }
}
