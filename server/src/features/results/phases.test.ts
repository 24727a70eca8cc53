import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packNumbers, packTimings, unpackNumbers, unpackTimings } from './phases.ts'

describe('packed numbers', () => {
  it('come back as they were, holes included', () => {
    const numbers = fc.array(fc.option(fc.nat(2 ** 40), { nil: undefined }), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(numbers, (list) => {
        expect(unpackNumbers(packNumbers(list), 5)).toEqual(list)
      }),
    )
  })

  it('take no byte when there is nothing, and few when there is little', () => {
    expect(packNumbers([undefined, undefined])).toBeNull()
    expect(packTimings(undefined)).toBeNull()
    expect(packTimings({ dns_ms: 1.2, connect_ms: 4.1, tls_ms: 20.3, ttfb_ms: 80.2, download_ms: 3.4 })).toHaveLength(8)
  })

  it('keep phases to a tenth of a millisecond, and only those that were', () => {
    expect(unpackTimings(packTimings({ connect_ms: 1.26, ttfb_ms: 80_000 }))).toEqual({
      connect_ms: 1.3,
      ttfb_ms: 80_000,
    })
  })

  it('refuse bytes that end in the middle of a number', () => {
    expect(() => unpackNumbers(Uint8Array.from([1, 0x81]), 5)).toThrow('in the middle')
  })
})
