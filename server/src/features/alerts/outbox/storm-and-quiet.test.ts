import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eachDatabase } from '#test/databases.ts'
import { hour, minute, type OutboxBench, openOutboxBench, second } from '#test/outbox-bench.ts'

eachDatabase((open) => {
  let bench: OutboxBench
  beforeEach(async () => {
    bench = await openOutboxBench(await open())
  })
  afterEach(() => bench.close())

  describe('a storm', () => {
    it('of a thousand changes becomes one message that lists them, with every change in the record', async () => {
      await bench.channel()
      const changes = Array.from({ length: 1000 }, (_, index) =>
        bench.changeOf('down', { monitorId: index + 1, incidentId: 1000 + index }),
      )
      await bench.happens(...changes.slice(0, 500))
      await bench.happens(...changes.slice(500))
      await bench.rooms.pass(3 * second)
      expect(bench.told()).toEqual(['group'])
      const [group] = bench.receiver.received
      expect(group?.json.data).toMatchObject({ count: 1000, severity: 'critical' })
      expect(group?.json.data.includes).toHaveLength(50)
      const [row] = await bench.log({ event: 'group' })
      const members = await bench.store.database.all<{ n: number }>(
        "select count(*) as n from delivery where state = 'merged' and merged_into = ?",
        [row?.id ?? ''],
      )
      expect(members[0]?.n).toBe(1000)
    })

    it('that goes on is gathered for some seconds, and nothing overtakes it', async () => {
      await bench.channel()
      await bench.happens(
        ...Array.from({ length: 6 }, (_, index) =>
          bench.changeOf('down', { monitorId: index + 1, incidentId: 600 + index }),
        ),
      )
      await bench.rooms.pass(2 * second)
      expect(bench.told()).toEqual(['group'])
      for (let index = 0; index < 3; index++) {
        await bench.change('recovered', { monitorId: index + 1, incidentId: 600 + index })
        await bench.rooms.pass(2 * second)
      }
      expect(bench.told()).toEqual(['group'])
      await bench.rooms.pass(12 * second)
      expect(bench.told()).toEqual(['group', 'group'])
      expect(bench.receiver.received[1]?.json.data.includes.map((one: { event: string }) => one.event)).toEqual([
        'recovered',
        'recovered',
        'recovered',
      ])
    })

    it('does not let a recovery overtake the message that holds its down', async () => {
      await bench.channel()
      bench.answer(500)
      await bench.happens(
        ...Array.from({ length: 6 }, (_, index) =>
          bench.changeOf('down', { monitorId: index + 1, incidentId: 600 + index }),
        ),
      )
      await bench.rooms.pass(2 * second)
      await bench.change('recovered', { monitorId: 1, incidentId: 600 })
      bench.answer(200)
      await bench.rooms.pass(30 * second)
      expect(bench.told().slice(-2)).toEqual(['group', 'recovered'])
    })
  })

  describe('quiet hours', () => {
    // The test clock begins at 09:00 in Seoul.
    const quiet = { from: '08:00', to: '10:00', time_zone: 'Asia/Seoul' }

    it('hold what is not critical until they end, then tell it together', async () => {
      await bench.channel({ quiet_hours: quiet, events: ['down', 'recovered', 'ssl_expiring', 'keyword'] })
      await bench.notice('ssl_expiring')
      await bench.notice('keyword')
      await bench.change('down')
      await bench.rooms.pass(minute)
      expect(bench.told()).toEqual(['down'])
      expect((await bench.log({ state: 'held' })).map(({ held_for }) => held_for)).toEqual([
        'quiet_hours',
        'quiet_hours',
      ])
      await bench.rooms.pass(hour)
      expect(bench.told()).toEqual(['down', 'group'])
    })

    it('let the end of something critical through, as it belongs to it', async () => {
      await bench.channel({ quiet_hours: quiet })
      await bench.change('down')
      await bench.rooms.pass(2 * second)
      await bench.change('recovered')
      await bench.rooms.pass(2 * second)
      expect(bench.told()).toEqual(['down', 'recovered'])
    })

    it('join a beginning that was held with its end', async () => {
      await bench.channel({ quiet_hours: quiet, events: ['degraded'] })
      await bench.change('degraded', { incidentId: null })
      await bench.change('no_longer_degraded', { incidentId: null })
      await bench.rooms.pass(61 * minute)
      expect(bench.told()).toEqual(['no_longer_degraded'])
      expect(bench.receiver.received[0]?.json.data.includes).toMatchObject([{ event: 'degraded' }])
    })
  })
})
