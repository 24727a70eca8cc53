import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChangeKind } from './incident-events.ts'
import { judge } from './judge.ts'
import { freshMemory } from './judge-memory.ts'
import { decodeMemory, encodeMemory } from './judge-memory-codec.ts'
import type { Change, IntervalStep, Observation, Rules } from './verdict.ts'

/*
 * The judge against a reference that was written from the rules alone: slow, with whole lists instead of counters, so
 * that the two cannot share a mistake of arithmetic. A failure prints fast-check's seed, path and smallest sequence.
 */

interface Told {
  what: string
  from: string
  to: string
  at: number
  suppressed: string | null
  incident: string
}
interface Piece {
  state: string
  from: number
}

/** What the store makes of the judge's steps: the newest piece is open, a piece that lost all its time is gone. */
function paint(pieces: Piece[], at: number, state: string | null): void {
  while (pieces.length > 0 && (pieces.at(-1) as Piece).from >= at) pieces.pop()
  pieces.push({ from: at, state: state ?? 'nothing' })
}

class Reference {
  readonly told: Told[] = []
  readonly pieces: Piece[] = []
  slow: number[] = []
  #state = 'none'
  #looks: Observation[] = []
  #blindBefore: string | null = null
  #flapLooks: boolean[] = []
  #flapping = false
  #incident = false
  #badTold: string | null = null
  #blindTold: string | null = null
  #owed = false
  #leftDown = 0
  #last: number | null = null
  readonly #rules: Rules

  constructor(rules: Rules) {
    this.#rules = rules
  }

