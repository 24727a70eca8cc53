import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { day } from '#kernel/clock.ts'
import { isFailure } from '#kernel/errors.ts'
import { type AlertRooms, insertTestPerson, openAlertRooms } from '#test/alert-rooms.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { testLook } from '#test/looks.ts'
import { asRole } from '#test/project-rooms.ts'
import { atOnce, refusalsOf, together } from './at-once.ts'

/**
 * What two people, or a person and a process, do to the same thing at the same moment. The rooms run without the audit
 * log here, whose chain would put writers in line at the end of their transactions.
 */
eachDatabase((open) => {
  let store: TestDatabase
  let rooms: AlertRooms
  beforeAll(async () => {
    store = await open()
    rooms = await openAlertRooms(store)
  })
  afterAll(async () => {
    await rooms.close()
    await store.close()
  })

  const makeProject = (title: string, more: object = {}) =>
    rooms.call('create-project', { title, url: `http://${title.toLowerCase()}.example.com/`, ...more })
  const count = async (sql: string, params: (string | number)[] = []) =>
    Number((await store.database.all<{ n: number }>(`select count(*) as n from ${sql}`, params))[0]?.n)

  describe('edits of one project at once', () => {
    it('all take effect', async () => {
      const { id } = await makeProject('Edited')
      const edits = {
        title: 'Other',
        description: 'words',
        category: 'shop',
        host_name: 'host.example.com',
        ip_address: '192.0.2.7',
        tags: ['a', 'b'],
        alert_email: 'ops@example.com',
        webhook_url: 'https://hooks.example.com/x',
        check_interval: 120,
        time_limit: 900,
        is_public: true,
        custom_headers: { 'X-Key': 'value' },
      }
      const twice = [...Object.entries(edits), ...Object.entries(edits)]
      await Promise.all(twice.map(([field, value]) => rooms.call('update-project', { id, [field]: value })))
      const { custom_headers, ...plain } = edits
      const after = await rooms.call('get-project', { id })
      expect(after).toMatchObject(plain)
      expect(JSON.stringify(after.custom_headers)).toContain(Object.keys(custom_headers)[0])
      const found = await rooms.call('list-projects', { q: 'words', tag: 'b' })
      expect(found.items.map((item: { id: number }) => item.id)).toEqual([id])
    })

    it('never carry a stored header to another host', async () => {
      const { id } = await makeProject('Guarded', { custom_headers: { Authorization: 'secret' } })
      const settled = await atOnce(together, (n) =>
        n % 2 === 0
          ? rooms.call('update-project', { id, url: 'http://elsewhere.example.net/', custom_headers: {} })
          : rooms.call('update-project', { id, custom_headers: [{ name: 'Authorization' }] }),
      )
      expect(refusalsOf(settled).every((code) => code === 'validation')).toBe(true)
      const after = await rooms.call('get-project', { id })
      expect(after.url).toBe('http://elsewhere.example.net/')
      expect(JSON.stringify(after.custom_headers)).not.toContain('Authorization')
    })

    it('leave one maintenance by hand, however often it is begun', async () => {
      const { id } = await makeProject('Maintained')
      await atOnce(together, (n) =>
        rooms.call('set-maintenance', { id, maintenance_mode: true, maintenance_message: `m${n}` }),
      )
      expect(await count('maintenance where project_id = ? and is_current = 1', [id])).toBe(1)
      await atOnce(together, () => rooms.call('set-maintenance', { id, maintenance_mode: false }))
      expect(await count('maintenance where project_id = ? and is_current = 1', [id])).toBe(0)
    })

    it('delete it once', async () => {
      const { id } = await makeProject('Deleted')
      const settled = await atOnce(together, () => rooms.call('delete-project', { id }))
      expect(refusalsOf(settled)).toEqual(Array(together - 1).fill('not_found'))
    })
  })

  it('a project that is restored while the clean-up runs is there with all its monitors, or was gone before', async () => {
    const made = await Promise.all(Array.from({ length: together }, (_, n) => makeProject(`Old${n}`)))
    for (const { id } of made) await rooms.call('delete-project', { id })
    rooms.clock.jump(31 * day)
    const purge = rooms.room.jobs?.find((job) => job.name === 'purge-deleted-projects')
    const [, ...restored] = await Promise.all([
      purge?.run(new AbortController().signal),
      ...made.map(({ id }) =>
        rooms.call('restore-project', { id }).then(
          () => true,
          (error: unknown) => (isFailure(error, 'not_found') ? false : Promise.reject(error)),
        ),
      ),
    ])
    for (const [n, { id, monitors }] of made.entries()) {
      expect(await count('project where id = ?', [id])).toBe(restored[n] ? 1 : 0)
      expect(await count('monitor where project_id = ?', [id])).toBe(restored[n] ? monitors.length : 0)
    }
  })

  it('pausing whole projects and recording their looks do not bring each other down', async () => {
    const { id, monitors } = await makeProject('Busy', { alert_threshold: 1 })
    for (let n = 0; n < 5; n++) {
      const options = { url: `http://busy.example.com/${n}` }
      monitors.push(await rooms.call('create-monitor', { id, kind: 'http', options, alert_threshold: 1 }))
    }
    const watched = [
      ...(
        await rooms.projects.monitors(
          store.database,
          monitors.map((one: { id: number }) => one.id),
        )
      ).values(),
    ]
    const from = rooms.clock.now()
    const looking = (async () => {
      for (let slot = 1; slot <= together; slot++) {
        const looks = watched.map((one) => testLook(one, from + slot, slot % 2 === 0 ? 'up' : 'down'))
        const recorded = looks.map((look) => rooms.recorder.record(look))
        await rooms.recorder.drain()
        await Promise.all(recorded)
      }
    })()
    rooms.clock.jump(1000)
    const pausing = (async () => {
      for (let turn = 0; turn < together; turn++)
        await store.database.transaction((tx) =>
          rooms.projects.setProjectPaused(tx, id, turn % 2 === 0, rooms.clock.now()),
        )
    })()
    await Promise.all([looking, pausing])
    expect(rooms.recorder.health()).toMatchObject({ pending: 0, failingSince: null, lost: 0 })
    expect(await count('result where monitor_id in (select id from monitor where project_id = ?)', [id])).toBe(
      together * watched.length,
    )
    const doubled =
      '(select monitor_id from incident where resolved_at is null group by monitor_id having count(*) > 1) d'
    expect(await count(doubled)).toBe(0)
  })

  it('a monitor that is paused while its first look is on its way counts no time as looked at', async () => {
    const { id } = await makeProject('Fresh')
    const monitors = await Promise.all(
      Array.from({ length: together }, (_, n) =>
        rooms.call('create-monitor', { id, kind: 'http', options: { url: `http://fresh.example.com/${n}` } }),
      ),
    )
    const known = await rooms.projects.monitors(
      store.database,
      monitors.map((one) => one.id),
    )
    const at = rooms.clock.now()
    await Promise.all([
      rooms.record(...[...known.values()].map((one) => testLook(one, at))),
      ...monitors.map((one) => rooms.call('pause-monitor', { id: one.id })),
    ])
    const running = `state_interval where to_at is null and state <> 'paused'
      and monitor_id in (select id from monitor where project_id = ? and is_paused = 1)`
    expect(await count(running, [id])).toBe(0)
  })

  describe('an incident', () => {
    let incidentId: number
    beforeAll(async () => {
      const { monitors } = await makeProject('Broken', { alert_threshold: 1 })
      const [monitor] = [...(await rooms.projects.monitors(store.database, [monitors[0].id])).values()]
      if (!monitor) throw new Error('the monitor is not there')
      await rooms.record(testLook(monitor, rooms.clock.now() + 1, 'down'))
      const page = await rooms.call('list-incidents', { state: 'open', monitor_id: monitor.id })
      incidentId = page.items[0].id
    })

    it('is acknowledged by one of many', async () => {
      const answers = await Promise.all(
        Array.from({ length: together }, () => rooms.call('acknowledge-incident', { id: incidentId })),
      )
      expect(answers).toHaveLength(together)
      expect(await count("incident_event where incident_id = ? and kind = 'acknowledged'", [incidentId])).toBe(1)
    })

    it('takes no note more than its number', async () => {
      for (let n = 0; n < 198; n++)
        await store.database.run(
          'insert into incident_event (incident_id, at, kind, message) values (?, ?, \'note\', \'{"ko":"a","en":"a"}\')',
          [incidentId, n],
        )
      const settled = await atOnce(together, () => rooms.call('add-incident-note', { id: incidentId, note: 'hello' }))
      expect(refusalsOf(settled)).toEqual(Array(together - 2).fill('conflict'))
    })
  })

  describe('channels', () => {
    const makeChannel = (name: string) =>
      rooms.call('create-channel', {
        kind: 'webhook',
        name,
        options: { url: 'https://hooks.example.com/y' },
        scope: { projects: 'all' },
      })

    it('keep every one of many edits', async () => {
      const edits = {
        name: 'another',
        language: 'en',
        min_severity: 'warning',
        is_enabled: false,
        reminder_minutes: 30,
        events: ['down'],
      }
      const made = await Promise.all(['a', 'b', 'c', 'd'].map(makeChannel))
      const calls = made.flatMap(({ id }) => Object.entries(edits).map(([field, value]) => ({ id, [field]: value })))
      await Promise.all(calls.map((call) => rooms.call('update-channel', call)))
      for (const { id } of made) expect(await rooms.call('get-channel', { id })).toMatchObject(edits)
    })

    it('never become each other’s fallback in a ring', async () => {
      const pairs = await Promise.all(
        Array.from({ length: together / 2 }, async (_, n) => [
          await makeChannel(`one${n}`),
          await makeChannel(`two${n}`),
        ]),
      )
      const ways = pairs.flatMap(([one, two]) => [
        { id: one.id, fallback_channel_id: two.id },
        { id: two.id, fallback_channel_id: one.id },
      ])
      const settled = await atOnce(ways.length, (n) => rooms.call('update-channel', ways[n]))
      expect(refusalsOf(settled)).toEqual(Array(pairs.length).fill('validation'))
    })
  })

  it('a notification keeps the time it was first read at', async () => {
    const personId = await insertTestPerson(store, { role: 'admin' })
    const admin = { ...asRole('admin'), personId } as ReturnType<typeof asRole>
    await rooms.call('broadcast-notification', { title: 'News', message: 'news', person_ids: [personId] }, admin)
    const { items } = await rooms.call('list-notifications', { type: 'broadcast' }, admin)
    const answers = await Promise.all(
      Array.from({ length: together }, () => {
        rooms.clock.jump(1000)
        return rooms.call('update-notification', { id: items[0].id, is_read: true }, admin)
      }),
    )
    expect(new Set(answers.map((answer) => answer.read_at)).size).toBe(1)
  })

  it('a setting keeps every one of many edits', async () => {
    const edits = { language: 'en', time_zone: 'Asia/Tokyo', public_url: 'https://other.example.com' }
    const entries = Array.from({ length: 8 }, () => Object.entries(edits)).flat()
    await Promise.all(entries.map(([field, value]) => rooms.set('general', { [field]: value })))
    const stored = await rooms.call('get-setting', { key: 'general' }, asRole('admin'))
    expect(stored.value).toMatchObject(edits)
  })
})
