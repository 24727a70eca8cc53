import { text } from '@bongsu/contract/text.ts'
import { Failure } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'

export interface ToolboxPlaces {
  /** Looks by hand at once, of one person and of all together. */
  readonly perActor: number
  readonly altogether: number
  /** Looks of one person that wait for a place. */
  readonly mostWaiting: number
  readonly waitMs: number
}

/** More looks at once than anybody makes by hand; what an API client may ask for in a minute (P55) finds room in the line. */
const usual: ToolboxPlaces = { perActor: 10, altogether: 40, mostWaiting: 120, waitMs: 60_000 }

interface Waiting {
  readonly who: string
  enter(leave: () => void): void
}

/**
 * How many looks by hand run at once, so that one script does not take the place of the monitors. Who comes when there is
 * no place waits for one; the next place goes to whoever has the fewest looks running, so that nobody waits for somebody
 * else's hundred.
 */
export class ToolboxLimit {
  readonly #places: ToolboxPlaces
  readonly #running = new Map<string, number>()
  readonly #line = new Set<Waiting>()
  #total = 0

  constructor(places: ToolboxPlaces = usual) {
    this.#places = places
  }

  /**
   * Resolves with the function that frees the place. Rejects with `rate_limited` when the line is too long or none came
   * free in time, and with the signal's reason when whoever asked has gone.
   */
  enter(actor: Actor, signal: AbortSignal): Promise<() => void> {
    const who = keyOf(actor)
    if (signal.aborted) return Promise.reject(signal.reason)
    if (this.#hasRoomFor(who)) return Promise.resolve(this.#take(who))
    const ahead = [...this.#line].filter((waiting) => waiting.who === who).length
    if (ahead >= this.#places.mostWaiting) return Promise.reject(this.#busy())
    return this.#wait(who, signal)
  }

  #wait(who: string, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const leaveLine = () => {
        this.#line.delete(waiting)
        clearTimeout(timer)
        signal.removeEventListener('abort', gone)
      }
      const refuse = (reason: unknown) => {
        leaveLine()
        reject(reason)
      }
      const gone = () => refuse(signal.reason)
      const waiting: Waiting = {
        who,
        enter(leave) {
          leaveLine()
          resolve(leave)
        },
      }
      const timer = setTimeout(() => refuse(this.#busy()), this.#places.waitMs)
      signal.addEventListener('abort', gone, { once: true })
      this.#line.add(waiting)
    })
  }

  #hasRoomFor(who: string): boolean {
    return this.#total < this.#places.altogether && this.#runningOf(who) < this.#places.perActor
  }

  #take(who: string): () => void {
    this.#running.set(who, this.#runningOf(who) + 1)
    this.#total += 1
    let left = false
    return () => {
      if (left) return
      left = true
      this.#total -= 1
      const now = this.#runningOf(who) - 1
      if (now > 0) this.#running.set(who, now)
      else this.#running.delete(who)
      this.#letIn()
    }
  }

  #letIn(): void {
    const able = [...this.#line].filter(({ who }) => this.#hasRoomFor(who))
    const fewest = Math.min(...able.map(({ who }) => this.#runningOf(who)))
    const next = able.find(({ who }) => this.#runningOf(who) === fewest)
    next?.enter(this.#take(next.who))
  }

  readonly #runningOf = (who: string): number => this.#running.get(who) ?? 0

  readonly #busy = (): Failure => {
    const { perActor } = this.#places
    return new Failure(
      'rate_limited',
      text(
        `손으로 하는 점검이 밀려 있습니다(한 사람이 동시에 ${perActor}개까지). 실행 중인 점검이 끝난 뒤 다시 시도하세요.`,
        `Too many looks by hand are waiting (at most ${perActor} run at once per person). Try again when some have ended.`,
      ),
      { limit: perActor, retry_after_seconds: 5 },
    )
  }
}

function keyOf(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return `person ${actor.personId}`
    case 'token':
      return actor.personId === null ? `token ${actor.tokenId}` : `person ${actor.personId}`
    case 'system':
      return `system ${actor.name}`
    case 'anonymous':
      return 'anonymous'
  }
}
