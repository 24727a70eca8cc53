import { type Clock, second } from '#kernel/clock.ts'
import type { Database } from '#platform/db/contract.ts'

const everyMs = 30 * second
/** Silence of all our processes for longer than this is a stretch in which a signal may have been lost. */
const toleratedMs = 4 * everyMs

/**
 * Notes now and then that somebody listens. When nobody did for a while (the machine was off), the stretch is kept: a
 * signal that is missing from it is our fault and nobody else's. Writes nothing while there is no address to listen at.
 */
export class Listening {
  readonly #database: Database
  readonly #clock: Clock
  readonly #warn: (message: string) => void
  #timer: NodeJS.Timeout | undefined

  constructor(database: Database, clock: Clock, warn: (message: string) => void) {
    this.#database = database
    this.#clock = clock
    this.#warn = warn
  }

  async start(): Promise<void> {
    if (this.#timer) return
    this.#timer = setInterval(() => void this.#note(), everyMs).unref()
    await this.#note()
  }

  async stop(): Promise<void> {
    if (!this.#timer) return
    clearInterval(this.#timer)
    this.#timer = undefined
    await this.#note()
  }

  async #note(): Promise<void> {
    await noteListening(this.#database, this.#clock.now()).catch((error: unknown) =>
      this.#warn(`that signals are listened for could not be noted: ${String(error)}`),
    )
  }
}

const was = 'excluded.heard_at - signal_listening.heard_at'

export async function noteListening(database: Database, now: number): Promise<void> {
  await database.run(
    `insert into signal_listening (id, heard_at) select 1, cast(? as bigint) where exists (select 1 from signal_address)
     on conflict (id) do update set
       deaf_from = case when ${was} > ${toleratedMs} then signal_listening.heard_at else signal_listening.deaf_from end,
       deaf_until = case when ${was} > ${toleratedMs} then excluded.heard_at else signal_listening.deaf_until end,
       heard_at = excluded.heard_at
     where excluded.heard_at > signal_listening.heard_at`,
    [now],
  )
}
