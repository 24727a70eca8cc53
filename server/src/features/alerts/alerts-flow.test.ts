import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Monitor } from '#features/projects/index.ts'
import { type AlertRooms, openAlertRooms, openReceiver, type Receiver } from '#test/alert-rooms.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { testLook } from '#test/looks.ts'
import { insertTestMonitor, insertTestProject } from '#test/projects.ts'

const second = 1000
const minute = 60 * second

eachDatabase((open) => {
  let store: TestDatabase
  let rooms: AlertRooms
  let receiver: Receiver
  let monitor: Monitor

  beforeEach(async () => {
    store = await open()
    rooms = await openAlertRooms(store)
    receiver = await openReceiver()
    const projectId = await insertTestProject(store.database, { title: '쇼핑몰' })
    monitor = await insertTestMonitor(store.database, projectId, { name: '첫 화면' })
  })
  afterEach(async () => {
    await receiver.close()
    await rooms.close()
    await store.close()
  })

  const channel = (fields: object = {}) =>
    rooms.call('create-channel', { kind: 'webhook', name: 'Operations', options: { url: receiver.url }, ...fields })
  /** u up, d down; one look a minute. */
  const see = async (script: string) => {
    for (const letter of script) {
      await rooms.record(testLook(monitor, rooms.clock.now(), letter === 'u' ? 'up' : 'down'))
      await rooms.pass(minute)
    }
  }
  const told = () => receiver.received.map(({ json }) => json.data.event)
  const incident = async () => (await rooms.call('list-incidents', {})).items[0]
  const timeline = async () =>
    (await rooms.call('get-incident', { id: (await incident()).id })).timeline as { kind: string; message: string }[]

  describe('an outage', () => {
    it('is told once when it is sure and once when it is over, and the incident says who was told', async () => {
      await channel({ language: 'en' })
      await see('uuddduu')
      expect(told()).toEqual(['down', 'recovered'])
      const [down, recovered] = receiver.received
      expect(down?.json.data).toMatchObject({
        project: { title: '쇼핑몰' },
        monitor: { name: '첫 화면' },
        failures: 3,
        error_code: 'http',
      })
      expect(recovered?.json.data.down_for_ms).toBe(3 * minute)
      const lines = (await timeline()).filter(({ kind }) => kind === 'told')
      expect(lines.map(({ message }) => message)).toEqual([
        'Told the channel "Operations".',
        'Told the channel "Operations".',
      ])
      const deliveries = await rooms.call('list-incident-deliveries', { id: (await incident()).id })
      expect(deliveries.items.map((one: { event: string; state: string }) => `${one.event} ${one.state}`)).toEqual([
        'recovered delivered',
        'down delivered',
      ])
    })

    it('that could not be told is in the incident’s story too', async () => {
      await channel()
      receiver.answer = (_request, response) => response.writeHead(410).end()
      await see('ddd')
      expect((await timeline()).filter(({ kind }) => kind === 'not_told')).toHaveLength(1)
    })
  })

  describe('an escalation', () => {
    /** Three places: at once, after ten minutes, after thirty. */
    const steps = async () => {
      for (const [path, minutes] of [
        ['first', null],
        ['second', 10],
        ['third', 30],
      ])
        await channel({ options: { url: `${receiver.url}/${path}` }, escalation_minutes: minutes })
    }
    const toldWhom = () => receiver.received.map(({ path, json }) => `${path.slice(1)} ${json.data.event}`)

    it('tells one step after the other for as long as nobody has acknowledged, and all of them of the end', async () => {
      await steps()
      await see('ddd')
      expect(toldWhom()).toEqual(['first down'])
      await rooms.pass(10 * minute)
      expect(toldWhom()).toEqual(['first down', 'second down'])
      await rooms.pass(20 * minute)
      expect(toldWhom()).toEqual(['first down', 'second down', 'third down'])
      await see('u')
      expect(toldWhom().slice(3).sort()).toEqual(['first recovered', 'second recovered', 'third recovered'])
    })

    it('stops where somebody acknowledges, and goes on when they hand it back', async () => {
      await steps()
      await see('ddd')
      await rooms.pass(10 * minute)
      const { id } = await incident()
      await rooms.call('acknowledge-incident', { id })
      await rooms.pass(90 * minute)
      expect(toldWhom()).toEqual(['first down', 'second down'])
      await rooms.call('unacknowledge-incident', { id })
      await rooms.pass(30 * minute)
      expect(toldWhom()).toEqual(['first down', 'second down', 'third down'])
    })

    it('says nothing at all to a step that an outage did not reach, and reminds from its own step on', async () => {
      await channel({ options: { url: `${receiver.url}/late` }, escalation_minutes: 10, reminder_minutes: 30 })
      await see('dddu')
      await rooms.pass(60 * minute)
      expect(toldWhom()).toEqual([])
      await see('ddd')
      await rooms.pass(42 * minute)
      expect(toldWhom()).toEqual(['late down', 'late reminder'])
    })
  })

  describe('a reminder', () => {
    it('comes as long as nobody has acknowledged, says how long it has been down, and stops with the outage', async () => {
      await channel({ reminder_minutes: 30, language: 'en' })
      await see('ddd')
      await rooms.pass(70 * minute)
      expect(told()).toEqual(['down', 'reminder', 'reminder'])
      expect(receiver.received[1]?.json.data.text).toMatch(/down for 3\d m/)
      const { id } = await incident()
      await rooms.call('acknowledge-incident', { id })
      await rooms.pass(70 * minute)
      expect(told()).toHaveLength(3)
      await rooms.call('unacknowledge-incident', { id })
      await rooms.pass(20 * minute)
      expect(told()).toHaveLength(4)
      await see('u')
      await rooms.pass(70 * minute)
      expect(told().slice(4)).toEqual(['recovered'])
      // The next reminder was already written; it has nothing to tell any more.
      expect(receiver.received.at(-1)?.json.data).toMatchObject({ count: 1, includes: [] })
    })
  })
})
