import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'

const password = 'correct horse battery'
let app: TestApp
let origin: string
let admin: Account
let kim: Account
let lee: Account
const sockets: WebSocket[] = []

interface Account {
  readonly id: number
  readonly token: string
}

beforeAll(async () => {
  app = await buildTestApp()
  await app.start()
  await app.http.listen({ port: 0, host: '127.0.0.1' })
  origin = `127.0.0.1:${(app.http.server.address() as AddressInfo).port}`
  await send('/api/v1/auth/register', { email: 'admin@example.com', password, name: 'Admin' })
  admin = await signIn('admin@example.com')
  for (const name of ['kim', 'lee'])
    await send('/api/v1/people', { email: `${name}@example.com`, name, role: 'user', password }, admin)
  kim = await signIn('kim@example.com')
  lee = await signIn('lee@example.com')
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate()
})
afterAll(() => app.close())

// biome-ignore lint/suspicious/noExplicitAny: wire JSON, whose shape the runner has checked
async function send(path: string, body: object, by?: Account): Promise<any> {
  const response = await fetch(`http://${origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(by ? { authorization: `Bearer ${by.token}` } : {}) },
    body: JSON.stringify(body),
  })
  return response.json()
}

async function signIn(username: string): Promise<Account> {
  const answer = await send('/api/v1/auth/login', { username, password })
  const { user, access_token } = answer as { user: { id: number }; access_token: string }
  return { id: user.id, token: access_token }
}

async function listen(account: Account) {
  const socket = new WebSocket(`ws://${origin}/ws/${account.id}`, {
    headers: { authorization: `Bearer ${account.token}` },
  })
  sockets.push(socket)
  const heard: string[] = []
  socket.on('message', (data) => heard.push((JSON.parse(String(data)) as { type: string }).type))
  await once(socket, 'open')
  const hears = (type: string) => expect.poll(() => heard.includes(type), { timeout: 10_000 }).toBe(true)
  return { heard, hears, say: (message: object) => socket.send(JSON.stringify(message)) }
}

const add = (by: Account) => send('/api/v1/tools/add/call', { arguments: { a: 1, b: 2 } }, by)

it('tells people of their own calls, without asking, and of nobody else’s', async () => {
  const mine = await listen(kim)
  const others = await listen(lee)
  await add(kim)
  await mine.hears('usage')
  others.say({ type: 'ping' })
  await others.hears('pong')
  expect(others.heard).not.toContain('usage')
})

it('tells those who may see every call of anybody’s, when they ask to hear of them', async () => {
  const watching = await listen(admin)
  watching.say({ type: 'subscribe', topic: 'usage' })
  await watching.hears('subscribed')
  await add(kim)
  await watching.hears('usage')
})

it('is not for those who may see their own only', async () => {
  const curious = await listen(kim)
  curious.say({ type: 'subscribe', topic: 'usage' })
  await curious.hears('error')
})

it('tells everybody that what is offered is other than before, once however many changes come', async () => {
  const anybody = await listen(lee)
  for (const slug of ['one', 'two', 'three'])
    await send('/api/v1/virtual-servers', { slug, choices: [{ source: 'own' }] }, admin)
  await anybody.hears('tools')
  expect(anybody.heard.filter((type) => type === 'tools').length).toBeLessThanOrEqual(2)
})
