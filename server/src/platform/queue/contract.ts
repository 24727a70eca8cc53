/** One piece of work. `id` names it for good: letters, digits, `-` and `_`. The work itself is plain JSON. */
export interface Piece<Work> {
  readonly id: string
  readonly work: Work
}

/**
 * Work handed from the one who knows that it is due to whoever has a hand free. A hint, never the record: a lost or
 * doubled piece of work must do no harm, because slots are unique in the store.
 */
export interface Queue<Work> {
  /** Whether other processes consume too: then nobody takes more than it can do. */
  readonly isShared: boolean
  /**
   * A piece whose id waits or runs already changes nothing. Resolves once the work is where a consumer can find it;
   * rejects, soon, when it cannot be put there.
   */
  push(pieces: readonly Piece<Work>[]): Promise<void>
  /** Handlers run side by side up to `concurrency`. A handler that throws is reported through `warn` and forgotten. */
  consume(handler: Handler<Work>, concurrency: number): Promise<void>
  /** How many pieces wait; running ones do not count. */
  depth(): Promise<number>
  /**
   * Takes no more work, waits for running handlers until the deadline, then aborts them. What was not begun, and what a
   * handler gives up by throwing after that abort, stays for other consumers (redis) or is dropped (local): its slot
   * comes again. The work of a consumer that died goes to another one within a minute.
   */
  close(deadline: AbortSignal): Promise<void>
}

export type Handler<Work> = (work: Work, signal: AbortSignal) => Promise<void>

export interface QueueParts {
  readonly name: string
  warn(message: string): void
}
