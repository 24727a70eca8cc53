import { alertEvents, templateKeys } from '@bongsu/contract/alerts.ts'
import { languages, text } from '@bongsu/contract/text.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AlertRooms, openAlertRooms } from '#test/alert-rooms.ts'
import { openTestSqlite, type TestDatabase } from '#test/databases.ts'
import { asRole } from '#test/project-rooms.ts'
import { messageWith } from '../compose-message.ts'
import { templateOf } from '../news.ts'
import { defaultTemplates, eventsOf } from './default-templates.ts'
import { duration, isField, templateFields } from './fields.ts'
import { injectionPayloads } from './injection-payloads.ts'
import { mostBytes, unknownFields } from './render-template.ts'
import { sampleNews } from './sample-news.ts'

const house = { language: 'ko', timeZone: 'Asia/Seoul', publicUrl: 'https://bongsu.example.com' } as const
const admin = asRole('admin')

describe('the original words', () => {
  it('use known fields only, in both languages, and every event has some', () => {
    for (const key of templateKeys) {
      for (const language of languages) {
        const { subject, body } = defaultTemplates[key].words[language]
        expect(unknownFields(subject + body, isField), key).toEqual([])
        expect(subject.length * body.length, key).toBeGreaterThan(0)
      }
    }
    expect(alertEvents.map(templateOf).every((key) => templateKeys.includes(key))).toBe(true)
    expect(templateKeys.every((key) => eventsOf(key).length > 0)).toBe(true)
  })

  it('are shown with something of their own kind, in one language', () => {
    for (const key of templateKeys) {
      const english = sampleNews(key, 'en', 0)
      const told = messageWith(defaultTemplates[key].words.en, house, 'id', english, {
        language: 'en',
        timeZone: 'UTC',
      })
      expect(told.subject + told.body, key).not.toMatch(/[가-힣]/)
    }
    const domain = sampleNews('domain_expiry', 'ko', 0)
    expect(domain).toMatchObject({ event: 'domain_expiring', errorCode: null, monitor: { kind: 'domain' } })
    expect(domain.message.ko).toContain('도메인이')
  })

  it('leave no placeholder and no empty label behind, whatever is known', () => {
    for (const key of templateKeys) {
      for (const language of languages) {
        const message = messageWith(defaultTemplates[key].words[language], house, 'id', sampleNews(key, language, 0), {
          language,
          timeZone: 'Asia/Seoul',
        })
        expect(message.subject + message.body, key).not.toMatch(/[{}]|: ?$/m)
        expect(message.body).not.toMatch(/\n\n\n/)
      }
    }
  })
})

describe('a hostile value', () => {
  it.each(injectionPayloads)('%s stays as it is', (payload) => {
    const news = { ...sampleNews('status_error', 'ko', 0), message: text(payload, payload) }
    const { body } = messageWith({ subject: 'x', body: '[{{message}}]' }, house, 'id', news, {
      language: 'ko',
      timeZone: 'Asia/Seoul',
    })
    expect(body).toBe(`[${payload}]`)
  })

  it('cannot make a message longer than 8 KB', () => {
    const long = '가{{project}}'.repeat(100_000)
    const news = {
      ...sampleNews('status_error', 'ko', 0),
      message: text(long, long),
      project: { id: 1, title: long, url: long },
    }
    const { subject, body } = messageWith(
      { subject: '{{message}}', body: '{{message}}\n'.repeat(200) },
      house,
      'id',
      news,
      { language: 'ko', timeZone: 'Asia/Seoul' },
    )
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(mostBytes)
    expect(Buffer.byteLength(subject)).toBeLessThanOrEqual(512)
  })
})

it('says durations in the two largest units', () => {
  expect([0, 40_000, 192_000, 7_380_000, 183_600_000].map((ms) => duration(ms, 'ko'))).toEqual([
    '0초',
    '40초',
    '3분 12초',
    '2시간 3분',
    '2일 3시간',
  ])
  expect(duration(192_000, 'en')).toBe('3 m 12 s')
})

describe('changing the words', () => {
  let store: TestDatabase
  let rooms: AlertRooms
  beforeEach(async () => {
    store = await openTestSqlite()
    rooms = await openAlertRooms(store)
  })
  afterEach(async () => {
    await rooms.close()
    await store.close()
  })

  it('is kept, shown as changed, and taken back', async () => {
    const changed = await rooms.call(
      'update-alert-template',
      { key: 'status_error', language: 'ko', subject: '큰일: {{project}}', body: '{{message}}' },
      admin,
    )
    expect(changed.texts.ko).toMatchObject({ subject: '큰일: {{project}}', is_changed: true })
    expect(changed.texts.en.is_changed).toBe(false)
    const list = await rooms.call('list-alert-templates', {}, admin)
    expect(list.items.map((item: { key: string }) => item.key)).toEqual(templateKeys)
    expect(list.fields.map((field: { name: string }) => field.name)).toEqual(Object.keys(templateFields))
    const reset = await rooms.call('reset-alert-template', { key: 'status_error', language: 'ko' }, admin)
    expect(reset.texts.ko).toEqual({ ...defaultTemplates.status_error.words.ko, is_changed: false, updated_at: null })
  })

  it('refuses a field nobody knows, by its name', async () => {
    const save = (subject: string, body: string) =>
      rooms.call('update-alert-template', { key: 'status_error', language: 'en', subject, body }, admin)
    await expect(save('{{projct}}', 'x')).rejects.toMatchObject({
      code: 'validation',
      details: { fields: [{ path: 'subject' }] },
    })
    await expect(save('x', 'a {{constructor}} b')).rejects.toThrow(/"{{constructor}}"/)
    await expect(save('x', '{{#if a}}')).rejects.toThrow(/#if a/)
    await expect(save('', 'x')).rejects.toMatchObject({ code: 'validation' })
  })

  it.each([
    ['get-alert-template', {}],
    ['update-alert-template', { language: 'en', subject: 'x', body: 'y' }],
    ['reset-alert-template', { language: 'en' }],
    ['preview-alert-template', { language: 'en' }],
  ])('%s says of words that are for nothing that they are not there', async (name, fields) => {
    for (const key of ['no_such', 'constructor'])
      await expect(rooms.call(name, { key, ...fields }, admin)).rejects.toMatchObject({ code: 'not_found' })
  })

  it.each(injectionPayloads)('never obeys %s', async (payload) => {
    const inside = [...payload.matchAll(/\{\{([^{}]*)\}\}/g)].map((match) => (match[1] as string).trim())
    const preview = rooms.call('preview-alert-template', { key: 'status_error', language: 'en', body: payload }, admin)
    if (inside.some((name) => !isField.has(name))) await expect(preview).rejects.toMatchObject({ code: 'validation' })
    else {
      const expected = payload
        .replaceAll('{{project}}', 'Shop')
        .replaceAll('{{message}}', 'Failed 3 times in a row. It answered HTTP 503 (expected 200-399).')
      expect((await preview).body).toBe(expected)
      expect((await preview).html).not.toMatch(/<(script|img|svg)/)
    }
  })

  it('is for administrators alone', async () => {
    await expect(rooms.call('list-alert-templates', {}, asRole('manager'))).rejects.toMatchObject({ code: 'forbidden' })
  })
})
