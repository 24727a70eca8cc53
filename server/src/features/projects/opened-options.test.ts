import { describe, expect, it } from 'vitest'
import { createSealer } from '#platform/secrets/sealer.ts'
import { sampleCatalogue } from '#test/project-rooms.ts'
import { createOptionsOpener } from './opened-options.ts'
import { sealOptions } from './secret-options.ts'

const key = 'a-key-for-tests-a-key-for-tests-a-key'
const secrets = sampleCatalogue.kindOf('http')?.secrets ?? []
const clear = { url: 'https://a.example/', auth: { username: 'kim', password: 'first' } }
const sealed = (options: Record<string, unknown>, id: number) => ({
  id,
  kind: 'http',
  options: sealOptions(options, secrets, createSealer([key]), id),
})

/** Opens with the key, and counts. */
function counting(keys: readonly string[] = [key]) {
  const sealer = createSealer(keys)
  const counts = { opened: 0 }
  return {
    counts,
    opener: createOptionsOpener(sampleCatalogue, {
      open(text, place) {
        counts.opened++
        return sealer.open(text, place)
      },
    }),
  }
}

describe('opening the options of a monitor', () => {
  it('opens a secret once, however often the monitor is looked at', () => {
    const { opener, counts } = counting()
    const monitor = sealed(clear, 1)
    expect(JSON.stringify(monitor.options)).not.toContain('first')
    const first = opener(monitor)
    expect(first).toEqual(clear)
    // The scheduler may hold the monitor in another object; the options decide.
    expect(opener({ ...monitor })).toBe(first)
    expect(counts.opened).toBe(1)
  })

  it('opens what a person has changed, and keeps two monitors apart', () => {
    const { opener, counts } = counting()
    opener(sealed(clear, 1))
    const changed = { ...clear, auth: { username: 'kim', password: 'second' } }
    expect(opener(sealed(changed, 1))).toEqual(changed)
    expect(opener(sealed(clear, 2))).toEqual(clear)
    expect(counts.opened).toBe(3)
  })

  it('hands over options without secrets as they are', () => {
    const { opener, counts } = counting()
    const options = { url: 'https://a.example/' }
    expect(opener({ id: 1, kind: 'http', options })).toBe(options)
    expect(counts.opened).toBe(0)
  })

  it('refuses every time while the key is missing', () => {
    const { opener } = counting(['another-key-for-tests-another-key-for'])
    const monitor = sealed(clear, 1)
    expect(() => opener(monitor)).toThrow()
    expect(() => opener(monitor)).toThrow()
  })
})
