import { expect, it } from 'vitest'
import { phasesOf } from './phases.ts'

it('lays phases end to end and leaves out those that did not happen', () => {
  const phases = phasesOf({ dns_ms: 10, connect_ms: 30, ttfb_ms: 60 }, 200)
  expect(phases.map(({ name, start, share }) => [name, start, share])).toEqual([
    ['dns_ms', 0, 0.05],
    ['connect_ms', 0.05, 0.15],
    ['ttfb_ms', 0.2, 0.3],
  ])
})

it('never draws past the end when the phases add up to more than the whole', () => {
  const phases = phasesOf({ dns_ms: 60, ttfb_ms: 60 }, 100)
  expect(phases.at(-1)!.start + phases.at(-1)!.share).toBeCloseTo(1)
})

it('has nothing to draw without timings', () => {
  expect(phasesOf(null, 100)).toEqual([])
  expect(phasesOf({ dns_ms: 0 }, 0)).toEqual([])
})
