import { isFromTheFuture } from '#features/results/index.ts'
import { isFlapping, withResult } from './flapping.ts'
import type { Suppression } from './incident-events.ts'
import { knownUntil, type Memory, noRun, type Run } from './judge-memory.ts'
import type { Change, IntervalStep, Observation, Rules, Verdict } from './verdict.ts'

const slowNoticeEveryMs = 15 * 60_000

/**
 * The rule by which results become states. Pure: the same memory, look and rules always give the same verdict.
 *
 * - Consecutive results confirm a state: `alertThreshold` that are down make it `down`, as many that are not up make it
 *   `degraded`, `recoveryThreshold` good ones end either. It begins at the first result of that run. The very first
 *   answer needs no confirmation.
 * - `unknown` results are our own fault: they neither count nor interrupt. As many of them in a row as would confirm a
 *   failure (at least two) make the time `unknown` from the first on; the next known result brings the old state back.
 *   After that, and after a gap in which nobody looked, runs begin anew: stale evidence confirms nothing.
 * - Under maintenance states are confirmed as ever, but nobody is told and no incident opens. What is still bad in the
 *   first result after it is told then.
 * - Flapping keeps everybody silent and an open incident open until it has calmed down.
 */
export function judge(memory: Memory, look: Observation, rules: Rules): Verdict {
  if (memory.paused) return nothingNew(memory)
  const judging = new Judging(memory, look, rules)
  if (memory.lastSlotAt !== null && look.slotAt <= memory.lastSlotAt) {
    if (!isFromTheFuture(memory.lastSlotAt, look.knownAt)) return nothingNew(memory)
    judging.turnBackTheClock()
  }
  judging.crossGap()
  if (look.state === 'unknown') judging.countUnknown()
  else judging.countKnown(look.state)
  return judging.verdict()
}

const nothingNew = (memory: Memory): Verdict => ({ memory, changes: [], steps: [], slowNotice: null })

type KnownState = 'up' | 'degraded' | 'down'

/** One look being judged, on a copy of the memory; nothing here outlives the call. */
class Judging {
  readonly #memory: Memory
  readonly #look: Observation
  readonly #rules: Rules
  readonly #changes: Change[] = []
  readonly #steps: IntervalStep[] = []
  #slowNotice: Verdict['slowNotice'] = null

  constructor(memory: Memory, look: Observation, rules: Rules) {
    this.#memory = { ...memory }
    this.#look = look
    this.#rules = rules
  }

