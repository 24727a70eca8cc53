import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextSlot, phaseOf, slotAt } from './slots.ts'
import { Timetable } from './timetable.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const start = Date.parse('2026-03-02T00:00:00Z')

/** Lets time pass in steps of a tick and collects what was handed out. */
function run(timetable: Timetable, from: number, to: number, stepMs = 20) {
  const taken: { monitorId: number; slotAt: number; at: number }[] = []
  for (let now = from; now < to; now += stepMs) {
    for (const { monitorId, slotAt } of timetable.takeDue(now)) taken.push({ monitorId, slotAt, at: now })
  }
  return taken
}

const busiestSecond = (taken: readonly { at: number }[]): number => {
  const perSecond = new Map<number, number>()
  for (const { at } of taken) perSecond.set(Math.floor(at / 1000), (perSecond.get(Math.floor(at / 1000)) ?? 0) + 1)
  return Math.max(0, ...perSecond.values())
}

const full = (monitors: number, intervalMs: number, ids = (n: number) => n): Timetable => {
  const timetable = new Timetable()
  for (let n = 1; n <= monitors; n++) timetable.load({ monitorId: ids(n), intervalMs }, start, start - 1000)
  return timetable
}

describe('a slot', () => {
  it('holds every moment between its beginning and the next one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 10, max: 3600 }),
        fc.nat(1e9),
        (id, seconds, later) => {
          const interval = seconds * 1000
          const phase = phaseOf(id, interval)
          const now = start + later
          const slot = slotAt(now, phase, interval)
          expect(phase >= 0 && phase < interval).toBe(true)
          expect(slot <= now && now < slot + interval).toBe(true)
          const next = nextSlot(now, phase, interval)
          expect(next >= now && next - now < interval && (next - slot) % interval === 0).toBe(true)
        },
      ),
    )
  })

  it('begins at the same second after a restart', () => {
    const first = run(full(50, minute), start, start + 2 * minute)
    const again = run(full(50, minute), start + 30 * minute, start + 32 * minute)
    const seconds = (taken: typeof first) =>
      taken.map(({ monitorId, slotAt }) => [monitorId, slotAt % minute].join()).sort()
    expect(seconds(again)).toEqual(seconds(first))
  })
})

describe('five thousand monitors at a minute', () => {
  it('are all looked at within one interval, spread evenly, on time', () => {
    for (const ids of [(n: number) => n, (n: number) => 3 * n, (n: number) => 100_000 + 7 * n]) {
      const taken = run(full(5000, minute, ids), start, start + minute - 900)
      expect(new Set(taken.map(({ monitorId }) => monitorId)).size).toBe(5000)
      expect(taken.length).toBeLessThan(5010)
      expect(busiestSecond(taken)).toBeLessThan(2.2 * (5000 / 60))
      const settled = taken.filter(({ at }) => at > start + 2_000)
      expect(Math.max(...settled.map(({ at, slotAt }) => at - slotAt))).toBeLessThanOrEqual(20)
      expect(busiestSecond(settled)).toBeLessThan(1.2 * (5000 / 60))
    }
  })

  it('never burst above three times the mean, however late they are', () => {
    const timetable = full(5000, minute)
    run(timetable, start, start + minute)
    // The loop stood still for twenty seconds: a third of all monitors is late at once.
    const taken = run(timetable, start + minute + 20_000, start + 3 * minute)
    expect(busiestSecond(taken)).toBeLessThanOrEqual(3 * (5000 / 60))
    expect(timetable.skipped).toBe(0)
    expect(taken.filter(({ at }) => at < start + 2 * minute + 20_000).length).toBeGreaterThan(5000)
  })

  it('are each looked at once at most after the machine was suspended for two hours', () => {
    const timetable = full(5000, minute)
    run(timetable, start, start + minute)
    const awake = start + 2 * hour
    const taken = run(timetable, awake, awake + minute)
    expect(taken.length).toBe(new Set(taken.map(({ monitorId }) => monitorId)).size)
    expect(taken.length).toBeGreaterThan(4900)
    expect(busiestSecond(taken)).toBeLessThanOrEqual(3 * (5000 / 60))
    expect(timetable.skipped).toBeGreaterThan(5000 * 115)
  })
})

