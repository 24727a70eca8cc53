/** What work for somebody took, as a rule: ms of CPU by who asks for it, kept as long as they are. */
export class KnownCosts {
  readonly #costs = new WeakMap<object, number>()

  /** 0 where nothing is known. */
  of(asker: object | undefined): number {
    return asker ? (this.#costs.get(asker) ?? 0) : 0
  }

  /** A dear one is forgotten in steps: whoever asks for several things each time, most of them cheap, stays dear. */
  took(asker: object | undefined, ms: number): void {
    if (asker) this.#costs.set(asker, Math.max(ms, this.of(asker) / 2))
  }
}
