import { errorMessage } from '#kernel/errors.ts'
import type { AfterHandler, EventType, WithinHandler } from '#kernel/events.ts'
import type { Events, Tx } from './contract.ts'

/** How news reaches the other processes; see platform/bus. */
export interface Relay {
  publish(name: string, payload: unknown): void
}

/** The one dispatcher of a process. Handlers of an event run in the order they subscribed. */
export class EventDispatcher implements Events {
  readonly #within = new Map<string, WithinHandler<Tx, unknown>[]>()
  readonly #after = new Map<string, AfterHandler<unknown>[]>()
  readonly #warn: (message: string) => void
  #relay: Relay | undefined

  constructor(warn: (message: string) => void) {
    this.#warn = warn
  }

  /** From now on, events that reach everywhere are also handed to `relay`. */
  relayThrough(relay: Relay): void {
    this.#relay = relay
  }

  within<Payload>(event: EventType<Payload>, handler: WithinHandler<Tx, Payload>): void {
    this.#within.set(event.name, [...(this.#within.get(event.name) ?? []), handler as WithinHandler<Tx, unknown>])
  }

  after<Payload>(event: EventType<Payload>, handler: AfterHandler<Payload>): void {
    this.#after.set(event.name, [...(this.#after.get(event.name) ?? []), handler as AfterHandler<unknown>])
  }

  tell<Payload>(event: EventType<Payload>, payload: Payload): void {
    this.dispatch(event.name, payload)
    if (event.reach === 'everywhere') this.#relay?.publish(event.name, payload)
  }

  async runWithin<Payload>(tx: Tx, event: EventType<Payload>, payload: Payload): Promise<void> {
    for (const handler of this.#within.get(event.name) ?? []) await handler(tx, payload)
  }

  /** Runs the after-handlers of this process only; the bus calls it for news from elsewhere. */
  dispatch(name: string, payload: unknown): void {
    for (const handler of this.#after.get(name) ?? []) {
      try {
        const pending = handler(payload)
        if (pending) pending.catch((error) => this.#warn(`handler of event ${name} failed: ${errorMessage(error)}`))
      } catch (error) {
        this.#warn(`handler of event ${name} failed: ${errorMessage(error)}`)
      }
    }
  }
}

/** What a transaction owes once it has committed. */
export class AfterCommit {
  readonly #work: (() => void | Promise<void>)[] = []

  add(work: () => void | Promise<void>): void {
    this.#work.push(work)
  }

  run(warn: (message: string) => void): void {
    for (const work of this.#work) {
      Promise.resolve()
        .then(work)
        .catch((error) => warn(`work after a commit failed: ${errorMessage(error)}`))
    }
  }
}
