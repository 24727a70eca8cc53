import { text } from '@bongsu/contract/text.ts'
import { Failure } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'

const perActor = 3
const altogether = 20

/** How many looks by hand run at once: a few per person, so that one script does not take the place of the monitors. */
export class ToolboxLimit {
  readonly #running = new Map<string, number>()
  #total = 0

  /** Takes a place and gives back the function that frees it; refuses when there is none. */
  enter(actor: Actor): () => void {
    const who = keyOf(actor)
    const mine = this.#running.get(who) ?? 0
    if (mine >= perActor || this.#total >= altogether) throw busy
    this.#running.set(who, mine + 1)
    this.#total += 1
    let left = false
    return () => {
      if (left) return
      left = true
      this.#total -= 1
      const now = (this.#running.get(who) ?? 1) - 1
      if (now > 0) this.#running.set(who, now)
      else this.#running.delete(who)
    }
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

const busy = new Failure(
  'rate_limited',
  text(
    `한 사람이 동시에 실행할 수 있는 점검은 ${perActor}개입니다. 실행 중인 점검이 끝난 뒤 다시 시도하세요.`,
    `At most ${perActor} looks by hand run at once per person. Try again when one has ended.`,
  ),
  { limit: perActor, retry_after_seconds: 5 },
)
