import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isFailure } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import { insertTestPerson } from '#test/alert-rooms.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { asRole, openProjectRooms, type ProjectRooms } from '#test/project-rooms.ts'
import { type MonitorChange, monitorChanged, projectChanged } from './index.ts'

eachDatabase((open) => {
  let store: TestDatabase
  let rooms: ProjectRooms
  let told: string[]

  beforeEach(async () => {
    store = await open()
    rooms = await openProjectRooms(store)
    told = []
    store.events.after(monitorChanged, ({ change }: { change: MonitorChange }) => void told.push(`monitor ${change}`))
    store.events.after(projectChanged, ({ change }) => void told.push(`project ${change}`))
  })
  afterEach(async () => {
    await rooms.close()
    await store.close()
  })

  const site = { title: '쇼핑몰', url: 'https://shop.example.com/' }
  const problemsOf = async (work: Promise<unknown>): Promise<string[]> => {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (!isFailure(error, 'validation')) throw error ?? new Error('it was not refused')
    return (error.details as { fields: { path: string }[] }).fields.map((field) => field.path)
  }

  describe('creating a project', () => {
    it('makes the default monitors that fit its address and tells of them', async () => {
      const project = await rooms.call('create-project', site)
      expect(project).toMatchObject({
        title: '쇼핑몰',
        check_interval: 300,
        status_interval: 300,
        is_public: false,
        owner_id: 7,
        owner_name: null,
      })
      expect(
        project.monitors.map((monitor: { kind: string; check_interval: number }) => [
          monitor.kind,
          monitor.check_interval,
        ]),
      ).toEqual([
        ['http', 300],
        ['tls', 86_400],
      ])
      const plain = await rooms.call('create-project', { ...site, url: 'http://shop.example.com/' })
      expect(plain.monitors.map((monitor: { kind: string }) => monitor.kind)).toEqual(['http'])
      expect(told.slice(0, 3)).toEqual(['project created', 'monitor created', 'monitor created'])
    })

    it('keeps every field, with tags once each in the order given', async () => {
      const project = await rooms.call('create-project', {
        ...site,
        host_name: 'shop.example.com',
        ip_address: '203.0.113.7',
        description: 'the shop',
        status_interval: 120,
        time_limit: 800,
        is_public: true,
        category: 'web',
        tags: 'b, a ,B,,c',
        alert_email: 'ops@example.com',
        webhook_url: 'https://hooks.example.com/secret',
        alert_threshold: 1,
      })
      expect(project).toMatchObject({ tags: ['b', 'a', 'c'], check_interval: 120, time_limit: 800, category: 'web' })
      expect(project.monitors[0]).toMatchObject({ check_interval: 120, time_limit: 800, alert_threshold: 1 })
      expect(project.monitors[1]).toMatchObject({ check_interval: 86_400, time_limit: null, alert_threshold: 1 })
      expect(project.webhook_url).toBe('https://hooks.example.com/secret')
      expect(await rooms.call('get-project', { id: project.id })).toEqual(project)
    })

    it('takes null for left out, so that it never undoes a default', async () => {
      const nulls = {
        check_interval: null,
        is_public: null,
        tags: null,
        category: null,
        custom_headers: null,
        timeout: null,
      }
      const project = await rooms.call('create-project', { ...site, ...nulls })
      expect(project).toMatchObject({ check_interval: 300, is_public: false, tags: [], category: null })
      expect(project.monitors[0]).toMatchObject({
        timeout: 30,
        retry_count: 3,
        alert_threshold: 3,
        recovery_threshold: 1,
      })
    })

    it('never gives header values back, but its monitors can send them', async () => {
      const project = await rooms.call('create-project', { ...site, custom_headers: '{"X-Api-Key":"hunter22"}' })
      expect(project.custom_headers).toEqual([{ name: 'X-Api-Key', has_value: true }])
      expect(project.monitors[0].options).toEqual({ url: site.url, headers: [{ name: 'X-Api-Key' }] })
      expect(project.monitors[0].secrets).toEqual(['headers[0].value'])
      expect(JSON.stringify(project)).not.toContain('hunter22')
      expect(JSON.stringify(rooms.audited)).not.toContain('hunter22')
      const rows = [
        await store.database.all('select * from project'),
        await store.database.all('select * from monitor'),
      ]
      expect(JSON.stringify(rows)).not.toContain('hunter22')
      const [monitor] = await rooms.projects.activeMonitors(store.database)
      expect(monitor && rooms.projects.openOptions(monitor)).toMatchObject({
        headers: [{ name: 'X-Api-Key', value: 'hunter22' }],
      })
    })

    it('shows where alerts go only to those who may read channels', async () => {
      const contacts = { alert_email: 'ops@example.com', webhook_url: 'https://hooks.example.com/secret' }
      const { id } = await rooms.call('create-project', { ...site, ...contacts })
      const hidden = { alert_email: null, webhook_url: null, has_alert_email: true, has_webhook_url: true }
      expect(await rooms.call('get-project', { id }, asRole('viewer'))).toMatchObject(hidden)
      expect(await rooms.call('get-project', { id }, asRole('user'))).toMatchObject(contacts)
    })

    it('names the field that is wrong', async () => {
      const refused: [object, string][] = [
        [{ title: '' }, 'title'],
        [{ title: 'Shop\r\nBcc: x@example.com' }, 'title'],
        [{ category: 'a\nb' }, 'category'],
        [{ url: 'ftp://example.com/' }, 'url'],
        [{ url: 'https://user:pass@example.com/' }, 'url'],
        [{ url: 'http://127.0.0.1/' }, 'url'],
        [{ url: 'http://[::1]:8080/' }, 'url'],
        [{ url: 'http://localhost/' }, 'url'],
        [{ url: 'http://169.254.169.254/latest' }, 'url'],
        [{ webhook_url: 'http://10.0.0.1/' }, 'webhook_url'],
        [{ check_interval: 59 }, 'check_interval'],
        [{ check_interval: 3601 }, 'check_interval'],
        [{ check_interval: 60, status_interval: 61 }, 'status_interval'],
        [{ status_interval: 59 }, 'status_interval'],
        [{ custom_headers: '{"X-Api-Key":' }, 'custom_headers'],
        [{ custom_headers: '["X-Api-Key"]' }, 'custom_headers'],
        [{ custom_headers: { 'X-Api-Key': 'a\r\nX-Other: b' } }, 'custom_headers'],
        [{ custom_headers: { Host: 'evil.example' } }, 'custom_headers'],
        [{ custom_headers: { A: '1', a: '2' } }, 'custom_headers'],
        [{ custom_headers: { A: 'x'.repeat(2000) } }, 'custom_headers'],
        [{ tags: 'x'.repeat(51) }, 'tags'],
        [{ tags: Array.from({ length: 60 }, (_, n) => `tag-number-${n}`) }, 'tags'],
        [{ description: 'x'.repeat(501) }, 'description'],
        [{ category: 'x'.repeat(51) }, 'category'],
        [{ title: 'x'.repeat(201) }, 'title'],
        [{ timeout: 4 }, 'timeout'],
        [{ alert_email: 'nobody' }, 'alert_email'],
        [{ retry_count: 6 }, 'retry_count'],
        [{ owner_id: 1 }, 'owner_id'],
      ]
      for (const [fields, path] of refused) {
        expect(await problemsOf(rooms.call('create-project', { ...site, ...fields })), JSON.stringify(fields)).toEqual([
          path,
        ])
      }
      expect((await rooms.call('list-projects')).total).toBe(0)
    })
  })

  it('names the owner of a project, also in lists', async () => {
    const owner = await insertTestPerson(store, { name: '이순신' })
    const { id } = await rooms.call('create-project', site, { ...asRole('user'), personId: owner } as Actor)
    expect(await rooms.call('get-project', { id })).toMatchObject({ owner_id: owner, owner_name: '이순신' })
    expect((await rooms.call('list-projects')).items).toMatchObject([{ owner_id: owner, owner_name: '이순신' }])
  })

  it('says in one word why an address is refused', async () => {
    const reasonOf = async (url: string) => {
      const failure = await rooms.call('create-project', { ...site, url }).catch((error: unknown) => error)
      return isFailure(failure, 'validation') ? (failure.details as { reason?: string }).reason : failure
    }
    expect(await reasonOf('http://10.0.0.1/')).toBe('address_private')
    expect(await reasonOf('http://localhost/')).toBe('address_loopback')
    expect(await reasonOf('http://169.254.169.254/')).toBe('address_metadata')
    expect(await reasonOf('http://user:pass@example.com/')).toBe('url_credentials')
    expect(await reasonOf('ftp://example.com/')).toBe('url_scheme')
    expect(await reasonOf('nowhere')).toBe('url_invalid')
  })

  describe('editing a project', () => {
    it('reaches its default monitors, except where they have a value of their own', async () => {
      const { id, monitors } = await rooms.call('create-project', { ...site, custom_headers: { 'X-A': '1' } })
      const extra = await rooms.call('create-monitor', {
        id,
        kind: 'http',
        options: { url: 'https://other.example.com/' },
      })
      await rooms.call('update-monitor', { id: monitors[0].id, check_interval: 600 })
      const edited = await rooms.call('update-project', {
        id,
        url: 'https://shop.example.com/health',
        check_interval: 120,
        time_limit: 900,
        custom_headers: { 'X-A': '1', 'X-B': '2' },
        alert_threshold: 2,
      })
      expect(edited.monitors[0]).toMatchObject({
        check_interval: 600,
        time_limit: 900,
        alert_threshold: 2,
        options: { url: 'https://shop.example.com/health', headers: [{ name: 'X-A' }, { name: 'X-B' }] },
      })
      expect(edited.monitors[1]).toMatchObject({ kind: 'tls', check_interval: 86_400, time_limit: null })
      expect(edited.monitors[2]).toEqual(extra)
    })

    it('brings and takes the monitors that belong to https', async () => {
      const { id } = await rooms.call('create-project', { ...site, url: 'http://shop.example.com/' })
      const secure = await rooms.call('update-project', { id, url: 'https://shop.example.com/' })
      expect(secure.monitors.map((monitor: { kind: string }) => monitor.kind)).toEqual(['http', 'tls'])
      const plain = await rooms.call('update-project', { id, url: 'http://shop.example.com/' })
      expect(plain.monitors.map((monitor: { kind: string }) => monitor.kind)).toEqual(['http'])
    })

    it('clears what may be empty with null, and leaves the rest', async () => {
      const { id } = await rooms.call('create-project', {
        ...site,
        description: 'x',
        category: 'web',
        time_limit: 5,
        tags: ['a'],
      })
      const nulls = {
        title: null,
        url: null,
        description: null,
        category: null,
        time_limit: null,
        check_interval: null,
        tags: null,
      }
      const edited = await rooms.call('update-project', { id, ...nulls })
      expect(edited).toMatchObject({
        ...site,
        description: null,
        category: null,
        time_limit: null,
        check_interval: 300,
        tags: ['a'],
      })
    })

    it('keeps a header whose value is not sent, and drops one that is not named', async () => {
      const { id } = await rooms.call('create-project', { ...site, custom_headers: { 'X-A': 'one', 'X-B': 'two' } })
      await rooms.call('update-project', { id, custom_headers: { 'x-b': null, 'X-C': 'three' } })
      const [monitor] = await rooms.projects.monitorsOf(store.database, id)
      expect(monitor && rooms.projects.openOptions(monitor)).toMatchObject({
        headers: [
          { name: 'x-b', value: 'two' },
          { name: 'X-C', value: 'three' },
        ],
      })
      expect(await problemsOf(rooms.call('update-project', { id, custom_headers: { 'X-New': null } }))).toEqual([
        'custom_headers',
      ])
    })

    it('does not let a stored header follow the project to another host', async () => {
      const { id } = await rooms.call('create-project', { ...site, custom_headers: { 'X-A': 'one' } })
      const elsewhere = { id, url: 'https://evil.example.net/' }
      expect(await problemsOf(rooms.call('update-project', elsewhere))).toEqual(['custom_headers'])
      expect(await problemsOf(rooms.call('update-project', { ...elsewhere, custom_headers: { 'X-A': null } }))).toEqual(
        ['custom_headers'],
      )
      expect(await rooms.call('update-project', { ...elsewhere, custom_headers: {} })).toMatchObject({
        custom_headers: [],
      })
    })

    it('tells of contacts only when they differ', async () => {
      const { id } = await rooms.call('create-project', { ...site, webhook_url: 'https://hooks.example.com/1' })
      told.length = 0
      await rooms.call('update-project', { id, description: 'new', webhook_url: 'https://hooks.example.com/1' })
      await expect.poll(() => told).toEqual(['project updated'])
      await rooms.call('update-project', { id, webhook_url: 'https://hooks.example.com/2' })
      await expect.poll(() => told).toContain('project contacts')
    })
  })

  describe('deleting a project', () => {
    it('stops its checks, hides it, and is undone with everything in place', async () => {
      const before = await rooms.call('create-project', { ...site, tags: ['a'] })
      await rooms.call('delete-project', { id: before.id })
      expect(await rooms.projects.activeMonitors(store.database)).toEqual([])
      expect((await rooms.call('list-projects')).total).toBe(0)
      expect((await rooms.call('list-monitors')).total).toBe(0)
      expect((await rooms.call('list-projects', { deleted: true })).items[0]).toMatchObject({
        id: before.id,
        is_active: false,
      })
      expect(
        isFailure(
          await rooms.call('update-project', { id: before.id, title: 'x' }).catch((error) => error),
          'not_found',
        ),
      ).toBe(true)

      const after = await rooms.call('restore-project', { id: before.id })
      expect(after).toEqual(before)
      expect((await rooms.projects.activeMonitors(store.database)).length).toBe(2)
      expect(told.filter((line) => line.startsWith('monitor'))).toEqual([
        'monitor created',
        'monitor created',
        'monitor deleted',
        'monitor deleted',
        'monitor restored',
        'monitor restored',
      ])
    })

    it('is for good only after thirty days', async () => {
      const kept = await rooms.call('create-project', site)
      const gone = await rooms.call('create-project', site)
      await rooms.call('delete-project', { id: gone.id })
      const purge = rooms.room.jobs?.find((job) => job.name === 'purge-deleted-projects')
      await rooms.clock.advance(29 * 86_400_000)
      expect(await purge?.run(new AbortController().signal)).toEqual({ projects: 0, monitors: 0 })
      await rooms.clock.advance(2 * 86_400_000)
      expect(await purge?.run(new AbortController().signal)).toMatchObject({ projects: 1 })
      expect(isFailure(await rooms.call('get-project', { id: gone.id }).catch((error) => error), 'not_found')).toBe(
        true,
      )
      expect((await rooms.call('get-project', { id: kept.id })).monitors.length).toBe(2)
      expect((await store.database.all('select id from monitor')).length).toBe(2)
    })
  })
})