describe('a clock that is set', () => {
  it('back by an hour neither stops the looks nor repeats a slot', () => {
    const timetable = full(100, minute)
    const before = run(timetable, start, start + 5 * minute)
    const now = start + 5 * minute - hour
    timetable.clockWasSet(now, -hour)
    const after = run(timetable, now, now + 70 * minute)
    expect(after.filter(({ at }) => at < now + minute).length).toBe(100)
    const slots = [...before, ...after].map(({ monitorId, slotAt }) => `${monitorId} ${slotAt}`)
    expect(new Set(slots).size).toBe(slots.length)
  })

  it('forward by a day makes up for daily looks, spread, and skips the others', () => {
    const timetable = full(100, minute)
    for (let id = 1001; id <= 1100; id++) timetable.load({ monitorId: id, intervalMs: day }, start, start - hour)
    const now = start + day
    timetable.clockWasSet(now, day)
    const taken = run(timetable, now, now + 11 * minute)
    expect(new Set(taken.map(({ monitorId }) => monitorId).filter((id) => id > 1000)).size).toBe(100)
    expect(taken.filter(({ at }) => at < now + minute && at >= now).length).toBeLessThan(100 + 30)
  })
})

describe('a monitor', () => {
  it('that was just made is looked at now, under its own time, and then in its slots', () => {
    const timetable = new Timetable()
    const id = 3
    const slot = nextSlot(start, phaseOf(id, minute), minute)
    timetable.begin({ monitorId: id, intervalMs: minute }, start)
    const taken = run(timetable, start, slot + minute + 20)
    expect(taken.map(({ slotAt }) => slotAt)).toEqual([start, slot, slot + minute])
  })

  it('with a day between looks is looked at soon after a start that comes too late, and not twice that day', () => {
    const late = new Timetable()
    late.load({ monitorId: 1, intervalMs: day }, start, start - 25 * hour)
    late.load({ monitorId: 2, intervalMs: day }, start, null)
    late.load({ monitorId: 3, intervalMs: day }, start, start - hour)
    const taken = run(late, start, start + 10 * minute, 1000)
    expect(taken.map(({ monitorId }) => monitorId).sort()).toEqual([1, 2])
  })

  it('whose slot began a moment before the start is still looked at in it, unless it was', () => {
    const id = 7
    const slot = nextSlot(start, phaseOf(id, minute), minute)
    const first = (now: number, lastLookAt: number) => {
      const timetable = new Timetable()
      timetable.load({ monitorId: id, intervalMs: minute }, now, lastLookAt)
      return timetable.nextAt()
    }
    expect(first(slot + 900, slot - minute)).toBe(slot)
    expect(first(slot + 900, slot + 10)).toBe(slot + minute)
    expect(first(slot + 1_100, slot - 2 * minute)).toBe(slot + minute)
  })

  it('that was on time until somebody else stopped leading gets the look that is missing, as long as it is worth it', () => {
    const id = 7
    const slot = nextSlot(start, phaseOf(id, minute), minute)
    const first = (now: number, lastLookAt: number) => {
      const timetable = new Timetable()
      timetable.load({ monitorId: id, intervalMs: minute }, now, lastLookAt)
      return run(timetable, now, now + 100)
    }
    expect(first(slot + 20_000, slot - minute + 40)).toEqual([{ monitorId: id, slotAt: slot, at: slot + 20_000 }])
    expect(first(slot + 20_000, slot + 40)).toEqual([])
    expect(first(slot + 20_000, slot - 2 * minute + 40)).toEqual([])
    expect(first(slot + 31_000, slot - minute + 40)).toEqual([])
  })

  it('keeps its slots when something else about it changes, and moves when its interval does', () => {
    const timetable = full(1, minute)
    const before = timetable.nextAt()
    timetable.change({ monitorId: 1, intervalMs: minute }, start + 5000)
    expect(timetable.nextAt()).toBe(before)
    timetable.change({ monitorId: 1, intervalMs: 2 * minute }, start + 5000)
    expect(timetable.nextAt()).toBe(nextSlot(start + 5000, phaseOf(1, 2 * minute), 2 * minute))
  })

  it('is gone at once when it is taken out', () => {
    const timetable = full(10, minute)
    for (let id = 1; id <= 10; id++) if (id !== 4) timetable.remove(id)
    expect(run(timetable, start, start + minute).map(({ monitorId }) => monitorId)).toEqual([4])
    timetable.remove(4)
    expect(timetable.nextAt()).toBeUndefined()
  })

  it('does not leave rubbish behind when it changes a thousand times', () => {
    const timetable = full(2, minute)
    for (let n = 0; n < 10_000; n++) timetable.change({ monitorId: 1, intervalMs: minute + (n % 2) * minute }, start)
    expect(run(timetable, start, start + 2 * minute).filter(({ monitorId }) => monitorId === 1).length).toBe(1)
  })
})
