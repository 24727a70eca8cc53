import type { MonitorJudgedState, Suppression } from './incident-events.ts'

/** A run of consecutive results of one sort: how many, and the slot of the first. */
export interface Run {
  readonly count: number
  readonly from: number
}

/** Everything the judge carries from one look at a monitor to the next. */
export interface Memory {
  /** The confirmed state, and since when (back-dated). `unknown` without an interval: nothing confirmed yet. */
  state: MonitorJudgedState
  since: number
  /** We confirmed that we cannot see: `state` is unknown, and `before` returns when we see again (null: nothing was known). */
  blind: boolean
  before: MonitorJudgedState | null
  /** When the last `down` began, and when it was last left: incidents outlive both while flapping. */
  downAt: number
  leftDownAt: number
  /** Nobody is to look, so a look by hand, or one that was on its way, changes nothing. */
  paused: boolean
  /** Slot of the last judged look; an earlier one comes too late to count. */
  lastSlotAt: number | null
  /** The rhythm at the last look: what tells a missed slot from a gap. */
  everyMs: number
  /** Consecutive results that were down. */
  fails: Run
  /** Consecutive results that were down or degraded. */
  bads: Run
  /** Consecutive results that were up or degraded. */
  answers: Run
  /** Consecutive results that were up. */
  goods: Run
  /** Consecutive results that were unknown; they interrupt none of the runs above. */
  unknowns: Run
  /** The last 21 known results outside maintenance, the newest in bit 0: 1 is down. `seen` of them are real. */
  history: number
  seen: number
  flapping: boolean
  /** An incident is open; while flapping it outlives recoveries. */
  inIncident: boolean
  /** Why the present bad state was told to nobody; null when it was told. */
  silent: Suppression | null
  /** The same for the present blindness. */
  silentBlindness: Suppression | null
  /** The present bad state was confirmed under maintenance: to be told if it outlasts that. */
  owed: boolean
  /** When `slow_response` was last raised. */
  slowToldAt: number | null
  /** Keys of the keyword notices that hold now. */
  keywords: readonly string[]
}

export const noRun: Run = { count: 0, from: 0 }

/** Nothing known, nothing begun. */
export const freshMemory = (since: number): Memory => ({
  state: 'unknown',
  since,
  blind: false,
  before: null,
  downAt: 0,
  leftDownAt: 0,
  paused: false,
  lastSlotAt: null,
  everyMs: 0,
  fails: noRun,
  bads: noRun,
  answers: noRun,
  goods: noRun,
  unknowns: noRun,
  history: 0,
  seen: 0,
  flapping: false,
  inIncident: false,
  silent: null,
  silentBlindness: null,
  owed: false,
  slowToldAt: null,
  keywords: [],
})

/** `lastSlotAt` keeps looks from before the pause out also after it. */
export const pausedMemory = (since: number): Memory => ({ ...freshMemory(since), paused: true, lastSlotAt: since })

/** Silence longer than this many rhythms is a gap: nobody looked, so nobody knows. */
const toleratedRhythms = 3

/** Until when the last look vouches for the confirmed state, as seen at `now`. */
export function knownUntil(memory: Pick<Memory, 'lastSlotAt' | 'everyMs'>, now: number): number {
  const { lastSlotAt, everyMs } = memory
  if (lastSlotAt === null || now - lastSlotAt <= toleratedRhythms * everyMs) return now
  return lastSlotAt + everyMs
}