  verdict(): Verdict {
    this.#memory.lastSlotAt = this.#look.slotAt
    this.#memory.everyMs = this.#rules.everyMs
    return { memory: this.#memory, changes: this.#changes, steps: this.#steps, slowNotice: this.#slowNotice }
  }

  /** What was seen at times that have not come yet was seen by a wrong clock: the state stays, its times are now. */
  turnBackTheClock(): void {
    const memory = this.#memory
    const at = this.#look.slotAt
    this.#forgetRuns()
    memory.lastSlotAt = null
    memory.slowToldAt = null
    memory.downAt = Math.min(memory.downAt, at)
    memory.leftDownAt = Math.min(memory.leftDownAt, at)
    if (memory.since <= at) return
    memory.since = at
    this.#steps.push({ at, state: this.#hasInterval() ? memory.state : null })
  }

  /** Nobody looked for long: that time is nobody's, and the state goes on from here. */
  crossGap(): void {
    const memory = this.#memory
    const everyMs = Math.max(memory.everyMs, this.#rules.everyMs)
    const until = knownUntil({ lastSlotAt: memory.lastSlotAt, everyMs }, this.#look.slotAt)
    if (until === this.#look.slotAt) return
    this.#forgetRuns()
    if (!this.#hasInterval()) return
    this.#steps.push({ at: until, state: null }, { at: this.#look.slotAt, state: memory.state })
    memory.since = this.#look.slotAt
  }

  countUnknown(): void {
    const memory = this.#memory
    memory.unknowns = longer(memory.unknowns, this.#look.slotAt)
    if (memory.blind || memory.unknowns.count < Math.max(2, this.#rules.alertThreshold)) return
    memory.blind = true
    memory.before = memory.state === 'unknown' ? null : memory.state
    memory.silentBlindness = this.#look.blind ? 'blind' : this.#silence()
    this.#move({ what: 'unknown', to: 'unknown', at: memory.unknowns.from, suppressed: memory.silentBlindness })
    this.#forgetRuns()
  }

  countKnown(state: KnownState): void {
    this.#seeAgain()
    this.#countRuns(state)
    this.#watchFlapping(state)
    this.#confirm(state)
    this.#tellWhatIsOwed(state)
    this.#calmDown()
    this.#noticeSlowness()
  }

  /** Before the first verdict there is no interval, and the state means nothing. */
  #hasInterval(): boolean {
    return this.#memory.state !== 'unknown' || this.#memory.blind
  }

  #forgetRuns(): void {
    Object.assign(this.#memory, { fails: noRun, bads: noRun, answers: noRun, goods: noRun, unknowns: noRun })
  }

  #countRuns(state: KnownState): void {
    const memory = this.#memory
    const at = this.#look.slotAt
    memory.fails = state === 'down' ? longer(memory.fails, at) : noRun
    memory.bads = state === 'up' ? noRun : longer(memory.bads, at)
    memory.answers = state === 'down' ? noRun : longer(memory.answers, at)
    memory.goods = state === 'up' ? longer(memory.goods, at) : noRun
    memory.unknowns = noRun
  }

  #seeAgain(): void {
    const memory = this.#memory
    if (!memory.blind || memory.before === null) return
    memory.blind = false
    const suppressed = this.#silenceOfEnd(memory.silentBlindness)
    this.#move({ what: 'known_again', to: memory.before, at: this.#look.slotAt, suppressed })
    memory.before = null
  }

  #watchFlapping(state: KnownState): void {
    if (this.#look.inMaintenance) return
    const memory = this.#memory
    Object.assign(memory, withResult(memory, state === 'down'))
    if (memory.flapping || !isFlapping(false, memory)) return
    const suppressed = this.#rules.alertsOn ? null : 'alerts_off'
    this.#change({ what: 'flapping_started', to: memory.state, at: this.#look.slotAt, suppressed })
    memory.flapping = true
  }

  /** After the state is settled, so that the summary says how it ended. */
  #calmDown(): void {
    const memory = this.#memory
    if (!memory.flapping || this.#look.inMaintenance || isFlapping(true, memory)) return
    memory.flapping = false
    const suppressed = this.#rules.alertsOn ? null : 'alerts_off'
    const incident = memory.inIncident && !isStillDown(memory) ? this.#ending(memory.leftDownAt) : null
    this.#change({ what: 'flapping_ended', to: memory.state, at: this.#look.slotAt, suppressed, incident })
    memory.silent = suppressed
  }

  #confirm(state: KnownState): void {
    const { alertThreshold, recoveryThreshold } = this.#rules
    const memory = this.#memory
    switch (memory.state) {
      case 'unknown':
        if (state === 'up') this.#move({ what: 'first_known', to: 'up', at: this.#look.slotAt, suppressed: null })
        else if (state === 'degraded') this.#turnDegraded(this.#look.slotAt)
        else if (memory.fails.count >= alertThreshold) this.#turnDown()
        return
      case 'up':
        if (memory.fails.count >= alertThreshold) this.#turnDown()
        else if (memory.bads.count >= alertThreshold) this.#turnDegraded(memory.bads.from)
        return
      case 'degraded':
        if (memory.fails.count >= alertThreshold) this.#turnDown()
        else if (memory.goods.count >= recoveryThreshold) this.#turnUp()
        return
      case 'down':
        if (memory.goods.count >= recoveryThreshold) this.#recover('up', memory.goods.from)
        else if (memory.answers.count >= recoveryThreshold) this.#recover('degraded', memory.answers.from)
    }
  }

  #turnDown(): void {
    const memory = this.#memory
    memory.silent = this.#silence()
    memory.owed = memory.silent === 'maintenance'
    memory.downAt = memory.fails.from
    const incident = this.#opening(memory.downAt)
    this.#move({ what: 'down', to: 'down', at: memory.downAt, suppressed: memory.silent, incident })
  }

  #turnDegraded(at: number): void {
    const memory = this.#memory
    memory.silent = this.#silence()
    memory.owed = memory.silent === 'maintenance'
    this.#move({ what: 'degraded', to: 'degraded', at, suppressed: memory.silent })
  }

  #turnUp(): void {
    const memory = this.#memory
    const suppressed = this.#silenceOfEnd(memory.silent)
    this.#move({ what: 'no_longer_degraded', to: 'up', at: memory.goods.from, suppressed })
    memory.silent = null
    memory.owed = false
  }

  #recover(to: 'up' | 'degraded', at: number): void {
    const memory = this.#memory
    const incident = memory.inIncident && !memory.flapping ? this.#ending(at) : null
    const suppressed = this.#silenceOfEnd(memory.silent)
    memory.leftDownAt = at
    this.#move({ what: 'recovered', to, at, suppressed, incident, downForMs: at - memory.downAt })
    if (to === 'degraded') return
    memory.silent = null
    memory.owed = false
  }

