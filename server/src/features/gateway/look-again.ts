import { type Clock, minute } from '#kernel/clock.ts'
import { errorMessage } from '#kernel/errors.ts'

/** Looks at the store every minute: news from other processes is a hint that may be lost, and what was lost is seen then. */
export class LookAgain {
  readonly #clock: Clock
  readonly #look: () => Promise<void>
  readonly #warn: (message: string) => void
  readonly #stopped = new AbortController()

  constructor(clock: Clock, look: () => Promise<void>, warn: (message: string) => void) {
    this.#clock = clock
    this.#look = look
    this.#warn = warn
  }

  start(): void {
    void this.#goOn().catch(() => undefined)
  }

  async #goOn(): Promise<void> {
    for (;;) {
      await this.#clock.sleep(minute, this.#stopped.signal)
      await this.#look().catch((error: unknown) => this.#warn(`tools could not be looked at: ${errorMessage(error)}`))
    }
  }

  stop(): void {
    this.#stopped.abort(new Error('the process stops'))
  }
}
