import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildTestApp, type TestApp } from './build-test-app.ts'

let app: TestApp
let token: string

beforeAll(async () => {
  const account = { username: 'kim@example.com', password: 'a-long-test-passphrase' }
  app = await buildTestApp({
    BONGSU_ROLES: 'api',
    BONGSU_ADMIN_EMAIL: account.username,
    BONGSU_ADMIN_PASSWORD: account.password,
  })
  await app.start()
  token = (await app.http.inject({ method: 'POST', url: '/api/v1/auth/login', payload: account })).json().access_token
})
afterAll(() => app.close())

const send = (method: 'POST' | 'PATCH', url: string, payload: object) =>
  app.http.inject({ method, url: `/api/v1${url}`, payload, headers: { authorization: `Bearer ${token}` } })

it('does not hand a kept client secret to another token server', async () => {
  const project = (await send('POST', '/projects', { title: 'Shop', url: 'https://shop.example/' })).json()
  const auth = { type: 'oauth2', token_url: 'https://login.example/token', client_id: 'bongsu' }
  const options = { url: 'https://shop.example/', auth: { ...auth, client_secret: 'hush-hush' } }
  const monitor = (
    await send('POST', `/projects/${project.id}/monitors`, { kind: 'http', name: 'API', options })
  ).json()

  const elsewhere = { ...options, auth: { ...auth, token_url: 'https://evil.example/token' } }
  const moved = await send('PATCH', `/monitors/${monitor.id}`, { options: elsewhere })
  expect(moved.statusCode).toBe(400)
  expect(moved.json().error.details.fields[0].path).toBe('options')

  const samePlace = { ...options, auth: { ...auth, token_url: 'https://login.example/v2/token' } }
  const kept = await send('PATCH', `/monitors/${monitor.id}`, { options: samePlace })
  expect(kept.statusCode).toBe(200)
  expect(kept.body).not.toContain('hush-hush')
  expect(kept.json().secrets).toContain('auth.client_secret')
})

it('refuses a token server inside our own network when it is saved', async () => {
  const project = (await send('POST', '/projects', { title: 'Shop', url: 'https://shop.example/' })).json()
  const auth = { type: 'oauth2', token_url: 'http://169.254.169.254/token', client_id: 'bongsu', client_secret: 'hush' }
  const answer = await send('POST', `/projects/${project.id}/monitors`, {
    kind: 'http',
    name: 'API',
    options: { url: 'https://shop.example/', auth },
  })
  expect(answer.statusCode).toBe(400)
  expect(answer.json().error.message).toContain('169.254.169.254')
})

it('keeps the secrets of a chain at their steps, and hands none to another host', async () => {
  const project = (await send('POST', '/projects', { title: 'Shop', url: 'https://shop.example/' })).json()
  const step = (name: string, url: string, value?: string) => ({
    name,
    url,
    headers: [{ name: 'X-Key', ...(value === undefined ? {} : { value }) }],
  })
  const options = (steps: object[], variable?: object) => ({
    url: 'https://shop.example/login',
    steps,
    variables: [variable ?? { name: 'password' }],
  })
  const created = await send('POST', `/projects/${project.id}/monitors`, {
    kind: 'api',
    name: 'API',
    options: options([step('a', 'https://a.example/', 'hush-a'), step('b', 'https://b.example/', 'hush-b')], {
      name: 'password',
      value: 'hush-p',
    }),
  })
  expect(created.statusCode).toBe(201)
  expect(created.body).not.toContain('hush')
  const monitor = created.json()
  expect(monitor.secrets).toEqual(
    expect.arrayContaining(['steps[0].headers[0].value', 'steps[1].headers[0].value', 'variables[0].value']),
  )

  const swapped = options([step('b', 'https://b.example/2'), step('a', 'https://a.example/2')])
  const kept = await send('PATCH', `/monitors/${monitor.id}`, { options: swapped })
  expect(kept.statusCode).toBe(200)
  expect(kept.json().secrets).toHaveLength(3)

  const elsewhere = options([step('a', 'https://a.example/'), step('b', 'https://evil.example/')])
  expect((await send('PATCH', `/monitors/${monitor.id}`, { options: elsewhere })).statusCode).toBe(400)
})
