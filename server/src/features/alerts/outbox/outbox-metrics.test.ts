import { Registry } from 'prom-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eachDatabase } from '#test/databases.ts'
import { minute, type OutboxBench, openOutboxBench } from '#test/outbox-bench.ts'
import { addOutboxMetrics } from './outbox-metrics.ts'

eachDatabase((open) => {
  let bench: OutboxBench
  let registry: Registry
  beforeEach(async () => {
    bench = await openOutboxBench(await open())
    registry = new Registry()
    addOutboxMetrics(registry, bench.store.database, bench.rooms.clock)
  })
  afterEach(() => bench.close())

  const shown = async () => (await registry.metrics()).split('\n').filter((line) => /^\w/.test(line))

  describe('what /metrics says of the outbox', () => {
    it('is how much waits, for how long, and how much was given up', async () => {
      expect(await shown()).toEqual([
        'bongsu_outbox_depth{state="pending"} 0',
        'bongsu_outbox_depth{state="claimed"} 0',
        'bongsu_outbox_depth{state="held"} 0',
        'bongsu_outbox_oldest_seconds 0',
        'bongsu_outbox_dead 0',
      ])
      const asleep = { from: '00:00', to: '23:59', time_zone: 'Asia/Seoul' }
      await bench.channel()
      await bench.channel({ quiet_hours: asleep, min_severity: 'info', events: ['slow_response'] }, '/asleep')
      bench.answer(500)
      await bench.change('down')
      await bench.rooms.pass(minute)
      const waiting = await shown()
      expect(waiting).toContain('bongsu_outbox_depth{state="pending"} 1')
      expect(waiting).toContain('bongsu_outbox_oldest_seconds 60')
      bench.answer(404)
      await bench.rooms.pass(40 * 60 * minute * 2)
      expect(await shown()).toContain('bongsu_outbox_dead 1')
    })

    it('is nothing while the store cannot be read, and no fault of the page', async () => {
      const broken = { ...bench.store.database, all: () => Promise.reject(new Error('locked')) }
      registry.clear()
      addOutboxMetrics(registry, broken, bench.rooms.clock)
      expect(await shown()).toEqual([])
    })
  })
})