  see(look: Observation): void {
    if (this.#last !== null && look.slotAt <= this.#last) return
    if (this.#last !== null && look.slotAt - this.#last > 3 * this.#rules.everyMs) {
      if (this.#state !== 'none') {
        paint(this.pieces, this.#last + this.#rules.everyMs, null)
        paint(this.pieces, look.slotAt, this.#shown())
      }
      this.#looks = []
    }
    this.#last = look.slotAt
    this.#looks.push(look)
    if (look.state === 'unknown') this.#unknown(look)
    else this.#known(look)
  }

  #shown = () => (this.#state === 'none' ? 'unknown' : this.#state)

  /** The newest looks that all satisfy `sort`, unknown ones skipped, oldest first. */
  #run(sort: (state: string) => boolean): Observation[] {
    const known = this.#looks.filter((look) => look.state !== 'unknown')
    const cut = known.findLastIndex((look) => !sort(look.state))
    return known.slice(cut + 1)
  }

  #unknown(look: Observation): void {
    if (this.#state === 'unknown') return
    const cut = this.#looks.findLastIndex((other) => other.state !== 'unknown')
    const run = this.#looks.slice(cut + 1)
    if (run.length < 2 || run.length < this.#rules.alertThreshold) return
    this.#blindBefore = this.#state
    this.#blindTold = look.blind ? 'blind' : this.#quiet(look)
    const failures = this.#shown()
    this.#tell('unknown', failures, 'unknown', (run[0] as Observation).slotAt, this.#blindTold)
    this.#state = 'unknown'
    paint(this.pieces, (run[0] as Observation).slotAt, 'unknown')
    this.#looks = []
  }

  #known(look: Observation): void {
    const { alertThreshold: n, recoveryThreshold: r, alertsOn } = this.#rules
    if (this.#state === 'unknown' && this.#blindBefore !== 'none') {
      const back = this.#blindBefore as string
      this.#tell('known_again', 'unknown', back, look.slotAt, this.#endQuiet(this.#blindTold))
      this.#state = back
      this.#blindBefore = null
      paint(this.pieces, look.slotAt, back)
    }
    if (!look.inMaintenance) {
      this.#flapLooks = [...this.#flapLooks, look.state === 'down'].slice(-21)
      if (!this.#flapping && (this.#percent() ?? 0) >= 30) {
        this.#tell('flapping_started', this.#shown(), this.#shown(), look.slotAt, alertsOn ? null : 'alerts_off')
        this.#flapping = true
      }
    }
    const down = this.#run((state) => state === 'down')
    const notUp = this.#run((state) => state !== 'up')
    const answered = this.#run((state) => state !== 'down')
    const up = this.#run((state) => state === 'up')
    const first = (run: Observation[]) => (run[0] as Observation).slotAt
    const bad = ['up', 'degraded', 'none', 'unknown'].includes(this.#state) && down.length >= n
    if (bad) this.#begin('down', first(down), look)
    else if (this.#state === 'none' || this.#state === 'unknown') {
      if (look.state === 'up') this.#go('first_known', 'up', look.slotAt, null)
      if (look.state === 'degraded') this.#begin('degraded', look.slotAt, look)
    } else if (this.#state === 'up' && notUp.length >= n) this.#begin('degraded', first(notUp), look)
    else if (this.#state === 'degraded' && up.length >= r) this.#end('no_longer_degraded', 'up', first(up))
    else if (this.#state === 'down' && up.length >= r) this.#end('recovered', 'up', first(up))
    else if (this.#state === 'down' && answered.length >= r) this.#end('recovered', 'degraded', first(answered))

    if (this.#owed && !look.inMaintenance && look.state === this.#state) {
      this.#owed = false
      this.#badTold = this.#quiet(look)
      const opens = look.state === 'down' && !this.#incident
      this.#incident ||= opens
      this.#tell(look.state, look.state, look.state, look.slotAt, this.#badTold, opens ? `open ${look.slotAt}` : '')
    }
    if (this.#flapping && !look.inMaintenance && (this.#percent() as number) <= 20) {
      this.#flapping = false
      const over = this.#incident && this.#state !== 'down'
      if (over) this.#incident = false
      this.#badTold = alertsOn ? null : 'alerts_off'
      const mark = over ? `end ${this.#leftDown}` : ''
      this.#tell('flapping_ended', this.#shown(), this.#shown(), look.slotAt, this.#badTold, mark)
    }
    const lastSlow = this.slow.at(-1)
    if (look.slow && !look.inMaintenance && (lastSlow === undefined || look.slotAt - lastSlow >= 900_000))
      this.slow.push(look.slotAt)
  }

  #begin(what: 'down' | 'degraded', at: number, look: Observation): void {
    this.#badTold = this.#quiet(look)
    this.#owed = look.inMaintenance
    const opens = what === 'down' && !look.inMaintenance && !this.#incident
    this.#incident ||= opens
    this.#go(what, what, at, this.#badTold, opens ? `open ${at}` : '')
  }

  #end(what: string, to: string, at: number): void {
    if (what === 'recovered') this.#leftDown = at
    const ends = what === 'recovered' && this.#incident && !this.#flapping
    if (ends) this.#incident = false
    this.#go(what, to, at, this.#endQuiet(this.#badTold), ends ? `end ${at}` : '')
    if (to !== 'up') return
    this.#badTold = null
    this.#owed = false
  }

  #go(what: string, to: string, at: number, suppressed: string | null, incident = ''): void {
    this.#tell(what, this.#shown(), to, at, suppressed, incident)
    this.#state = to
    paint(this.pieces, at, to)
  }

  #quiet = (look: Observation): string | null =>
    look.inMaintenance ? 'maintenance' : this.#flapping ? 'flapping' : this.#rules.alertsOn ? null : 'alerts_off'

  #endQuiet = (beginning: string | null): string | null =>
    this.#flapping ? 'flapping' : (beginning ?? (this.#rules.alertsOn ? null : 'alerts_off'))

  #percent(): number | null {
    if (this.#flapLooks.length < 21) return null
    let sum = 0
    for (let i = 1; i <= 20; i++) {
      if (this.#flapLooks[i] !== this.#flapLooks[i - 1]) sum += Math.round(100 * (0.8 + 0.02 * (i - 1)))
    }
    return sum / 20
  }

  #tell(what: string, from: string, to: string, at: number, suppressed: string | null, incident = ''): void {
    this.told.push({ what, from, to, at, suppressed, incident })
  }
}

const summary = ({ what, from, to, at, suppressed, incident }: Change): Told => ({
  what,
  from,
  to,
  at,
  suppressed,
  incident: incident ? `${incident.does} ${incident.at}` : '',
})

/** The judge as the store drives it, its memory encoded and decoded between looks. */
function runJudge(looks: readonly Observation[], rules: Rules) {
  let memory = encodeMemory(freshMemory(0))
  const told: Told[] = []
  const pieces: Piece[] = []
  const slow: number[] = []
  let open = false
  const apply = ({ at, state }: IntervalStep) => {
    if (at < (pieces.at(-1)?.from ?? 0)) throw new Error('a state was dated back beyond the one before it')
    paint(pieces, at, state)
  }
  for (const look of looks) {
    const verdict = judge(decodeMemory(memory, 0), look, rules)
    memory = encodeMemory(verdict.memory)
    for (const change of verdict.changes) {
      if (change.incident?.does === 'open' && open) throw new Error('a second incident opened')
      if (change.incident?.does === 'end' && !open) throw new Error('no incident was open to end')
      if (change.incident) open = change.incident.does === 'open'
      told.push(summary(change))
    }
    verdict.steps.forEach(apply)
    if (verdict.slowNotice) slow.push(look.slotAt)
  }
  return { told, pieces, slow }
}

const minute = 60_000

/** One byte is one look: state by weight, now and then a late one, a gap, or the border of a maintenance window. */
function looksOf(bytes: Uint8Array, mood: number): Observation[] {
  let slot = 1_790_000_000_000
  let newest = slot
  let inMaintenance = false
  return Array.from(bytes, (byte) => {
    const kind = byte & 15
    if (byte >> 4 === 15) inMaintenance = !inMaintenance
    slot += byte >> 4 === 14 ? 7 * minute : byte >> 4 === 13 ? -2 * minute : minute
    const state = kind < mood ? 'down' : kind < 10 ? 'up' : kind < 13 ? 'degraded' : 'unknown'
    newest = Math.max(newest, slot)
    return { slotAt: slot, knownAt: newest, state, slow: kind === 11, inMaintenance, blind: kind === 14 }
  })
}

const rulesOf = (byte: number): Rules => ({
  alertThreshold: 1 + (byte & 3),
  recoveryThreshold: 1 + ((byte >> 2) % 3),
  everyMs: minute,
  alertsOn: byte < 240,
})

const everyChange: readonly ChangeKind[] = [
  'down',
  'recovered',
  'degraded',
  'no_longer_degraded',
  'flapping_started',
  'flapping_ended',
  'unknown',
  'known_again',
  'first_known',
]

/** `npm run verify`, which is to end in a minute, draws the first tenth of them. */
const sequences = process.env.BONGSU_TEST_QUICK ? 10_000 : 100_000

describe('the judge', () => {
  it(`agrees with a slow reference on ${sequences.toLocaleString('en')} random sequences`, { timeout: 900_000 }, () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64, size: 'max' }), fc.nat(255), fc.nat(9), (bytes, ruleByte, mood) => {
        const rules = rulesOf(ruleByte)
        const looks = looksOf(bytes, mood)
        const judged = runJudge(looks, rules)
        const reference = new Reference(rules)
        for (const look of looks) reference.see(look)
        for (const { what } of judged.told) seen.set(what, (seen.get(what) ?? 0) + 1)
        const ours = JSON.stringify(judged)
        const theirs = JSON.stringify({ told: reference.told, pieces: reference.pieces, slow: reference.slow })
        if (ours !== theirs) expect(JSON.parse(ours)).toEqual(JSON.parse(theirs))
      }),
      { numRuns: sequences },
    )
    // Agreement about nothing would prove nothing.
    const rare = everyChange.filter((what) => (seen.get(what) ?? 0) < sequences / 1_000)
    expect(rare).toEqual([])
  })
})
