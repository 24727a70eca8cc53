import { text } from '@bongsu/contract/text.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Services } from '#kernel/service.ts'
import { createSealer } from '#platform/secrets/sealer.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { type GroundOptions, type GroundRooms, openGroundRooms, testSecretKey } from '#test/ground-rooms.ts'
import { startSmtpTarget } from '#test/targets/smtp-target.ts'
import {
  createSettings,
  defineSetting,
  generalSetting,
  monitoringSetting,
  outboundSetting,
  rateLimitsSetting,
  settingsChanged,
  signInSetting,
  smtpServerOf,
  smtpSetting,
} from './index.ts'

const password = 'correct horse battery'
const secret = 'smtp-canary-5f2a'

eachDatabase((open) => {
  describe('system settings', () => {
    let store: TestDatabase
    let rooms: GroundRooms
    let token: string

    const begin = async (options: GroundOptions = {}) => {
      await rooms?.close()
      rooms = await openGroundRooms(store, options)
    }
    beforeEach(async () => {
      store = await open()
      await begin()
      await rooms.send('POST', '/api/v1/auth/register', {
        body: { email: 'admin@example.com', password, name: 'Admin' },
      })
      token = await tokenOf('admin@example.com')
      await rooms.send('PUT', '/api/v1/auth/me/settings', { token, body: { language: 'en' } })
    })
    afterEach(async () => {
      await rooms.close()
      await store.close()
    })

    const tokenOf = async (username: string): Promise<string> =>
      (await rooms.send('POST', '/api/v1/auth/login', { body: { username, password } })).body.access_token
    const get = async (key: string) => (await rooms.send('GET', `/api/v1/settings/${key}`, { token })).body
    const put = (key: string, value: object) => rooms.send('PUT', `/api/v1/settings/${key}`, { token, body: { value } })
    const test = (key: string, body: object = {}) => rooms.send('POST', `/api/v1/settings/${key}/test`, { token, body })

    it('are listed with their forms, values and defaults', async () => {
      const { items } = (await rooms.send('GET', '/api/v1/settings', { token })).body
      expect(items.map(({ key }: { key: string }) => key)).toEqual([
        'general',
        'sign_up',
        'sign_in',
        'smtp',
        'rate_limits',
        'outbound',
        'monitoring',
        'retention',
      ])
      for (const { key, title, help, schema, value, is_default } of items) {
        expect(is_default, key).toBe(true)
        expect([title.ko, help.ko].join(), key).toMatch(/[가-힣]/)
        for (const [field, property] of Object.entries(
          schema.properties as Record<string, { label?: { ko: string; en: string } }>,
        )) {
          expect(property.label?.ko, `${key}.${field}`).toMatch(/[가-힣]/)
          expect(property.label?.en, `${key}.${field}`).toMatch(/[A-Za-z]/)
        }
        for (const field of Object.keys(value)) expect(schema.properties, key).toHaveProperty(field)
      }
      expect((await get('smtp')).schema.properties.password).toMatchObject({ secret: true })
      expect((await rooms.send('GET', '/api/v1/settings/nothing', { token })).status).toBe(404)
    })

    it('have their effect at once, and keep what is left out', async () => {
      expect(rooms.settings.get(monitoringSetting).min_check_interval).toBe(60)
      const answer = await put('monitoring', { min_check_interval: 10 })
      expect(answer).toMatchObject({
        status: 200,
        body: { value: { min_check_interval: 10, http_concurrency: 200 }, is_default: false, updated_by: 'Admin' },
      })
      expect(rooms.settings.get(monitoringSetting)).toMatchObject({ min_check_interval: 10, http_concurrency: 200 })
      await put('monitoring', { http_concurrency: 50 })
      expect(rooms.settings.get(monitoringSetting)).toMatchObject({ min_check_interval: 10, http_concurrency: 50 })
      expect((await rooms.send('DELETE', '/api/v1/settings/monitoring', { token })).body).toMatchObject({
        is_default: true,
      })
      expect(rooms.settings.get(monitoringSetting)).toMatchObject({ min_check_interval: 60, http_concurrency: 200 })
    })

    it('are refused at the field when they are wrong', async () => {
      for (const [key, value, path] of [
        ['monitoring', { min_check_interval: 9 }, 'value.min_check_interval'],
        ['general', { time_zone: 'Nowhere/Land' }, 'value.time_zone'],
        ['general', { public_url: 'ftp://x' }, 'value.public_url'],
        ['outbound', { allow: ['10.0.0.0/8', 'ten'] }, 'value.allow[1]'],
        ['sign_up', { mode: 'anybody' }, 'value.mode'],
        ['smtp', { from: 'nobody' }, 'value.from'],
        ['smtp', { from_name: 'a\r\nBcc: x' }, 'value.from_name'],
        ['smtp', { surprise: 1 }, 'value.surprise'],
      ] as const) {
        expect(await put(key, value), path).toMatchObject({
          status: 400,
          body: { error: { details: { fields: [{ path }] } } },
        })
      }
      expect((await get('monitoring')).is_default).toBe(true)
    })

    it('keep secrets sealed, write-only and out of every record', async () => {
      const saved = await put('smtp', {
        host: 'mail.example.com',
        from: 'a@example.com',
        username: 'u',
        password: secret,
      })
      expect(saved.body).toMatchObject({ has_secret: { password: true }, unreadable: [], value: { username: 'u' } })
      expect(saved.body.value).not.toHaveProperty('password')
      expect(rooms.settings.get(smtpSetting).password).toBe(secret)

      await put('smtp', { port: 465, secure: 'tls' })
      await put('smtp', { port: 466, password: null })
      expect(rooms.settings.get(smtpSetting)).toMatchObject({ port: 466, password: secret })

      const audit = (await rooms.send('GET', '/api/v1/audit?action=update-setting', { token })).body
      expect(audit.items[2].details.changes).toMatchObject({ password: 'replaced', host: { to: 'mail.example.com' } })
      expect(audit.items[0].details.changes).toEqual({ port: { from: 465, to: 466 } })
      const everything = JSON.stringify([
        audit,
        await get('smtp'),
        (await rooms.send('GET', '/api/v1/settings', { token })).body,
        await store.database.all('select * from setting'),
        await store.database.all('select * from audit_entry'),
      ])
      expect(everything).not.toContain(secret)

      await put('smtp', { password: '' })
      expect((await get('smtp')).has_secret).toEqual({ password: false })
      await put('smtp', { password: secret })
      await put('smtp', { password: { clear: true } })
      expect(rooms.settings.get(smtpSetting).password).toBeNull()
    })

    it('say so when a secret cannot be opened, go on without it, and take a new one', async () => {
      await put('smtp', { host: 'mail.example.com', from: 'a@example.com', password: secret })
      const warnings: string[] = []
      await begin({ secretKeys: ['another-key-another-key-another-key-1'], warn: (message) => warnings.push(message) })
      expect(() => rooms.settings.get(smtpSetting)).toThrow('BONGSU_SECRET_KEY')
      expect(rooms.settings.get(generalSetting).language).toBe('ko')
      expect(warnings.join()).toContain('smtp')
      expect(await get('smtp')).toMatchObject({ has_secret: { password: true }, unreadable: ['password'] })
      expect(await test('smtp')).toMatchObject({ status: 503 })
      // Other fields can be changed without losing what the right key would still open.
      expect(await put('smtp', { port: 2525 })).toMatchObject({ status: 200, body: { unreadable: ['password'] } })
      await begin()
      expect(rooms.settings.get(smtpSetting)).toMatchObject({ port: 2525, password: secret })
      await begin({ secretKeys: ['another-key-another-key-another-key-1'] })
      expect(await put('smtp', { password: 'fresh' })).toMatchObject({ status: 200, body: { unreadable: [] } })
      expect(rooms.settings.get(smtpSetting).password).toBe('fresh')
    })

    it('never store a secret in plain text for want of a key', async () => {
      await begin({ secretKeys: [] })
      expect(await put('smtp', { host: 'mail.example.com', password: secret })).toMatchObject({ status: 503 })
      expect(await put('smtp', { host: 'mail.example.com' })).toMatchObject({ status: 200 })
      expect(JSON.stringify(await store.database.all('select * from setting'))).not.toContain(secret)
    })

    it('are sealed again under the new key after a rotation', async () => {
      await put('smtp', { host: 'mail.example.com', from: 'a@example.com', password: secret })
      const newKey = 'the-new-key-the-new-key-the-new-key-12'
      await begin({ secretKeys: [newKey, testSecretKey] })
      expect(rooms.settings.get(smtpSetting).password).toBe(secret)
      await begin({ secretKeys: [newKey] })
      expect(rooms.settings.get(smtpSetting).password).toBe(secret)
    })

    it('reach other processes: at the news, and in time without it', async () => {
      const clock = new FakeClock()
      const other = createSettings({
        database: store.database,
        events: store.events,
        clock,
        services: new Services(),
        sealer: createSealer([testSecretKey]),
        warn: () => undefined,
      })
      await other.room.start?.()
      await put('general', { language: 'en' })
      await until(() => other.settings.get(generalSetting).language === 'en')
      // As if another process had written and its news had been lost.
      await store.database.run(
        "update setting set value = ?, updated_at = updated_at + 5 where setting_key = 'general'",
        [JSON.stringify({ language: 'ko', time_zone: 'Asia/Tokyo', public_url: null })],
      )
      expect(other.settings.get(generalSetting).time_zone).toBe('Asia/Seoul')
      await clock.advance(30_000)
      await until(() => other.settings.get(generalSetting).time_zone === 'Asia/Tokyo')
      await other.room.stop?.(new AbortController().signal)
    })

    it('tell later rooms that something changed', async () => {
      const news: object[] = []
      store.events.within(settingsChanged, async (_tx, payload) => void news.push(payload))
      await put('general', { language: 'en' })
      await put('general', { language: 'xx' })
      await rooms.send('DELETE', '/api/v1/settings/general', { token })
      expect(news).toEqual([{ key: 'general' }, { key: 'general' }])
    })

    it('lose no field when two admins change different ones at once', async () => {
      await Promise.all([
        put('monitoring', { browser_concurrency: 3 }),
        put('monitoring', { http_concurrency: 11 }),
        put('monitoring', { per_host_concurrency: 12 }),
        put('monitoring', { min_check_interval: 13 }),
      ])
      expect((await get('monitoring')).value).toEqual({
        browser_concurrency: 3,
        http_concurrency: 11,
        per_host_concurrency: 12,
        min_check_interval: 13,
      })
    })

    it('show what the environment decides, and do not let it be changed', async () => {
      await begin({ pinned: { monitoring: { min_check_interval: 10 } } })
      expect(await get('monitoring')).toMatchObject({
        value: { min_check_interval: 10 },
        pinned: ['min_check_interval'],
      })
      expect(await put('monitoring', { min_check_interval: 30 })).toMatchObject({
        status: 400,
        body: { error: { details: { fields: [{ path: 'value.min_check_interval' }] } } },
      })
      // A form sends all its fields back, the fixed one too.
      expect(await put('monitoring', { min_check_interval: 10, http_concurrency: 20 })).toMatchObject({ status: 200 })
      await begin()
      expect(rooms.settings.get(monitoringSetting)).toMatchObject({ min_check_interval: 60, http_concurrency: 20 })
    })

    it('fall back to the defaults when what is stored does not fit any more', async () => {
      await put('monitoring', { min_check_interval: 30 })
      await store.database.run("update setting set value = ? where setting_key = 'monitoring'", [
        '{"http_concurrency":"many"}',
      ])
      const warnings: string[] = []
      await begin({ warn: (message) => warnings.push(message) })
      expect(rooms.settings.get(monitoringSetting).http_concurrency).toBe(200)
      expect(warnings.join()).toContain('monitoring')
    })

    it('decide lifetimes and limits of sign-ins', async () => {
      await put('sign_in', { access_token_minutes: 5, lock_after: 3 })
      const answer = await rooms.send('POST', '/api/v1/auth/login', {
        body: { username: 'admin@example.com', password },
      })
      expect(answer.body.expires_in).toBe(300)
      expect(rooms.settings.get(signInSetting).lock_after).toBe(3)
      const wrong = () => rooms.send('POST', '/api/v1/auth/login', { body: { username: 'x', password: 'wrong' } })
      expect([(await wrong()).status, (await wrong()).status, (await wrong()).status, (await wrong()).status]).toEqual([
        401, 401, 401, 429,
      ])
    })

    it('decide how many requests a minute are admitted', async () => {
      await put('rate_limits', { sign_up_per_minute: 2 })
      expect(rooms.settings.get(rateLimitsSetting).sign_in_per_minute).toBe(10)
      await begin({ limited: true })
      const register = (from: string) => rooms.send('POST', '/api/v1/auth/register', { from, body: { email: 'x' } })
      expect([(await register('192.0.2.1')).status, (await register('192.0.2.1')).status]).toEqual([400, 400])
      const refused = await register('192.0.2.1')
      expect(refused).toMatchObject({
        status: 429,
        headers: { 'retry-after': '60', 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '0' },
      })
      expect((await register('192.0.2.2')).status).toBe(400)
    })

    it('test a mail server that is not saved yet, to the end, and send to nobody but the one who asks', async () => {
      const target = await startSmtpTarget({ plain: true, password: secret })
      try {
        const value = {
          host: '127.0.0.1',
          port: target.port,
          secure: 'none',
          username: 'u',
          from: 'bongsu@example.com',
        }
        expect(await test('smtp', { value: { ...value, password: secret } })).toMatchObject({
          status: 200,
          body: { ok: true, steps: [{ ok: true }] },
        })
        expect(target.mails).toHaveLength(0)
        expect((await test('smtp', { value: { ...value, password: 'wrong' } })).body).toMatchObject({ ok: false })
        await put('smtp', { ...value, password: secret })
        expect((await test('smtp', { send: true })).body).toMatchObject({
          ok: true,
          steps: [{ ok: true }, { ok: true }],
        })
        expect(target.mails.map(({ from, to }) => [from, to])).toEqual([['bongsu@example.com', ['admin@example.com']]])
        expect((await get('smtp')).value.host).toBe('127.0.0.1')
        const audit = (await rooms.send('GET', '/api/v1/audit?action=test-setting', { token })).body
        expect(audit.items.map((item: { details: { ok: boolean } }) => item.details.ok)).toEqual([true, false, true])
        expect(JSON.stringify(audit)).not.toContain(secret)
      } finally {
        await target.close()
      }
      expect((await test('smtp')).body).toMatchObject({ ok: false })
      expect((await test('smtp', { value: { host: '' } })).body).toMatchObject({ ok: false, steps: [] })
      expect(await test('general')).toMatchObject({ status: 400 })
    })

    it('are for admins only', async () => {
      await rooms.send('POST', '/api/v1/people', {
        token,
        body: { email: 'kim@example.com', name: 'Kim', role: 'manager', password },
      })
      token = await tokenOf('kim@example.com')
      expect((await rooms.send('GET', '/api/v1/settings', { token })).status).toBe(403)
      expect((await put('general', { language: 'en' })).status).toBe(403)
      expect((await test('smtp')).status).toBe(403)
    })
  })
})

