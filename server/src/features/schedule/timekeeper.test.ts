import { describe, expect, it } from 'vitest'
import { FakeClock } from '#test/fake-clock.ts'
import { phaseOf, slotAt } from './slots.ts'
import { Timekeeper } from './timekeeper.ts'
import { type DueSlot, Timetable } from './timetable.ts'

const minute = 60_000

const begin = (monitors: number) => {
  const clock = new FakeClock()
  const timetable = new Timetable()
  const seen: (DueSlot & { at: number })[] = []
  for (let id = 1; id <= monitors; id++) timetable.load({ monitorId: id, intervalMs: minute }, clock.now(), clock.now())
  const dispatch = (due: readonly DueSlot[]) => void seen.push(...due.map((slot) => ({ ...slot, at: clock.now() })))
  const timekeeper = new Timekeeper({ clock, timetable, tickMs: 20, dispatch, warn: () => undefined })
  timekeeper.start()
  return { clock, timetable, timekeeper, seen }
}

describe('the timekeeper', () => {
  it('hands out every slot within a tick of its time, until it is stopped', async () => {
    const { clock, timekeeper, seen } = begin(20)
    await clock.advance(3 * minute)
    expect(seen.length).toBe(60)
    for (const slot of seen) {
      expect(slot.slotAt).toBe(slotAt(slot.at, phaseOf(slot.monitorId, minute), minute))
      expect(slot.at - slot.slotAt).toBeLessThanOrEqual(20)
    }
    timekeeper.stop()
    await clock.advance(3 * minute)
    expect(seen.length).toBe(60)
  })

  it('wakes for a monitor that enters while it sleeps', async () => {
    const { clock, timetable, timekeeper, seen } = begin(0)
    await clock.advance(100)
    timetable.begin({ monitorId: 1, intervalMs: minute }, clock.now())
    timekeeper.poke()
    await clock.advance(1)
    expect(seen.map(({ monitorId }) => monitorId)).toEqual([1])
    timekeeper.stop()
  })

  it('goes on when the clock is set, in either direction', async () => {
    for (const jump of [-60 * minute, 60 * minute]) {
      const { clock, timekeeper, seen } = begin(20)
      await clock.advance(2 * minute)
      clock.jump(jump)
      seen.length = 0
      await clock.advance(2 * minute + 1000)
      const ids = seen.map(({ monitorId }) => monitorId)
      expect(new Set(ids).size).toBe(20)
      expect(
        Math.max(...[...new Set(ids)].map((id) => ids.filter((other) => other === id).length)),
      ).toBeLessThanOrEqual(3)
      timekeeper.stop()
    }
  })
})
