import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stateChanged } from '#features/incidents/index.ts'
import { eachDatabase } from '#test/databases.ts'
import { minute, type OutboxBench, openOutboxBench, second } from '#test/outbox-bench.ts'
import { insertTestProject } from '#test/projects.ts'

eachDatabase((open) => {
  let bench: OutboxBench
  beforeEach(async () => {
    bench = await openOutboxBench(await open())
  })
  afterEach(() => bench.close())

  describe('a state change', () => {
    it('is told to the channels that asked for it, in their language, and to no others', async () => {
      await bench.channel({ language: 'en' }, '/all')
      await bench.channel({ events: ['recovered'] }, '/recovered')
      await bench.channel({ scope: { projects: 'chosen', project_ids: [bench.projectId] } }, '/mine')
      const other = await insertTestProject(bench.store.database, { title: '다른 곳' })
      await bench.channel({ scope: { projects: 'chosen', project_ids: [other] } }, '/other')
      await bench.channel({ is_enabled: false }, '/off')
      await bench.change('down')
      await bench.rooms.pass(2 * second)
      expect(bench.receiver.received.map(({ path }) => path).sort()).toEqual(['/all', '/mine'])
      const [all] = bench.receiver.received.filter(({ path }) => path === '/all')
      expect(all?.json.data).toMatchObject({
        event: 'down',
        title: '[Bongsu] Down - 쇼핑몰',
        message: 'It answered HTTP 503.',
        link: 'https://bongsu.example.com/incidents/501',
        incident_id: 501,
      })
      expect(all?.json.data.project).toMatchObject({ title: '쇼핑몰', url: 'https://example.com/' })
    })

    it('follows tags', async () => {
      await bench.store.database.transaction((tx) =>
        tx.insertMany('project_tag', { project_id: 'bigint', tag: 'text', position: 'integer' }, [
          [bench.projectId, '결제', 0],
        ]),
      )
      await bench.channel({ scope: { projects: 'chosen', tags: ['결제', '없음'] } }, '/tagged')
      await bench.channel({ scope: { projects: 'chosen', tags: ['없음'] } }, '/untagged')
      await bench.change('down')
      await bench.rooms.pass(2 * second)
      expect(bench.receiver.received.map(({ path }) => path)).toEqual(['/tagged'])
    })

    it('is told within seconds of its commit', async () => {
      await bench.channel()
      await bench.change('down')
      await bench.rooms.pass(2 * second)
      expect(bench.told()).toEqual(['down'])
      expect(await bench.log()).toMatchObject([{ event: 'down', state: 'delivered', attempts: 1, last_status: 200 }])
    })

    it('that rolls back tells nobody', async () => {
      await bench.channel()
      const failing = bench.store.database.transaction(async (tx) => {
        await tx.emit(stateChanged, bench.changeOf('down'))
        throw new Error('disk full')
      })
      await expect(failing).rejects.toThrow('disk full')
      await bench.rooms.pass(5 * second)
      expect(bench.told()).toEqual([])
      expect(await bench.log()).toEqual([])
    })

    it('that the judge keeps quiet about tells nobody', async () => {
      await bench.channel()
      for (const suppressed of ['maintenance', 'alerts_off', 'flapping', 'blind'] as const)
        await bench.change('down', { suppressed })
      await bench.notice('ssl_expiring', { suppressed: 'alerts_off' })
      await bench.change('first_known')
      await bench.rooms.pass(5 * second)
      expect(await bench.log()).toEqual([])
    })

    it('is written once, however often the event comes', async () => {
      await bench.channel()
      const same = bench.changeOf('down')
      await bench.happens(same)
      await bench.happens(same)
      await bench.rooms.pass(3 * second)
      expect(bench.told()).toEqual(['down'])
    })

    it('below the channel’s severity is not told, but the end of what was told is', async () => {
      await bench.channel({ events: ['down', 'recovered', 'degraded', 'ssl_expiring'], min_severity: 'critical' })
      await bench.change('degraded', { incidentId: null })
      await bench.notice('ssl_expiring')
      await bench.change('down')
      await bench.rooms.pass(2 * second)
      await bench.change('recovered')
      await bench.rooms.pass(2 * second)
      expect(bench.told()).toEqual(['down', 'recovered'])
    })

    it('that ends what nobody was told of is not told', async () => {
      await bench.channel()
      await bench.change('down', { suppressed: 'maintenance' })
      await bench.change('recovered')
      await bench.change('no_longer_degraded', { incidentId: null })
      await bench.rooms.pass(3 * second)
      expect(bench.told()).toEqual([])
    })

    it('notices are told by their topic', async () => {
      await bench.channel({ events: ['ssl_expiring', 'keyword'] })
      await bench.notice('ssl_expiring')
      await bench.notice('keyword', { severity: 'info' })
      await bench.notice('domain_expiring')
      await bench.rooms.pass(2 * second)
      expect(bench.told().sort()).toEqual(['keyword', 'ssl_expiring'])
    })
  })

  describe('order', () => {
    it('never says recovered before down, and joins them when the first was not heard', async () => {
      await bench.channel()
      bench.answer(503)
      await bench.change('down')
      await bench.rooms.pass(2 * second)
      await bench.change('recovered')
      bench.answer(200)
      await bench.rooms.pass(minute)
      const heard = bench.receiver.received.filter(({ json }) => json.data.event === 'recovered')
      expect(heard).toHaveLength(1)
      expect(heard[0]?.json.data).toMatchObject({
        down_for_ms: 40_000,
        count: 2,
        includes: [{ event: 'down', incident_id: 501 }],
      })
      expect(heard[0]?.json.data.text).toContain('40초')
      expect((await bench.log()).map(({ event, state }) => `${event} ${state}`)).toEqual([
        'recovered delivered',
        'down merged',
      ])
    })

    it('joins a down that fails while its recovery already waits', async () => {
      await bench.channel()
      let release = () => undefined as unknown
      bench.receiver.answer = (_request, response) =>
        new Promise((resolve) => {
          release = () => resolve(response.writeHead(500).end())
        })
      await bench.change('down')
      await bench.beginSending()
      await expect.poll(() => bench.receiver.received.length, { timeout: 10_000 }).toBe(1)
      await bench.change('recovered')
      bench.answer(200)
      release()
      await bench.rooms.pass(5 * second)
      expect(bench.told()).toEqual(['down', 'recovered'])
      expect(bench.receiver.received[1]?.json.data.includes).toMatchObject([{ event: 'down' }])
      expect((await bench.log()).map(({ event, state }) => `${event} ${state}`)).toEqual([
        'recovered delivered',
        'down merged',
      ])
    })

    it('waits for a slow down before it says recovered', async () => {
      await bench.channel()
      let release = () => undefined as unknown
      bench.receiver.answer = (_request, response) =>
        new Promise((resolve) => {
          release = () => resolve(response.end())
        })
      await bench.change('down')
      await bench.beginSending()
      await expect.poll(() => bench.receiver.received.length, { timeout: 10_000 }).toBe(1)
      await bench.change('recovered')
      await bench.rooms.clock.advance(3000)
      expect(bench.told()).toEqual(['down'])
      bench.receiver.answer = (_request, response) => response.end()
      release()
      await bench.rooms.pass(2 * second)
      expect(bench.told()).toEqual(['down', 'recovered'])
    })

    it('keeps monitors apart: one that waits does not hold up another', async () => {
      await bench.channel()
      bench.receiver.answer = ({ json }, response) => response.writeHead(json.data.monitor.id === 1 ? 500 : 200).end()
      await bench.change('down', { monitorId: 1 })
      await bench.change('down', { monitorId: 2, incidentId: 502 })
      await bench.rooms.pass(2 * second)
      await bench.change('recovered', { monitorId: 2, incidentId: 502 })
      await bench.rooms.pass(2 * second)
      const states = new Map((await bench.log()).map((one) => [`${one.event} ${one.state}`, one]))
      expect([...states.keys()].sort()).toEqual(['down delivered', 'down pending', 'recovered delivered'])
    })

    it('tells the next outage after the end of the one before', async () => {
      await bench.channel()
      await bench.change('down')
      await bench.change('recovered')
      await bench.change('down', { incidentId: 502 })
      await bench.rooms.pass(5 * second)
      expect(bench.told()).toEqual(['recovered', 'down'])
    })
  })
})
