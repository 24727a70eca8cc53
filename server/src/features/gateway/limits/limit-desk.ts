import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '#kernel/clock.ts'
import type { Database, Tx } from '#platform/db/contract.ts'
import type { OpenCall } from '../calls/call-record.ts'
import {
  type Counted,
  type HoldingLimit,
  holdingLimits,
  type LimitedTool,
  type LimitRule,
  type Span,
  standingAt,
} from './limit-rule.ts'
import { allRules, type Counter, giveBack, holdCounters, saveCounters } from './limit-store.ts'

/** How one limit stands after a call was counted, or refused. */
export interface Standing {
  readonly rule: LimitRule
  readonly key: string
  readonly used: number
  readonly span: Span
}

export type Admission =
  /** Every limit that holds, the scarcest first; none when nothing is limited. */
  | { readonly admitted: true; readonly standings: readonly Standing[] }
  | { readonly admitted: false; readonly refusedBy: Standing }

export interface AdmissionRequest {
  readonly who: Counted
  readonly tool: LimitedTool & { readonly isListing?: boolean }
  /** Written in the same transaction, when the call may run. */
  readonly call: OpenCall
}

interface Waiting {
  readonly request: AdmissionRequest
  readonly resolve: (admission: Admission) => void
  readonly reject: (error: unknown) => void
}

export interface LimitDeskParts {
  readonly database: Database
  readonly clock: Clock
  readonly timeZone: () => string
  /** Notes that these calls begin, in the transaction that counts them. */
  open(tx: Tx, calls: readonly OpenCall[]): Promise<unknown>
}

const largestBatch = 500

/**
 * Admits calls. Those that arrive while the store is busy are counted together in the next transaction: the counters'
 * rows are held, each call takes its place in the order of arrival or is refused, and all is written at once. So a limit
 * of fifty admits exactly fifty, however many come at once and through however many processes, and a thousand calls a
 * second do not cost a thousand commits.
 */
export class LimitDesk {
  readonly #parts: LimitDeskParts
  #waiting: Waiting[] = []
  #isWorking = false

  constructor(parts: LimitDeskParts) {
    this.#parts = parts
  }

  admit(request: AdmissionRequest): Promise<Admission> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject })
      if (!this.#isWorking) {
        this.#isWorking = true
        void this.#work()
      }
    })
  }

  /** For a call that never ran. */
  async giveBack(standings: readonly Standing[]): Promise<void> {
    if (standings.length === 0) return
    const inOrder = [...standings].sort((a, b) => (a.key < b.key ? -1 : 1))
    await this.#parts.database.transaction(async (tx) => {
      for (const { key, span } of inOrder) await giveBack(tx, key, span.from)
    })
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Those whose requests have arrived meanwhile come along: one commit for all instead of one for each.
      await nextTurn()
      const batch = this.#waiting.splice(0, largestBatch)
      try {
        const admissions = await this.#parts.database.transaction((tx) => this.#admitAll(tx, batch))
        batch.forEach(({ resolve }, at) => {
          resolve(admissions[at] as Admission)
        })
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    this.#isWorking = false
  }

  async #admitAll(tx: Tx, batch: readonly Waiting[]): Promise<Admission[]> {
    const requests = batch.map(({ request }) => request)
    const admissions = await this.#count(tx, requests)
    const begin = requests.filter((_request, at) => admissions[at]?.admitted)
    await this.#parts.open(
      tx,
      begin.map(({ call }) => call),
    )
    return admissions
  }

  async #count(tx: Tx, requests: readonly AdmissionRequest[]): Promise<Admission[]> {
    const rules = await allRules(tx)
    const holding = requests.map(({ who, tool }) =>
      tool.isListing ? [] : holdingLimits(rules, who, tool).filter(({ rule }) => rule.max >= 0),
    )
    const keys = new Set(holding.flatMap((limits) => limits.map(keyOf)))
    if (keys.size === 0) return requests.map(() => ({ admitted: true, standings: [] }))
    const counters = await holdCounters(tx, [...keys])
    // Read once the rows are held: whoever waited for them past midnight counts for the new day.
    const desk = new OpenDesk(counters, this.#parts.clock.now(), this.#parts.timeZone())
    const admissions = holding.map((limits) => desk.admit(limits))
    await saveCounters(tx, desk.changed())
    return admissions
  }
}

export const keyOf = ({ rule, principal }: HoldingLimit): string =>
  `${principal}|${rule.targetKind}:${rule.target}|${rule.window}`

/** The counters of one transaction, while calls are counted on them. */
class OpenDesk {
  readonly #used = new Map<string, Counter>()
  readonly #changed = new Set<string>()
  readonly #now: number
  readonly #zone: string

  constructor(counters: ReadonlyMap<string, Counter>, now: number, zone: string) {
    this.#used = new Map(counters)
    this.#now = now
    this.#zone = zone
  }

  /** Takes one of each, or none at all. */
  admit(limits: readonly HoldingLimit[]): Admission {
    const standings = limits.map((limit) => this.#standing(limit)).sort(byScarcity)
    const full = standings.filter(({ rule, used }) => used >= rule.max)
    if (full.length > 0) {
      // The one that keeps the caller waiting longest is the one worth telling.
      return { admitted: false, refusedBy: full.reduce((a, b) => (b.span.to > a.span.to ? b : a)) }
    }
    for (const { key, used, span } of standings) {
      this.#used.set(key, { key, windowFrom: span.from, used: used + 1 })
      this.#changed.add(key)
    }
    return { admitted: true, standings: standings.map((standing) => ({ ...standing, used: standing.used + 1 })) }
  }

  #standing(limit: HoldingLimit): Standing {
    const key = keyOf(limit)
    return { rule: limit.rule, key, ...standingAt(this.#used.get(key), limit.rule.window, this.#now, this.#zone) }
  }

  changed(): Counter[] {
    return [...this.#changed].map((key) => this.#used.get(key) as Counter)
  }
}

const left = ({ rule, used }: Standing): number => rule.max - used
const byScarcity = (a: Standing, b: Standing): number => left(a) - left(b)
