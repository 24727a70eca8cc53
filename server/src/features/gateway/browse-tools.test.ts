import { afterEach, beforeEach, expect, it } from 'vitest'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'

const password = 'correct horse battery'
let app: TestApp
let admin: string
let kim: string

beforeEach(async () => {
  app = await buildTestApp()
  await app.start()
  await send('POST', '/auth/register', { email: 'admin@example.com', password, name: 'Admin' })
  admin = await signIn('admin@example.com')
  await send('POST', '/people', { email: 'kim@example.com', name: 'Kim', role: 'user', password }, admin)
  kim = await signIn('kim@example.com')
})
afterEach(() => app.close())

async function send(method: 'GET' | 'POST' | 'PUT', path: string, body?: object, token?: string) {
  const answer = await app.http.inject({
    method,
    url: `/api/v1${path}`,
    ...(body ? { payload: body } : {}),
    headers: { 'accept-language': 'en', ...(token ? { authorization: `Bearer ${token}` } : {}) },
  })
  return { status: answer.statusCode, body: answer.json() }
}
const signIn = async (username: string): Promise<string> =>
  (await send('POST', '/auth/login', { username, password })).body.access_token
const browse = async (query = '', token = kim) =>
  (await send('GET', `/tool-catalogue?page_size=100${query}`, undefined, token)).body
const use = (tool: string, body: object, token = kim) => send('POST', `/tools/${tool}/call`, body, token)
const namesOf = (page: { items: { name: string }[] }): string[] => page.items.map(({ name }) => name)

it('lists tools without their schemas, narrowed by source, tag, effect and words', async () => {
  const all = await browse()
  expect(all.items[0]).not.toHaveProperty('input_schema')
  expect(all.sources.map(({ id }: { id: string }) => id)).toEqual(['bongsu', 'own'])
  expect(all.tags).toContainEqual({ tag: 'basic', tools: expect.any(Number) })
  const counted = all.sources.reduce((sum: number, { tools }: { tools: number }) => sum + tools, 0)
  expect(counted).toBe(all.total)
  const basic = await browse('&source=own')
  expect(namesOf(basic)).toEqual(expect.arrayContaining(['add', 'send_email']))
  expect(namesOf(await browse('&tag=basic'))).toEqual(namesOf(basic))
  const reading = await browse('&effect=read')
  expect(reading.items.every(({ effect }: { effect: string }) => effect === 'read')).toBe(true)
  expect(namesOf(await browse('&q=NUMBERS%20adds'))).toEqual(['add'])
  expect(namesOf(await browse('&sort=name'))).toEqual(namesOf(all).sort())
})

it('says how often each was called: to people of their own calls, to administrators of everybody’s', async () => {
  for (const a of [1, 2]) await use('add', { arguments: { a, b: 2 } })
  await use('add', { arguments: { a: 'one', b: 2 } })
  const addOf = async (token: string) => (await browse('&q=add&sort=calls&order=desc', token)).items[0]
  await expect.poll(() => addOf(kim), { timeout: 10_000 }).toMatchObject({ name: 'add', calls: 3, failures: 1 })
  expect(await addOf(admin)).toMatchObject({ name: 'add', calls: 3, failures: 1 })
  await use('add', { arguments: { a: 1, b: 2 } }, admin)
  await expect.poll(() => addOf(admin), { timeout: 10_000 }).toMatchObject({ calls: 4, failures: 1 })
  expect(await addOf(kim)).toMatchObject({ calls: 3 })
})

it('says who may use a tool', async () => {
  const rolesOf = async (tool: string) => (await send('GET', `/tools/${tool}`, undefined, admin)).body.roles
  expect(await rolesOf('add')).toEqual(['admin', 'manager', 'user', 'viewer'])
  expect(await rolesOf('get_user_info')).toEqual(['admin'])
})

it('answers a refusal as the result that an agent sees, for those who want to look at it', async () => {
  const wrong = await use('add', { arguments: {}, as_result: true })
  expect(wrong).toMatchObject({
    status: 200,
    body: { outcome: 'invalid', success: false, call_id: expect.any(Number), result: { isError: true } },
  })
  const rule = { subject_kind: 'default', target_kind: 'tool', target: 'add', window: 'day', max: 0 }
  expect((await send('PUT', '/limits', rule, admin)).status).toBe(200)
  const { status, body } = await use('add', { arguments: { a: 1, b: 2 }, as_result: true })
  expect([status, body.outcome]).toEqual([200, 'limited'])
  expect(body.result._meta['io.bongsu/quota']).toMatchObject({ limit: 0, remaining: 0, window: 'day' })
  expect((await use('add', { arguments: { a: 1, b: 2 } })).status).toBe(429)
  await expect
    .poll(async () => (await send('GET', `/usage/history/${body.call_id}`, undefined, kim)).body.outcome, {
      timeout: 10_000,
    })
    .toBe('limited')
})
