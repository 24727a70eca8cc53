import { hour } from '#kernel/clock.ts'

export interface StateSeal {
  /** Unreadable and unchangeable for whoever carries it, and bound to this place. */
  seal(plain: string, place: string): string
  /** Throws for anything but what was sealed for this place. */
  open(sealed: string, place: string): string
}

/** What a `requestState` of ours says: a request that waits, in which process; or what its face wants to have back. */
export type RequestState = { readonly parked: string; readonly home: string } | { readonly behind: string }

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

  /** Undefined for anything but what was given to this caller for this, and not too long ago. */
  take(owner: string, meant: string, sealed: unknown): RequestState | undefined {
    try {
      if (typeof sealed !== 'string') return undefined
      const { at, ...state } = JSON.parse(this.#seal.open(sealed, placeOf(owner, meant)))
      return this.#now() - at > validMs ? undefined : state
    } catch {
      return undefined
    }
  }
}

const placeOf = (owner: string, meant: string): string => JSON.stringify(['requestState', owner, meant])
