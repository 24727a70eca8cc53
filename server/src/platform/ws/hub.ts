import type { Role } from '@bongsu/contract/permissions.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { serviceKey } from '#kernel/service.ts'
import type { Listener } from './listener.ts'

/** The same for everybody, or said in the language of each listener. It is made into JSON once per language. */
export type HubMessage = object | ((language: Language) => object)

/**
 * Who listens in this process, and to what. Rooms speak; the door adds and removes listeners. News from other processes
 * reaches it as events, so a hub only ever knows its own.
 */
export interface Hub {
  toPerson(personId: number, message: HubMessage): void
  toProject(projectId: number, message: HubMessage): void
  toTopic(topic: string, message: HubMessage): void
  toAll(message: HubMessage): void
  /** Whether anybody listens: spares the work of making a message for nobody. */
  isWatched(projectId: number): boolean
  isOnline(personId: number): boolean
  /** Closes the streams of these sessions, or all of a person's. Personal tokens count as the person's. */
  disconnect(personId: number, sessionIds: readonly number[] | null, reason: string): void
  disconnectTokens(tokenIds: readonly number[], reason: string): void
  /** What the person may do now (null: nothing any more). Streams opened under another role close and come back. */
  confirmRole(personId: number, role: Role | null): void
  listeners(): number
}

export const hubKey = serviceKey<Hub>('hub')

/** So many frames are written before other work gets its turn; a fan-out to thousands must not stall the loop. */
const framesPerTurn = 250

/** Subscriptions by topic. Fan-outs run one after another, so every listener gets them in the order they were told. */
export class LiveHub implements Hub {
  readonly #all = new Set<Listener>()
  readonly #topics = new Map<string, Set<Listener>>()
  readonly #people = new Map<number, Set<Listener>>()
  #last: Promise<void> = Promise.resolve()

  add(listener: Listener): void {
    this.#all.add(listener)
    if (listener.personId !== null) put(this.#people, listener.personId, listener)
  }

  remove(listener: Listener): void {
    this.#all.delete(listener)
    if (listener.personId !== null) take(this.#people, listener.personId, listener)
    for (const topic of listener.topics) take(this.#topics, topic, listener)
    listener.topics.clear()
  }

  subscribe(listener: Listener, topic: string): void {
    if (!this.#all.has(listener)) return
    listener.topics.add(topic)
    put(this.#topics, topic, listener)
  }

  unsubscribe(listener: Listener, topic: string): void {
    listener.topics.delete(topic)
    take(this.#topics, topic, listener)
  }

  toPerson(personId: number, message: HubMessage): void {
    this.#fanOut(this.#people.get(personId), message)
  }

  toProject(projectId: number, message: HubMessage): void {
    this.#fanOut(this.#topics.get(projectTopic(projectId)), message)
  }

  toTopic(topic: string, message: HubMessage): void {
    this.#fanOut(this.#topics.get(topic), message)
  }

  toAll(message: HubMessage): void {
    this.#fanOut(this.#all, message)
  }

  isWatched(projectId: number): boolean {
    return this.#topics.has(projectTopic(projectId))
  }

  isOnline(personId: number): boolean {
    return this.#people.has(personId)
  }

  disconnect(personId: number, sessionIds: readonly number[] | null, reason: string): void {
    for (const listener of [...(this.#people.get(personId) ?? [])]) {
      if (sessionIds === null || (listener.sessionId !== null && sessionIds.includes(listener.sessionId))) {
        listener.close(4401, reason)
      }
    }
  }

  disconnectTokens(tokenIds: readonly number[], reason: string): void {
    for (const listener of [...this.#all]) {
      if (listener.actor.kind === 'token' && tokenIds.includes(listener.actor.tokenId)) listener.close(4401, reason)
    }
  }

  confirmRole(personId: number, role: Role | null): void {
    for (const listener of this.ofPerson(personId)) {
      if (listener.role !== role)
        listener.close(4401, role === null ? 'the account may not be used any more' : 'the role has changed')
    }
  }

  ofPerson(personId: number): readonly Listener[] {
    return [...(this.#people.get(personId) ?? [])]
  }

  everybody(): readonly Listener[] {
    return [...this.#all]
  }

  listeners(): number {
    return this.#all.size
  }

  /** Resolves when everything told so far was handed to the sockets. */
  settled(): Promise<void> {
    return this.#last
  }

  #fanOut(listeners: ReadonlySet<Listener> | undefined, message: HubMessage): void {
    if (!listeners || listeners.size === 0) return
    const frames = framesOf(message)
    const targets = [...listeners]
    this.#last = this.#last.then(async () => {
      for (let from = 0; from < targets.length; from += framesPerTurn) {
        for (const listener of targets.slice(from, from + framesPerTurn)) listener.send(frames(listener.language))
        if (from + framesPerTurn < targets.length) await new Promise((resolve) => setImmediate(resolve))
      }
    })
  }
}

export const projectTopic = (projectId: number): string => `project:${projectId}`

function framesOf(message: HubMessage): (language: Language) => Buffer {
  if (typeof message !== 'function') {
    const frame = Buffer.from(JSON.stringify(message))
    return () => frame
  }
  const made = new Map<Language, Buffer>()
  return (language) => {
    let frame = made.get(language)
    if (!frame) {
      frame = Buffer.from(JSON.stringify((message as (language: Language) => object)(language)))
      made.set(language, frame)
    }
    return frame
  }
}

function put<Key>(map: Map<Key, Set<Listener>>, key: Key, listener: Listener): void {
  const set = map.get(key)
  if (set) set.add(listener)
  else map.set(key, new Set([listener]))
}

function take<Key>(map: Map<Key, Set<Listener>>, key: Key, listener: Listener): void {
  const set = map.get(key)
  if (set?.delete(listener) && set.size === 0) map.delete(key)
}
