import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isFailure } from '#kernel/errors.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { openProjectRooms, type ProjectRooms } from '#test/project-rooms.ts'
import { firstMonitorState, monitorChanged } from './index.ts'

eachDatabase((open) => {
  let store: TestDatabase
  let rooms: ProjectRooms
  let projectId: number

  beforeEach(async () => {
    store = await open()
    rooms = await openProjectRooms(store)
    projectId = (await rooms.call('create-project', { title: 'Shop', url: 'http://shop.example.com/' })).id
  })
  afterEach(async () => {
    await rooms.close()
    await store.close()
  })

  const problemsOf = async (work: Promise<unknown>): Promise<string[]> => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (!isFailure(error, 'validation')) throw error ?? new Error('it was not refused')
    return (error.details as { fields: { path: string }[] }).fields.map((field) => field.path)
  }
  const add = (fields: object) => rooms.call('create-monitor', { id: projectId, ...fields })
  const opened = async (id: number) => {
    const monitor = await rooms.projects.monitor(store.database, id)
    return monitor && rooms.projects.openOptions(monitor)
  }

  describe('a monitor', () => {
    it('gets the defaults of its kind and of the specification', async () => {
      const monitor = await add({ kind: 'tcp', options: { host: 'db.example.com', port: 5432 } })
      expect(monitor).toMatchObject({
        name: 'TCP port',
        check_interval: 60,
        timeout: 10,
        retry_count: 3,
        alert_threshold: 3,
        recovery_threshold: 1,
        time_limit: null,
        is_alert_enabled: true,
        is_paused: false,
        is_default: false,
        state: 'unknown',
      })
      expect(await rooms.call('get-monitor', { id: monitor.id })).toEqual(monitor)
    })

    it('is looked at in every sixth cycle of its project, whatever that becomes, where its kind is made so', async () => {
      const page = { kind: 'page', options: { url: 'https://a.example/' } }
      const intervalOf = async ({ id }: { id: number }) => (await rooms.call('get-monitor', { id })).check_interval
      const [followed, own] = [await add(page), await add({ ...page, check_interval: 900 })]
      expect(await intervalOf(followed)).toBe(6 * 300)
      await rooms.call('update-project', { id: projectId, check_interval: 60 })
      expect(await intervalOf(followed)).toBe(6 * 60)
      expect(await intervalOf(await add(page))).toBe(6 * 60)
      await rooms.call('update-project', { id: projectId, status_interval: 3600 })
      expect(await intervalOf(followed)).toBe(6 * 3600)
      expect(await intervalOf(own)).toBe(900)
      expect(await problemsOf(add({ ...page, check_interval: 6 * 3600 + 1 }))).toEqual(['check_interval'])
    })

    it('names the option that is wrong, as options.x', async () => {
      const refused: [object, string[]][] = [
        [{ kind: 'ntp', options: {} }, ['kind']],
        [{ kind: 'tcp', options: { host: 'db.example.com', port: 0 } }, ['options.port']],
        [{ kind: 'tcp', options: { host: 'db.example.com', port: 5432, extra: 1 } }, ['options.extra']],
        [{ kind: 'tcp', options: { host: '192.168.0.10', port: 5432 } }, ['options.host']],
        [{ kind: 'http', options: { url: 'http://127.0.0.1/' } }, ['options.url']],
        [
          { kind: 'http', options: { url: 'https://a.example/', headers: [{ name: 'X' }] } },
          ['options.headers[0].value'],
        ],
        [{ kind: 'tcp', options: { host: 'db.example.com', port: 1 }, timeout: 301 }, ['timeout']],
        [{ kind: 'tcp', options: { host: 'db.example.com', port: 1 }, check_interval: 3601 }, ['check_interval']],
        [{ kind: 'tls', options: { host: 'a.example' }, check_interval: 86_401 }, ['check_interval']],
      ]
      for (const [fields, paths] of refused)
        expect(await problemsOf(add(fields)), JSON.stringify(fields)).toEqual(paths)
    })

    it('keeps a secret that an edit leaves out, replaces one that is sent, and takes away one that is null', async () => {
      const options = {
        url: 'https://a.example/',
        auth: { username: 'kim', password: 'first' },
        headers: [{ name: 'X-A', value: 'one' }],
      }
      const { id, ...shown } = await add({ kind: 'http', options })
      expect(shown.options).toEqual({
        url: 'https://a.example/',
        auth: { username: 'kim' },
        headers: [{ name: 'X-A' }],
      })
      expect(shown.secrets).toEqual(['headers[0].value', 'auth.password'])

      await rooms.call('update-monitor', { id, options: { ...shown.options, keyword: 'hello' } })
      expect(await opened(id)).toEqual({ ...options, keyword: 'hello' })
      await rooms.call('update-monitor', {
        id,
        options: {
          url: 'https://a.example/',
          auth: { username: 'kim', password: 'second' },
          headers: [{ name: 'X-B', value: 'two' }, { name: 'x-a' }],
        },
      })
      expect(await opened(id)).toMatchObject({
        auth: { password: 'second' },
        headers: [
          { name: 'X-B', value: 'two' },
          { name: 'x-a', value: 'one' },
        ],
      })
      expect(
        await problemsOf(
          rooms.call('update-monitor', {
            id,
            options: { url: 'https://a.example/', auth: { username: 'kim', password: null } },
          }),
        ),
      ).toEqual(['options.auth.password'])
      await rooms.call('update-monitor', { id, options: { url: 'https://a.example/' } })
      expect((await rooms.call('get-monitor', { id })).secrets).toEqual([])
    })

    it('does not carry a stored secret to another host', async () => {
      const { id } = await add({
        kind: 'http',
        options: { url: 'https://a.example/', auth: { username: 'kim', password: 'first' } },
      })
      const elsewhere = { url: 'https://evil.example/', auth: { username: 'kim' } }
      expect(await problemsOf(rooms.call('update-monitor', { id, options: elsewhere }))).toEqual(['options'])
      const again = { ...elsewhere, auth: { username: 'kim', password: 'other' } }
      expect((await rooms.call('update-monitor', { id, options: again })).options.url).toBe('https://evil.example/')
    })

    it('does not open a secret that was moved to another row', async () => {
      const options = { url: 'https://a.example/', auth: { username: 'kim', password: 'first' } }
      const [one, other] = [
        await add({ kind: 'http', options }),
        await add({ kind: 'http', options: { url: 'https://b.example/' } }),
      ]
      await store.database.run('update monitor set options = (select options from monitor where id = ?) where id = ?', [
        one.id,
        other.id,
      ])
      await expect(opened(other.id)).rejects.toThrow(/damaged|moved/)
    })

    it('is copied with its secrets and is its own from then on', async () => {
      const options = { url: 'https://a.example/', headers: [], auth: { username: 'kim', password: 'first' } }
      const original = await add({ kind: 'http', options, alert_threshold: 2 })
      const copy = await rooms.call('copy-monitor', { id: original.id, is_paused: true })
      expect(copy).toMatchObject({
        name: 'HTTP (copy)',
        alert_threshold: 2,
        is_paused: true,
        state: 'paused',
        is_default: false,
      })
      await rooms.call('delete-monitor', { id: original.id })
      expect(await opened(copy.id)).toEqual(options)
    })

    it('is not checked while it, or its project, is paused or deleted', async () => {
      const active = async () => (await rooms.projects.activeMonitors(store.database)).map((monitor) => monitor.id)
      const { id } = await add({ kind: 'tcp', options: { host: 'db.example.com', port: 1 } })
      const told: string[] = []
      store.events.after(monitorChanged, ({ monitorId, change }) => void told.push(`${monitorId === id} ${change}`))
      const all = await active()
      expect((await rooms.call('pause-monitor', { id })).state).toBe('paused')
      expect(await active()).toEqual(all.filter((other) => other !== id))
      await rooms.call('pause-monitor', { id })
      await rooms.call('resume-monitor', { id })
      expect(await active()).toEqual(all)
      await store.database.transaction((tx) => rooms.projects.setProjectPaused(tx, projectId, true, 1))
      expect(await active()).toEqual([])
      expect((await rooms.call('get-monitor', { id })).state).toBe('paused')
      expect((await rooms.call('get-project', { id: projectId })).state).toBe('paused')
      await store.database.transaction((tx) => rooms.projects.setProjectPaused(tx, projectId, false, 2))
      await rooms.call('delete-monitor', { id })
      expect(await active()).toEqual(all.filter((other) => other !== id))
      await rooms.call('restore-monitor', { id })
      expect(await active()).toEqual(all)
      await expect
        .poll(() => told.filter((line) => line.startsWith('true')))
        .toEqual(['paused', 'resumed', 'paused', 'resumed', 'deleted', 'restored'].map((change) => `true ${change}`))
    })
  })

  describe('the state row', () => {
    it('comes back as it was saved, for any number of monitors', async () => {
      const ids: number[] = []
      for (let port = 1; port <= 20; port++)
        ids.push((await add({ kind: 'tcp', options: { host: 'db.example.com', port } })).id)
      const states = ids.map((id, index) => ({
        ...firstMonitorState(id, 1000 + index),
        state: 'down' as const,
        isFlapping: index % 2 === 0,
        lastSlotAt: 5,
        lastCheckedAt: 6,
        lastState: 'down' as const,
        lastDurationMs: 12.5,
        lastMessage: { ko: '실패', en: 'failed' },
        lastErrorCode: 'timeout' as const,
        openIncidentId: 9,
        memory: `m${index}`,
      }))
      await store.database.transaction((tx) => rooms.projects.saveStates(tx, states))
      await store.database.transaction((tx) =>
        rooms.projects.saveStates(
          tx,
          states.slice(0, 3).map((state) => ({ ...state, state: 'up' as const })),
        ),
      )
      const loaded = await rooms.projects.loadStates(store.database, [...ids, 999_999])
      expect(loaded.size).toBe(20)
      expect(loaded.get(ids[2] ?? 0)).toEqual({ ...states[2], state: 'up' })
      expect(loaded.get(ids[19] ?? 0)).toEqual(states[19])
      expect(await rooms.projects.loadStates(store.database, [])).toEqual(new Map())
    })

    it('makes the project show the worst of its monitors that were looked at', async () => {
      const [http] = await rooms.projects.monitorsOf(store.database, projectId)
      const never = await add({ kind: 'tcp', options: { host: 'db.example.com', port: 1 } })
      const shown = async (state: 'up' | 'down' | 'degraded' | 'unknown', id = http?.id ?? 0) => {
        await store.database.transaction(async (tx) => {
          await rooms.projects.saveStates(tx, [{ ...firstMonitorState(id, 1), state, lastCheckedAt: 1 }])
          await rooms.projects.refreshProjectState(tx, projectId, 77)
        })
        return (await rooms.call('get-project', { id: projectId })).state
      }
      expect(await shown('up')).toBe('up')
      expect(await shown('degraded')).toBe('degraded')
      expect(await shown('down', never.id)).toBe('down')
      expect(await shown('up', never.id)).toBe('degraded')
      expect((await rooms.call('get-project', { id: projectId })).state_since).toBe(new Date(77).toISOString())
    })
  })
})
