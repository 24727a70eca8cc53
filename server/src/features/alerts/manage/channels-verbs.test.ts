import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AlertRooms, openAlertRooms, openReceiver, type Receiver } from '#test/alert-rooms.ts'
import { openTestSqlite, type TestDatabase } from '#test/databases.ts'
import { asRole } from '#test/project-rooms.ts'
import { insertTestProject } from '#test/projects.ts'

let store: TestDatabase
let rooms: AlertRooms
let receiver: Receiver

beforeEach(async () => {
  store = await openTestSqlite()
  rooms = await openAlertRooms(store)
  receiver = await openReceiver()
})
afterEach(async () => {
  await receiver.close()
  await rooms.close()
  await store.close()
})

const webhook = (fields: object = {}) => ({
  kind: 'webhook',
  name: 'Operations',
  options: { url: `${receiver.url}/canary-path`, headers: { authorization: 'Bearer canary-header' } },
  ...fields,
})

describe('making a channel', () => {
  it('shows what was made, once with its new secret and never again', async () => {
    const made = await rooms.call('create-channel', webhook())
    expect(made).toMatchObject({
      kind: 'webhook',
      target: new URL(receiver.url).host,
      is_enabled: true,
      language: 'ko',
      managed_by: null,
    })
    expect(made.scope).toEqual({ projects: 'all', project_ids: [], tags: [] })
    expect(made.options).toEqual({ method: 'POST' })
    expect(made.secrets).toEqual(['url', 'headers', 'secret'])
    expect(made.generated.secret).toMatch(/^whsec_/)
    const again = await rooms.call('get-channel', { id: made.id })
    expect(again.generated).toBeUndefined()
    expect(JSON.stringify(again)).not.toMatch(/canary|whsec_/)
  })

  it('leaves no secret in the database, the audit line or a list', async () => {
    await rooms.call('create-channel', webhook({ name: 'first' }))
    await rooms.call('create-channel', {
      kind: 'telegram',
      name: 'second',
      options: { token: '123456:canary-canary-canary', chat_id: '1' },
    })
    const rows = await store.database.all('select * from channel')
    const list = await rooms.call('list-channels')
    for (const place of [rows, list, rooms.audited]) expect(JSON.stringify(place)).not.toMatch(/canary|whsec_/)
    expect(list.items).toHaveLength(2)
  })

  it('names every field that is wrong', async () => {
    const making = rooms.call('create-channel', {
      kind: 'webhook',
      name: '',
      options: { url: 'ftp://x', colour: 'red' },
    })
    await expect(making).rejects.toMatchObject({ code: 'validation', details: { fields: [{ path: 'name' }] } })
    const wrongOptions = rooms.call('create-channel', webhook({ options: { url: 'ftp://x', colour: 'red' } }))
    await expect(wrongOptions).rejects.toMatchObject({
      details: { fields: [{ path: 'options.url' }, { path: 'options.colour' }] },
    })
    await expect(rooms.call('create-channel', webhook({ kind: 'pigeon' }))).rejects.toMatchObject({
      code: 'validation',
    })
  })

  it('refuses an address that is never reached, at once', async () => {
    const making = rooms.call('create-channel', webhook({ options: { url: 'http://169.254.169.254/latest' } }))
    await expect(making).rejects.toMatchObject({ details: { fields: [{ path: 'options.url' }] } })
    const { id } = await rooms.call('create-channel', webhook())
    const changing = rooms.call('update-channel', { id, options: { url: 'http://[::ffff:10.0.0.1]/' } })
    await expect(changing).rejects.toMatchObject({ details: { fields: [{ path: 'options.url' }] } })
  })

  it('refuses projects, tags and hours that make no sense', async () => {
    const refused = async (fields: object, path: string) =>
      expect(rooms.call('create-channel', webhook(fields))).rejects.toMatchObject({ details: { fields: [{ path }] } })
    await refused({ scope: { projects: 'chosen' } }, 'scope')
    await refused({ scope: { projects: 'chosen', project_ids: [999] } }, 'scope.project_ids')
    await refused({ events: [] }, 'events')
    await refused({ reminder_minutes: 1 }, 'reminder_minutes')
    await refused({ quiet_hours: { from: '24:00', to: '07:00', time_zone: 'Asia/Seoul' } }, 'quiet_hours.from')
    await refused({ quiet_hours: { from: '22:00', to: '07:00', time_zone: 'Moon/Base' } }, 'quiet_hours.time_zone')
    await refused({ quiet_hours: { from: '22:00', to: '22:00', time_zone: 'Asia/Seoul' } }, 'quiet_hours.to')
    await refused({ fallback_channel_id: 999 }, 'fallback_channel_id')
  })

  it('is for managers; users may look, viewers may not', async () => {
    await expect(rooms.call('create-channel', webhook(), asRole('user'))).rejects.toMatchObject({ code: 'forbidden' })
    await expect(rooms.call('list-channels', {}, asRole('viewer'))).rejects.toMatchObject({ code: 'forbidden' })
    expect((await rooms.call('list-channels', {}, asRole('user'))).total).toBe(0)
  })

  it('can be found by name, kind, state and project', async () => {
    const projectId = await insertTestProject(store.database)
    await rooms.call(
      'create-channel',
      webhook({ name: '100% Ops_1', scope: { projects: 'chosen', project_ids: [projectId] } }),
    )
    await rooms.call(
      'create-channel',
      webhook({ name: 'Night', is_enabled: false, scope: { projects: 'chosen', tags: ['x'] } }),
    )
    await rooms.call('create-channel', { kind: 'email', name: 'Mail', options: { to: ['a@example.com'] } })
    const names = async (search: object) =>
      (await rooms.call('list-channels', search)).items.map((one: { name: string }) => one.name)
    expect(await names({})).toEqual(['100% Ops_1', 'Mail', 'Night'])
    expect(await names({ q: '% ops_' })).toEqual(['100% Ops_1'])
    expect(await names({ kind: 'email' })).toEqual(['Mail'])
    expect(await names({ is_enabled: false })).toEqual(['Night'])
    expect(await names({ project_id: projectId })).toEqual(['100% Ops_1', 'Mail'])
    const tagged = await rooms.call('create-project', { title: '쇼핑몰', url: 'https://example.com/', tags: ['x'] })
    expect(await names({ project_id: tagged.id })).toEqual(['Mail', 'Night'])
    expect(await names({ page: 2, page_size: 2 })).toEqual(['Night'])
  })
})

