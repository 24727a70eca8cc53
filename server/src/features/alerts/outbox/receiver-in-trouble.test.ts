import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hangUp, insertTestPerson } from '#test/alert-rooms.ts'
import { eachDatabase } from '#test/databases.ts'
import { hour, minute, type OutboxBench, openOutboxBench, second } from '#test/outbox-bench.ts'
import { asRole } from '#test/project-rooms.ts'

eachDatabase((open) => {
  let bench: OutboxBench
  beforeEach(async () => {
    bench = await openOutboxBench(await open())
  })
  afterEach(() => bench.close())

  describe('a receiver in trouble', () => {
    it('is tried again in growing steps under one id, then given up visibly', async () => {
      await bench.channel()
      bench.answer(500)
      await bench.change('down')
      const tries: number[] = []
      const begin = bench.rooms.clock.now()
      for (let step = 0; step < 12; step++) {
        const [row] = await bench.log()
        if (row?.state === 'dead') break
        const at = Date.parse(row?.next_attempt_at ?? '')
        await bench.rooms.pass(Math.max(1, at - bench.rooms.clock.now()))
        tries.push(bench.rooms.clock.now() - begin)
      }
      expect(bench.receiver.received).toHaveLength(11)
      expect(new Set(bench.ids()).size).toBe(1)
      expect((await bench.log())[0]).toMatchObject({ state: 'dead', attempts: 11, last_status: 500 })
      const expected = [
        5 * second,
        30 * second,
        2 * minute,
        10 * minute,
        30 * minute,
        2 * hour,
        6 * hour,
        12 * hour,
        24 * hour,
        30 * hour,
      ]
      const gaps = tries.slice(1).map((at, index) => at - (tries[index] as number))
      expect(gaps).toHaveLength(expected.length)
      for (const [index, gap] of gaps.entries()) {
        expect(gap).toBeGreaterThanOrEqual((expected[index] as number) * 0.8)
        expect(gap).toBeLessThanOrEqual((expected[index] as number) * 1.2 + 100)
      }
    })

    it('is left alone as long as it asks for', async () => {
      await bench.channel()
      bench.answer(429, { 'retry-after': '120' })
      await bench.change('down')
      await bench.rooms.pass(60 * second)
      expect(bench.receiver.received).toHaveLength(1)
      bench.answer(200)
      await bench.rooms.pass(90 * second)
      expect(bench.receiver.received).toHaveLength(2)
    })

    it('that wants no more is switched off, and administrators are told', async () => {
      const admin = await insertTestPerson(bench.store, { role: 'admin' })
      const id = await bench.channel()
      bench.answer(410)
      await bench.change('down')
      await bench.rooms.pass(2 * second)
      await bench.change('recovered')
      await bench.rooms.pass(2 * second)
      expect(bench.receiver.received).toHaveLength(1)
      const shown = await bench.rooms.call('get-channel', { id })
      expect(shown).toMatchObject({ is_enabled: false })
      expect(shown.disabled_reason).toContain('410')
      expect((await bench.log()).map(({ event, state }) => `${event} ${state}`)).toEqual(['down dead'])
      const bell = await bench.rooms.call('list-notifications', {}, { ...asRole('admin'), personId: admin } as never)
      expect(bell.items.map((one: { type: string }) => one.type)).toContain('channel_failing')
    })

    it('hears everything that waited as soon as it is back, oldest first', async () => {
      await bench.channel()
      bench.receiver.answer = () => hangUp
      for (let monitorId = 1; monitorId <= 4; monitorId++)
        await bench.change('down', { monitorId, incidentId: 500 + monitorId })
      await bench.rooms.pass(12 * minute)
      expect((await bench.log()).every(({ state }) => state === 'pending')).toBe(true)
      const heardBefore = bench.receiver.received.length
      bench.receiver.answer = (_request, response) => response.end()
      await bench.rooms.alerts.retryNow()
      await bench.rooms.pass(5 * second)
      expect((await bench.log()).every(({ state }) => state === 'delivered')).toBe(true)
      const heard = bench.receiver.received.slice(heardBefore).map(({ json }) => json.data.monitor.id)
      // One is sent to see whether anybody is there, the rest together.
      expect(heard[0]).toBe(1)
      expect(heard.sort()).toEqual([1, 2, 3, 4])
    })

    it('does not delay the others', async () => {
      await bench.channel({}, '/slow')
      await bench.channel({}, '/quick')
      bench.receiver.answer = ({ path }, response) => (path === '/slow' ? undefined : response.end())
      for (let monitorId = 1; monitorId <= 4; monitorId++)
        await bench.change('down', { monitorId, incidentId: 500 + monitorId })
      await bench.beginSending()
      await expect
        .poll(() => bench.receiver.received.filter(({ path }) => path === '/quick').length, { timeout: 10_000 })
        .toBe(4)
    })

    it('whose waiting message cannot even be read stands in nobody’s way', async () => {
      await bench.channel({}, '/broken')
      await bench.channel({}, '/sound')
      await bench.change('down')
      await bench.store.database.run("update delivery set news = '{' where channel_id = (select min(id) from channel)")
      await bench.rooms.pass(2 * second)
      expect(bench.receiver.received.map(({ path }) => path)).toEqual(['/sound'])
      expect(bench.rooms.alerts.problem()).toMatch(/outbox/)
    })

    it('makes the fallback channel speak after three failures, once', async () => {
      const fallback = await bench.channel({ events: ['keyword'] }, '/fallback')
      await bench.channel({ fallback_channel_id: fallback }, '/main')
      bench.receiver.answer = ({ path }, response) => response.writeHead(path === '/main' ? 500 : 200).end()
      await bench.change('down')
      await bench.rooms.pass(20 * second)
      expect(bench.receiver.received.filter(({ path }) => path === '/fallback')).toHaveLength(0)
      await bench.rooms.pass(20 * minute)
      const spoken = bench.receiver.received.filter(({ path }) => path === '/fallback')
      expect(spoken).toHaveLength(1)
      const [row] = await bench.log({ channel_id: fallback })
      expect(row?.fallback_for).toBe(bench.receiver.received[0]?.headers['webhook-id'])
    })

    it('can be sent again by hand once it was given up, under the same id', async () => {
      const id = await bench.channel()
      await bench.change('down')
      await bench.rooms.call('update-channel', { id, is_enabled: false })
      await bench.rooms.pass(2 * second)
      const [dead] = await bench.log({ state: 'dead' })
      expect(dead?.last_error).toContain('switched off')
      await expect(bench.rooms.call('resend-delivery', { id: dead?.id })).rejects.toMatchObject({ code: 'conflict' })
      await bench.rooms.call('update-channel', { id, is_enabled: true })
      await bench.rooms.call('resend-delivery', { id: dead?.id })
      await bench.rooms.pass(2 * second)
      expect(bench.ids()).toEqual([dead?.id])
      expect(await bench.log()).toMatchObject([{ state: 'delivered', attempts: 1 }])
    })
  })
})
