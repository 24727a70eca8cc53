import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serverMessage } from '@bongsu/contract/live.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'

interface Account {
  readonly id: number
  readonly token: string
}

const password = 'a long enough phrase'
let app: TestApp
let origin: string
let [admin, kim]: Account[] = []
const sockets: WebSocket[] = []

beforeEach(async () => {
  app = await buildTestApp()
  await app.start()
  await app.http.listen({ port: 0, host: '127.0.0.1' })
  origin = `127.0.0.1:${(app.http.server.address() as AddressInfo).port}`
  await post('/auth/register', { email: 'admin@example.com', password, name: 'Admin' })
  admin = await signIn('admin@example.com')
  await post('/people', { email: 'kim@example.com', name: 'Kim', role: 'user', password }, admin)
  kim = await signIn('kim@example.com')
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate()
  await app.close()
})

async function post(path: string, body: object, account?: Account): Promise<Record<string, unknown>> {
  const answer = await app.http.inject({
    method: 'POST',
    url: `/api/v1${path}`,
    payload: body,
    headers: account ? { authorization: `Bearer ${account.token}` } : {},
  })
  expect(answer.statusCode).toBeLessThan(300)
  return answer.json()
}

async function signIn(username: string): Promise<Account> {
  const { user, access_token } = await post('/auth/login', { username, password })
  return { id: (user as { id: number }).id, token: String(access_token) }
}

/** An open console and what it hears. */
async function listen(account: Account, topic?: string) {
  const socket = new WebSocket(`ws://${origin}/ws/${account.id}`, {
    headers: { authorization: `Bearer ${account.token}` },
  })
  sockets.push(socket)
  const heard: Record<string, unknown>[] = []
  socket.on('message', (data) => heard.push(serverMessage.parse(JSON.parse(String(data)))))
  await once(socket, 'open')
  if (topic) {
    socket.send(JSON.stringify({ type: 'subscribe', topic }))
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(1)
  }
  return heard
}

const add = (account: Account) => post('/tools/add/call', { arguments: { a: 1, b: 2 } }, account)

it('tells people of their own calls without being asked, and nobody else', async () => {
  const [mine, others] = [await listen(kim as Account), await listen(admin as Account)]
  await add(kim as Account)
  await expect.poll(() => mine, { timeout: 10_000 }).toEqual([{ type: 'tool-calls', mine: true }])
  expect(others).toEqual([])
})

it('tells whoever watches the use of tools of everybody’s calls, and lets only those watch who may see them', async () => {
  const watching = await listen(admin as Account, 'usage')
  const refused = await listen(kim as Account, 'usage')
  expect(refused).toEqual([expect.objectContaining({ type: 'error', code: 'forbidden' })])
  await add(kim as Account)
  await expect.poll(() => watching.at(-1), { timeout: 10_000 }).toEqual({ type: 'tool-calls', mine: false })
})

it('says it once for many calls at once', async () => {
  const mine = await listen(kim as Account)
  await Promise.all(Array.from({ length: 20 }, () => add(kim as Account)))
  await expect.poll(() => mine.length, { timeout: 10_000 }).toBeGreaterThan(0)
  expect(mine.length).toBeLessThan(5)
})
