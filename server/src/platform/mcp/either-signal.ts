/** Aborts with the first of several; `leave` lets go of them (a composed signal of the platform is kept in memory longer). */
export class EitherSignal {
  readonly #controller = new AbortController()
  readonly #left: (() => void)[] = []

  constructor(...signals: (AbortSignal | undefined)[]) {
    for (const one of signals) {
      if (one === undefined) continue
      const stop = () => this.#controller.abort(one.reason)
      if (one.aborted) stop()
      else one.addEventListener('abort', stop, { once: true })
      this.#left.push(() => one.removeEventListener('abort', stop))
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  leave(): void {
    for (const leave of this.#left) leave()
  }
}
