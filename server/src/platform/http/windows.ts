interface Window {
  endsAt: number
  used: number
}

/** More keys than this are never held: the oldest windows go first, as a flood of addresses must not cost memory. */
const maxKeys = 50_000

/** Fixed windows of time, one per key: how many came in the one that is open now. */
export class Windows {
  readonly #open = new Map<string, Window>()

  /** Counts one more. `seconds`: until its window ends. */
  count(key: string, windowMs: number, now: number): { readonly used: number; readonly seconds: number } {
    let window = this.#open.get(key)
    if (!window || window.endsAt <= now) {
      this.#open.delete(key)
      window = { endsAt: now + windowMs, used: 0 }
      this.#open.set(key, window)
      if (this.#open.size > maxKeys) this.#forgetOldest()
    }
    window.used += 1
    return { used: window.used, seconds: Math.ceil((window.endsAt - now) / 1000) }
  }

  #forgetOldest(): void {
    const oldest = this.#open.keys().next()
    if (!oldest.done) this.#open.delete(oldest.value)
  }
}
