import { text } from '@bongsu/contract/text.ts'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '#features/checks/index.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { lookInSlot } from './look-in-slot.ts'

const outcome = (state: Outcome['state'], fields: Partial<Outcome> = {}): Outcome => ({
  state,
  message: text('결과', state),
  durationMs: 5,
  evidence: {},
  ...fields,
})

/** A target that takes `lasts` ms and then says the next of `says`. */
async function look(
  says: readonly Outcome[],
  options: { lasts?: number; timeoutMs?: number; slotMs?: number; retries?: number; isBlind?: boolean } = {},
) {
  const { lasts = 10, timeoutMs = 30_000, slotMs = 60_000, retries = 3, isBlind = false } = options
  const clock = new FakeClock()
  const began: number[] = []
  const given: number[] = []
  const running = lookInSlot({
    clock,
    timeoutMs,
    retries,
    until: slotMs,
    signal: new AbortController().signal,
    isBlind: () => isBlind,
    async tryOnce(limitMs) {
      began.push(clock.monotonic())
      given.push(limitMs)
      const said = says[Math.min(began.length, says.length) - 1] ?? outcome('up')
      await clock.sleep(Math.min(lasts, limitMs))
      return lasts > limitMs ? outcome('down', { errorCode: 'timeout', durationMs: limitMs }) : said
    },
  })
  await clock.advance(slotMs)
  return { result: await running, began, given, endedBy: clock.monotonic() }
}

describe('a look in its slot', () => {
  it('is one try when the target is fine', async () => {
    const { result, began } = await look([outcome('up')])
    expect(result).toMatchObject({ attempts: 1, outcome: { state: 'up', evidence: {} } })
    expect(began).toEqual([0])
  })

  it('is repeated after 1, 2 and 4 seconds while the target fails, and tells of every try', async () => {
    const { result, began } = await look([outcome('down', { statusCode: 500, errorCode: 'http' })])
    expect(began).toEqual([0, 1010, 3020, 7030])
    expect(result).toMatchObject({ attempts: 4, outcome: { state: 'down' } })
    expect(result?.outcome.evidence.attempts).toHaveLength(4)
    expect(result?.outcome.evidence.attempts).toMatchObject([
      { state: 'down', status_code: 500, error_code: 'http' },
      {},
      {},
      {},
    ])
  })

  it('is good as soon as one repeat is', async () => {
    const { result, began } = await look([outcome('down'), outcome('up')])
    expect(began.length).toBe(2)
    expect(result).toMatchObject({ attempts: 2, outcome: { state: 'up' } })
    expect(result?.outcome.evidence.attempts).toMatchObject([{ state: 'down' }, { state: 'up' }])
  })

  it('repeats no more often than it was told', async () => {
    expect((await look([outcome('down')], { retries: 1 })).began.length).toBe(2)
    expect((await look([outcome('down')], { retries: 5 })).began.length).toBe(6)
  })

  it('is not repeated where a second later nothing can be different', async () => {
    expect((await look([outcome('down', { errorCode: 'expiry' })])).began.length).toBe(1)
    expect((await look([outcome('unknown', { errorCode: 'config' })])).began.length).toBe(1)
    expect((await look([outcome('degraded')])).began.length).toBe(1)
    expect((await look([outcome('unknown', { errorCode: 'own_fault' })], { isBlind: true })).began.length).toBe(1)
    expect((await look([outcome('unknown', { errorCode: 'own_fault' })])).began.length).toBe(4)
  })

  it('ends before its slot does, whatever the target does', async () => {
    for (const slotMs of [9_500, 30_000, 59_500]) {
      for (const lasts of [1, 900, 5_000, 20_000, 1e9]) {
        for (const timeoutMs of [5_000, 30_000, 300_000]) {
          const { began, given } = await look([outcome('down')], { lasts, slotMs, timeoutMs, retries: 5 })
          for (const [at, start] of began.entries()) expect(start + (given[at] ?? 0)).toBeLessThanOrEqual(slotMs)
        }
      }
    }
  })

  it('does not let a last try that was cut short speak for the others', async () => {
    // 30 s hang, then one more try for which only 4.5 s are left.
    const { result, given } = await look([], { lasts: 1e9, timeoutMs: 30_000, slotMs: 35_500, retries: 1 })
    expect(given).toEqual([30_000, 4_500])
    expect(result).toMatchObject({ attempts: 2, outcome: { errorCode: 'timeout', durationMs: 30_000 } })
  })

  it('is nothing when its first try never got its turn', async () => {
    const clock = new FakeClock()
    const signal = new AbortController().signal
    const result = await lookInSlot({
      clock,
      timeoutMs: 1000,
      retries: 3,
      until: 5000,
      signal,
      isBlind: () => false,
      tryOnce: async () => null,
    })
    expect(result).toBeNull()
  })

  it('is given up when somebody aborts it between two tries', async () => {
    const clock = new FakeClock()
    const controller = new AbortController()
    const running = lookInSlot({
      clock,
      timeoutMs: 1000,
      retries: 3,
      until: 50_000,
      signal: controller.signal,
      isBlind: () => false,
      tryOnce: async () => outcome('down'),
    })
    const ended = running.catch((error: Error) => error.message)
    await clock.advance(500)
    controller.abort(new Error('stopping'))
    expect(await ended).toBe('stopping')
  })
})