  #tellWhatIsOwed(state: KnownState): void {
    const memory = this.#memory
    if (!memory.owed || this.#look.inMaintenance || memory.state !== state) return
    memory.owed = false
    memory.silent = this.#silence()
    const incident = state === 'down' ? this.#opening(this.#look.slotAt) : null
    this.#change({
      what: state === 'down' ? 'down' : 'degraded',
      to: state,
      at: this.#look.slotAt,
      suppressed: memory.silent,
      incident,
    })
  }

  #noticeSlowness(): void {
    const memory = this.#memory
    const { slow, inMaintenance, slotAt } = this.#look
    if (!slow || inMaintenance) return
    if (memory.slowToldAt !== null && slotAt - memory.slowToldAt < slowNoticeEveryMs) return
    memory.slowToldAt = slotAt
    this.#slowNotice = { suppressed: this.#silence() }
  }

  /** Why a beginning is told to nobody. */
  #silence(): Suppression | null {
    if (this.#look.inMaintenance) return 'maintenance'
    if (this.#memory.flapping) return 'flapping'
    return this.#rules.alertsOn ? null : 'alerts_off'
  }

  /** An end goes to whoever was told of the beginning, also during maintenance. */
  #silenceOfEnd(ofBeginning: Suppression | null): Suppression | null {
    if (this.#memory.flapping) return 'flapping'
    return ofBeginning ?? (this.#rules.alertsOn ? null : 'alerts_off')
  }

  #opening(at: number): Change['incident'] {
    if (this.#memory.inIncident || this.#look.inMaintenance) return null
    this.#memory.inIncident = true
    return { does: 'open', at }
  }

  #ending(at: number): Change['incident'] {
    this.#memory.inIncident = false
    return { does: 'end', at }
  }

  /** A change that gives the monitor's time to another state. */
  #move(move: Move): void {
    this.#change(move)
    this.#steps.push({ at: move.at, state: move.to })
    const memory = this.#memory
    memory.state = move.to
    memory.since = move.at
    if (move.to !== 'unknown') memory.blind = false
  }

  #change(move: Move): void {
    const { state: from, fails } = this.#memory
    this.#changes.push({ from, failures: fails.count, incident: null, downForMs: null, ...move })
  }
}

type Move = Pick<Change, 'what' | 'to' | 'at' | 'suppressed'> & Partial<Pick<Change, 'incident' | 'downForMs'>>

const longer = ({ count, from }: Run, at: number): Run =>
  count === 0 ? { count: 1, from: at } : { count: count + 1, from }

/** Down, also where blindness hides it. */
const isStillDown = (memory: Memory): boolean => memory.state === 'down' || memory.before === 'down'
