interface Waiting {
  readonly share: 'one' | 'all'
  readonly resolve: (leave: (() => void) | null) => void
}

/**
 * How many visits run at once. Whoever asks for `all` waits until nobody else is inside, and is then alone: a visit that
 * was hit when the browser died is repeated where nobody else can be the cause.
 */
export class Places {
  readonly #most: () => number
  #inside = 0
  #isTaken = false
  #waiting: Waiting[] = []

  constructor(most: () => number) {
    this.#most = most
  }

  get inside(): number {
    return this.#inside
  }

  /** The function that gives the place back, or null when `signal` aborted before there was one. */
  enter(share: 'one' | 'all', signal: AbortSignal): Promise<(() => void) | null> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(null)
      const waiting: Waiting = { share, resolve }
      this.#waiting.push(waiting)
      signal.addEventListener(
        'abort',
        () => {
          if (!this.#waiting.includes(waiting)) return
          this.#waiting = this.#waiting.filter((one) => one !== waiting)
          resolve(null)
          this.#letIn()
        },
        { once: true },
      )
      this.#letIn()
    })
  }

  /** In the order they came. */
  #letIn(): void {
    for (let next = this.#waiting[0]; next && this.#hasRoom(next); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#admit(next)
    }
  }

  #hasRoom({ share }: Waiting): boolean {
    if (this.#isTaken) return false
    return share === 'all' ? this.#inside === 0 : this.#inside < Math.max(1, this.#most())
  }

  #admit({ share, resolve }: Waiting): void {
    this.#inside++
    if (share === 'all') this.#isTaken = true
    let isLeft = false
    resolve(() => {
      if (isLeft) return
      isLeft = true
      this.#inside--
      if (share === 'all') this.#isTaken = false
      this.#letIn()
    })
  }
}
