import { hour } from '#kernel/clock.ts'
import { invalidParams, McpRefusal } from './face.ts'

export interface StateSeal {
  /** Unreadable and unchangeable for whoever carries it, and bound to this place. */
  seal(plain: string, place: string): string
  /** Throws for anything but what was sealed for this place. */
  open(sealed: string, place: string): string
}

/** What a `requestState` of ours says: a request that waits here, or the state of the server behind. */
export type RequestState = { readonly parked: string } | { readonly behind: string }

const validMs = hour

/**
 * What a caller carries between two requests (`requestState`, revision 2026-07-28). The servers behind see one caller, us,
 * and cannot tell whose state it is: so it is sealed for the caller and for what they asked.
 */
export class RequestStates {
  readonly #seal: StateSeal
  readonly #now: () => number

  constructor(seal: StateSeal, now: () => number) {
    this.#seal = seal
    this.#now = now
  }

  give(owner: string, meant: string, state: RequestState): string {
    return this.#seal.seal(JSON.stringify({ ...state, at: this.#now() }), placeOf(owner, meant))
  }

  take(owner: string, meant: string, sealed: unknown): RequestState {
    try {
      if (typeof sealed !== 'string') throw new Error('no text')
      const { at, ...state } = JSON.parse(this.#seal.open(sealed, placeOf(owner, meant)))
      if (this.#now() - at > validMs) throw new Error('too old')
      return state
    } catch {
      throw new McpRefusal(invalidParams, 'Invalid or expired requestState')
    }
  }
}

const placeOf = (owner: string, meant: string): string => JSON.stringify(['requestState', owner, meant])