describe('a setting that another room declares', () => {
  const label = text('값', 'Value')
  const define = (key: string) =>
    defineSetting({
      key,
      title: label,
      help: label,
      schema: z.strictObject({ size: z.int().meta({ label }) }),
      default: { size: 3 },
    })
  const settingsWith = (definitions: readonly ReturnType<typeof define>[]) =>
    createSettings({
      database: undefined as never,
      events: { after: () => undefined, within: () => undefined, tell: () => undefined },
      clock: new FakeClock(),
      services: new Services(),
      sealer: createSealer([]),
      definitions,
      warn: () => undefined,
    }).settings

  it('answers with its defaults before anything is read', () => {
    const setting = define('sizes')
    expect(settingsWith([setting]).get(setting)).toEqual({ size: 3 })
    expect(settingsWith([]).get(outboundSetting)).toEqual({ allow: [] })
  })

  it('must have a key of its own and be given to createSettings', () => {
    expect(() => settingsWith([define('general')])).toThrow('share one key')
    expect(() => settingsWith([]).get(define('forgotten'))).toThrow('forgotten')
  })
})

describe('the mail server of the settings', () => {
  it('is none until there is a server and an address to send from', () => {
    const { default: value } = smtpSetting
    expect(smtpServerOf(value)).toBeNull()
    expect(smtpServerOf({ ...value, host: 'mail' })).toBeNull()
    expect(smtpServerOf({ ...value, host: 'mail', from: 'a@b.co' })).toEqual({
      host: 'mail',
      port: 587,
      security: 'starttls',
      verify: true,
    })
  })
})

const until = (condition: () => boolean) => expect.poll(condition).toBe(true)