describe('changing a channel', () => {
  it('keeps what is not sent, secrets included, and takes one away that is null', async () => {
    const { id, generated } = await rooms.call('create-channel', webhook({ reminder_minutes: 30 }))
    const changed = await rooms.call('update-channel', { id, name: 'Renamed', options: { method: 'PUT' } })
    expect(changed).toMatchObject({
      name: 'Renamed',
      options: { method: 'PUT' },
      secrets: ['url', 'headers', 'secret'],
      reminder_minutes: 30,
    })
    await rooms.call('test-channel', { id })
    expect(receiver.received[0]).toMatchObject({
      method: 'PUT',
      path: '/canary-path',
      headers: { authorization: 'Bearer canary-header' },
    })
    expect(generated.secret).toBeTruthy()
    const bare = await rooms.call('update-channel', { id, options: { headers: null }, reminder_minutes: null })
    expect(bare).toMatchObject({ secrets: ['url', 'secret'], reminder_minutes: null })
  })

  it('does not let fallbacks go round in a circle', async () => {
    const first = (await rooms.call('create-channel', webhook())).id
    const second = (await rooms.call('create-channel', webhook({ fallback_channel_id: first }))).id
    const third = (await rooms.call('create-channel', webhook({ fallback_channel_id: second }))).id
    const circle = rooms.call('update-channel', { id: first, fallback_channel_id: third })
    await expect(circle).rejects.toMatchObject({ details: { fields: [{ path: 'fallback_channel_id' }] } })
    await expect(rooms.call('update-channel', { id: first, fallback_channel_id: first })).rejects.toMatchObject({
      code: 'validation',
    })
    await rooms.call('delete-channel', { id: second })
    expect(await rooms.call('get-channel', { id: third })).toMatchObject({ fallback_channel_id: null })
  })

  it('gives a new signing secret, shown once', async () => {
    const { id, generated } = await rooms.call('create-channel', webhook())
    const rotated = await rooms.call('rotate-channel-secret', { id })
    expect(rotated.generated.secret).not.toBe(generated.secret)
    expect(rotated.secrets).toEqual(['url', 'headers', 'secret', 'previous_secret'])
    expect(rotated.options.previous_secret_until).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
    await rooms.call('test-channel', { id })
    expect(String(receiver.received[0]?.headers['webhook-signature']).split(' ')).toHaveLength(2)
    const mail = await rooms.call('create-channel', { kind: 'email', name: 'Mail', options: { to: ['a@example.com'] } })
    await expect(rooms.call('rotate-channel-secret', { id: mail.id })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('of somebody else’s id is not found', async () => {
    for (const verb of ['get-channel', 'update-channel', 'delete-channel', 'test-channel', 'rotate-channel-secret']) {
      await expect(rooms.call(verb, { id: 999 }), verb).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

describe('the test button', () => {
  it('really sends, and says how it went', async () => {
    const { id } = await rooms.call('create-channel', webhook({ language: 'en' }))
    const report = await rooms.call('test-channel', { id })
    expect(report).toMatchObject({ ok: true, status: 200, message: 'The test message was sent.' })
    expect(receiver.received[0]?.json.data).toMatchObject({
      event: 'test',
      title: '[Bongsu] Test',
      delivery_id: report.delivery_id,
    })
    receiver.answer = (_request, response) => response.writeHead(500).end()
    expect(await rooms.call('test-channel', { id })).toMatchObject({
      ok: false,
      status: 500,
      message: 'The receiver answered HTTP 500.',
    })
    const { items } = await rooms.call('list-deliveries', { channel_id: id })
    expect(items.map((one: { event: string; state: string }) => `${one.event} ${one.state}`)).toEqual([
      'test dropped',
      'test delivered',
    ])
  })

  it('tries options that are not saved, with secrets from a saved channel', async () => {
    const { id } = await rooms.call('create-channel', webhook())
    const report = await rooms.call('test-channel-options', {
      kind: 'webhook',
      channel_id: id,
      options: { method: 'PUT' },
    })
    expect(report.ok).toBe(true)
    expect(receiver.received[0]).toMatchObject({ method: 'PUT', path: '/canary-path' })
    await expect(
      rooms.call('test-channel-options', { kind: 'slack', channel_id: id, options: {} }),
    ).rejects.toMatchObject({ code: 'validation' })
    expect(
      await rooms.call('test-channel-options', { kind: 'email', options: { to: ['a@example.com'] } }),
    ).toMatchObject({ ok: false })
  })

  it('is under the same guard as every message', async () => {
    const report = await rooms.call('test-channel-options', {
      kind: 'webhook',
      options: { url: 'http://169.254.169.254/latest/meta-data/' },
    })
    expect(report.ok).toBe(false)
    expect(report.message).toMatch(/metadata/)
  })
})

describe('a project’s own addresses', () => {
  const project = (fields: object) =>
    rooms.call('create-project', { title: '쇼핑몰', url: 'https://example.com/', ...fields })
  const managed = async () => (await rooms.call('list-channels', { is_managed: true })).items

  it('are channels that follow every edit', async () => {
    const { id } = await project({
      alert_email: 'ops@example.com',
      webhook_url: 'https://hooks.slack.com/services/T/B/canary',
    })
    expect(await managed()).toMatchObject([
      {
        kind: 'slack',
        target: 'hooks.slack.com',
        managed_by: { project_id: id, field: 'webhook_url' },
        scope: { projects: 'chosen', project_ids: [id] },
      },
      { kind: 'email', target: 'ops@example.com', managed_by: { project_id: id, field: 'alert_email' } },
    ])
    await rooms.call('update-project', {
      id,
      title: '가게',
      alert_email: 'night@example.com',
      webhook_url: 'https://discord.com/api/webhooks/1/x',
    })
    expect(await managed()).toMatchObject([
      { kind: 'discord', name: '가게 · discord.com' },
      { kind: 'email', target: 'night@example.com' },
    ])
    await rooms.call('update-project', { id, alert_email: null })
    expect(await managed()).toHaveLength(1)
    await rooms.call('delete-project', { id })
    expect(await managed()).toEqual([])
    await rooms.call('restore-project', { id })
    expect(await managed()).toHaveLength(1)
  })

  it('sign what they send like any other webhook, and keep their secret when the address changes', async () => {
    const { id } = await project({ webhook_url: 'https://example.com/first' })
    const stored = async () => {
      const [row] = await store.database.all<{ options: string }>('select options from channel')
      return JSON.parse(row?.options ?? '{}') as { url: string; secret: string }
    }
    const before = await stored()
    expect((await managed())[0].secrets).toEqual(['url', 'secret'])
    await rooms.call('update-project', { id, webhook_url: 'https://example.com/second' })
    expect((await managed())[0].secrets).toEqual(['url', 'secret'])
    expect((await stored()).url).not.toBe(before.url)
    const { generated } = await rooms.call('rotate-channel-secret', { id: (await managed())[0].id })
    expect(generated.secret).toMatch(/^whsec_/)
  })

  it('keep the rules that were set for the channel, and change only at the project', async () => {
    const { id } = await project({ webhook_url: 'https://example.com/hook' })
    const [channel] = await managed()
    await rooms.call('update-channel', {
      id: channel.id,
      min_severity: 'critical',
      quiet_hours: { from: '22:00', to: '07:00', time_zone: 'Asia/Seoul' },
    })
    await rooms.call('rotate-channel-secret', { id: channel.id })
    await rooms.call('update-project', { id, webhook_url: 'https://example.com/other' })
    expect(await managed()).toMatchObject([
      { min_severity: 'critical', quiet_hours: { from: '22:00' }, secrets: ['url', 'secret', 'previous_secret'] },
    ])
    for (const change of [{ name: 'x' }, { options: { url: 'https://example.com' } }, { scope: { projects: 'all' } }]) {
      await expect(rooms.call('update-channel', { id: channel.id, ...change })).rejects.toMatchObject({
        code: 'conflict',
      })
    }
    await expect(rooms.call('delete-channel', { id: channel.id })).rejects.toMatchObject({ code: 'conflict' })
  })
})
