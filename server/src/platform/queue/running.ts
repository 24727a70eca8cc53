import { stoppingFailure } from '#kernel/errors.ts'

/** The handlers that run now, and how closing waits for them: until the deadline, then by aborting. */
export class Running {
  readonly #abort = new AbortController()
  readonly #pending = new Set<Promise<void>>()

  get size(): number {
    return this.#pending.size
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  track(work: Promise<void>): Promise<void> {
    this.#pending.add(work)
    return work.finally(() => this.#pending.delete(work))
  }

  /** Always ends: a handler that does not obey its signal (its store is gone) is left behind after a moment. */
  async drain(deadline: AbortSignal): Promise<void> {
    let leave: NodeJS.Timeout | undefined
    const left = new Promise<void>((resolve) => {
      const abort = () => {
        this.#abort.abort(stoppingFailure())
        leave = setTimeout(resolve, graceMs)
      }
      if (deadline.aborted) abort()
      else deadline.addEventListener('abort', abort, { once: true })
    })
    await Promise.race([this.#ended(), left])
    clearTimeout(leave)
  }

  async #ended(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending)
  }
}

const graceMs = 500
