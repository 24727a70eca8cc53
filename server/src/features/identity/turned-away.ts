import type { FastifyRequest } from 'fastify'
import { minute, second } from '#kernel/clock.ts'
import { errorMessage } from '#kernel/errors.ts'
import type { Tx } from '#platform/db/contract.ts'
import { networkOf } from '#platform/http/rate-limit.ts'
import type { IdentityService } from './identity-service.ts'
import { insertSignIn, setSignInAttempts } from './sign-in-store.ts'

/** What is new is written this often: the history is up to date, and a flood costs a transaction a second. */
const writeEveryMs = 1 * second
/** With more sources than this in one minute, those that come later share a line without an address. */
const mostSources = 10_000

/** The attempts of one source within one minute. */
interface Flood {
  readonly since: number
  readonly address: string | null
  readonly userAgent: string | null
  attempts: number
  /** What the history knows: the line, and how many attempts it says. */
  line: { readonly id: number; readonly attempts: number } | undefined
}

/**
 * Sign-ins that the rate limit refused before anybody read what was typed. The history has a line for each source and
 * minute that says how many there were, so that whoever floods us fills no disk and still leaves a trace.
 */
export class TurnedAway {
  readonly #identity: Pick<IdentityService, 'database' | 'clock'>
  readonly #warn: (message: string) => void
  readonly #stopping = new AbortController()
  readonly #floods = new Map<string, Flood>()
  #writing: Promise<void> | undefined

  constructor(identity: Pick<IdentityService, 'database' | 'clock'>, warn: (message: string) => void) {
    this.#identity = identity
    this.#warn = warn
  }

  note({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): void {
    const since = this.#identity.clock.now()
    const which = Math.floor(since / minute)
    const [own, shared] = [`${which} ${networkOf(ip)}`, `${which} others`]
    const known = this.#floods.get(own) ?? this.#floods.get(shared)
    if (known) known.attempts++
    else {
      const isOwn = this.#floods.size < mostSources
      const [address, userAgent] = isOwn ? [ip, headers['user-agent']?.slice(0, 300) ?? null] : [null, null]
      this.#floods.set(isOwn ? own : shared, { since, address, userAgent, attempts: 1, line: undefined })
    }
    this.#writing ??= this.#keepWriting()
  }

  /** What is not written yet is, before the store closes. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#writing
  }

  async #keepWriting(): Promise<void> {
    const { clock } = this.#identity
    do {
      await clock.sleep(writeEveryMs, this.#stopping.signal).catch(() => undefined)
      await this.#write().catch((error) => {
        this.#warn(`refused sign-ins are not in the history yet: ${errorMessage(error)}`)
      })
      this.#forget(clock.now())
    } while (this.#floods.size > 0 && !this.#stopping.signal.aborted)
    // Here and not once this has settled: what is noted in between would wait for nobody.
    this.#writing = undefined
  }

  async #write(): Promise<void> {
    const unwritten = [...this.#floods.values()].filter((flood) => flood.attempts !== flood.line?.attempts)
    if (unwritten.length === 0) return
    const lines = await this.#identity.database.transaction(async (tx) => {
      const written: Flood['line'][] = []
      for (const flood of unwritten) written.push(await writeFlood(tx, flood))
      return written
    })
    for (const [index, flood] of unwritten.entries()) flood.line = lines[index]
  }

  /** Of a minute that is over nothing more comes. What could not be written for a while after it is given up. */
  #forget(now: number): void {
    for (const [key, { since, attempts, line }] of this.#floods) {
      const isWritten = attempts === line?.attempts
      if (now - since >= (isWritten ? minute : 5 * minute)) this.#floods.delete(key)
    }
  }
}

async function writeFlood(tx: Tx, { since, address, userAgent, attempts, line }: Flood): Promise<Flood['line']> {
  if (line) {
    await setSignInAttempts(tx, line.id, attempts)
    return { id: line.id, attempts }
  }
  const record = { personId: null, login: '', address, userAgent, door: 'http', reason: 'rate_limited' } as const
  return { id: await insertSignIn(tx, record, since, attempts), attempts }
}
