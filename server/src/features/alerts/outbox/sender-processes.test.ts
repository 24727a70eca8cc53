import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { insertTestPerson } from '#test/alert-rooms.ts'
import { eachDatabase } from '#test/databases.ts'
import { hour, minute, type OutboxBench, openOutboxBench, second } from '#test/outbox-bench.ts'

eachDatabase((open) => {
  let bench: OutboxBench
  beforeEach(async () => {
    bench = await openOutboxBench(await open())
  })
  afterEach(() => bench.close())

  describe('a process that stops', () => {
    it('finishes what it is saying and takes nothing more', async () => {
      await bench.channel()
      bench.receiver.answer = (_request, response) => setTimeout(() => response.end(), 200)
      await bench.change('down')
      await bench.beginSending()
      await expect.poll(() => bench.receiver.received.length, { timeout: 10_000 }).toBe(1)
      await bench.change('down', { monitorId: 2, incidentId: 502 })
      await bench.rooms.alertsRoom.stop?.(AbortSignal.timeout(10_000))
      expect((await bench.log()).map(({ state }) => state).sort()).toEqual(['delivered', 'pending'])
    })

    it('leaves what it cannot finish for the next one, without counting the try', async () => {
      await bench.channel()
      bench.receiver.answer = () => undefined
      await bench.change('down')
      await bench.beginSending()
      await expect.poll(() => bench.receiver.received.length, { timeout: 10_000 }).toBe(1)
      await bench.rooms.alertsRoom.stop?.(AbortSignal.timeout(50))
      expect(await bench.log()).toMatchObject([{ state: 'pending', attempts: 0 }])
      bench.receiver.answer = (_request, response) => response.end()
      await bench.rooms.alertsRoom.start?.()
      await bench.rooms.pass(2 * second)
      expect(await bench.log()).toMatchObject([{ state: 'delivered', attempts: 1 }])
      expect(new Set(bench.ids()).size).toBe(1)
    })
  })

  describe('a process that starts', () => {
    it('takes over what a dead one had claimed, within half a minute, under the same id', async () => {
      await bench.channel()
      await bench.change('down')
      await bench.store.database.run(
        "update delivery set state = 'claimed', claimed_by = 'the dead', claimed_until = ?, attempts = 1",
        [bench.rooms.clock.now() + 30 * second],
      )
      await bench.rooms.pass(20 * second)
      expect(bench.told()).toEqual([])
      await bench.rooms.pass(15 * second)
      expect(bench.told()).toEqual(['down'])
      expect(await bench.log()).toMatchObject([{ state: 'delivered', attempts: 2 }])
    })

    it('is not held up by a clock that was set back', async () => {
      await bench.channel()
      bench.answer(500)
      await bench.change('down')
      await bench.rooms.pass(2 * minute)
      bench.answer(200)
      bench.rooms.clock.jump(-6 * hour)
      await bench.notice('keyword')
      await bench.rooms.pass(2 * second)
      expect((await bench.log({ event: 'down' }))[0]?.state).toBe('delivered')
    })
  })

  it('the record is kept for ninety days', async () => {
    await bench.channel()
    await insertTestPerson(bench.store, { role: 'admin' })
    await bench.change('down')
    await bench.rooms.pass(2 * second)
    const [job] = bench.rooms.alertsRoom.jobs ?? []
    expect(await job?.run(new AbortController().signal)).toEqual({ deliveries: 0, notifications: 0 })
    bench.rooms.clock.jump(91 * 24 * hour)
    expect(await job?.run(new AbortController().signal)).toEqual({ deliveries: 1, notifications: 1 })
    expect(await bench.log()).toEqual([])
  })
})
