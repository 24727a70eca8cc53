import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addValue,
  bucketOf,
  bucketValue,
  decodeHistogram,
  encodeHistogram,
  type Histogram,
  mergeInto,
  quantile,
} from './histogram.ts'

const durations = fc.array(fc.double({ min: 0.2, max: 600_000, noNaN: true }), { minLength: 1, maxLength: 400 })

const of = (values: readonly number[]): Histogram => {
  const histogram: Histogram = new Map()
  for (const value of values) addValue(histogram, value)
  return histogram
}

describe('a histogram', () => {
  it('stands for every value within one percent', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.11, max: 3_600_000, noNaN: true }), (value) => {
        expect(Math.abs(bucketValue(bucketOf(value)) / value - 1)).toBeLessThan(0.0101)
      }),
    )
  })

  it('gives quantiles within two percent of the exact nearest rank', () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(0.5, 0.9, 0.95, 0.99, 1), (values, q) => {
        const sorted = [...values].sort((a, b) => a - b)
        const exact = sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] ?? 0
        expect(Math.abs((quantile(of(values), q) ?? 0) / exact - 1)).toBeLessThan(0.02)
      }),
    )
  })

  it('does not care how its values were split before merging', () => {
    fc.assert(
      fc.property(durations, fc.nat(), (values, cut) => {
        const at = cut % values.length
        const merged = of(values.slice(0, at))
        mergeInto(merged, of(values.slice(at)))
        expect([...merged].sort()).toEqual([...of(values)].sort())
      }),
    )
  })

  it('survives its own encoding', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const histogram = of(values)
        expect([...decodeHistogram(encodeHistogram(histogram))].sort()).toEqual([...histogram].sort())
      }),
    )
  })

  it('has no quantile when it is empty', () => {
    expect(quantile(new Map(), 0.95)).toBeNull()
  })

  it('refuses bytes that end in the middle of a number', () => {
    expect(() => decodeHistogram(Uint8Array.from([0x81]))).toThrow('middle of a number')
  })
})
