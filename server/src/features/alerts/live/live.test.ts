import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serverMessage } from '@bongsu/contract/live.ts'
import { text } from '@bongsu/contract/text.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type StateChanged, stateChanged } from '#features/incidents/index.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'

let app: TestApp
let origin: string
let target: Server
let targetUrl: string
let admin: Account
const sockets: WebSocket[] = []

interface Account {
  readonly id: number
  readonly token: string
}

beforeAll(async () => {
  target = createServer((_request, response) => response.end('ok'))
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
  targetUrl = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`
  app = await buildTestApp({ BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8' })
  await app.start()
  await app.http.listen({ port: 0, host: '127.0.0.1' })
  origin = `127.0.0.1:${(app.http.server.address() as AddressInfo).port}`
  await send('POST', '/api/v1/auth/register', null, {
    email: 'admin@example.com',
    password: 'a long enough phrase',
    name: '관리자',
    login_id: 'admin',
  })
  admin = await signIn('admin@example.com', 'a long enough phrase')
  await send('PUT', '/api/v1/settings/rate_limits', admin, {
    value: { sign_in_per_minute: 1000, api_per_minute: 10_000 },
  })
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate()
})
afterAll(async () => {
  await app.close()
  target.close()
})

// biome-ignore lint/suspicious/noExplicitAny: wire JSON, whose shape the runner has checked
async function send(method: string, path: string, account: Account | null, body?: object): Promise<any> {
  const response = await fetch(`http://${origin}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'accept-language': 'en',
      ...(account ? { authorization: `Bearer ${account.token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const answer = response.status === 204 ? null : await response.json()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`)
  return answer
}

async function signIn(username: string, password: string): Promise<Account> {
  const answer = await send('POST', '/api/v1/auth/login', null, { username, password })
  return { id: answer.user.id, token: answer.access_token }
}

async function addPerson(email: string, role: string): Promise<Account> {
  await send('POST', '/api/v1/people', admin, {
    email,
    name: '사람',
    role,
    password: 'another long phrase',
  })
  const account = await signIn(email, 'another long phrase')
  await send('PUT', '/api/v1/auth/me/settings', account, { language: 'en' })
  return account
}

interface Stream {
  readonly heard: Record<string, unknown>[]
  say(message: object): void
  hears(type: string): Promise<Record<string, unknown>>
  closed: Promise<{ code: number; reason: string }>
}

async function connect(account: Account): Promise<Stream> {
  const socket = new WebSocket(`ws://${origin}/ws/${account.id}`, {
    headers: { authorization: `Bearer ${account.token}` },
  })
  sockets.push(socket)
  const heard: Record<string, unknown>[] = []
  socket.on('message', (data) => heard.push(serverMessage.parse(JSON.parse(String(data)))))
  socket.on('error', () => undefined)
  const closed = once(socket, 'close').then(([code, reason]) => ({ code: code as number, reason: String(reason) }))
  await once(socket, 'open')
  return {
    heard,
    closed,
    say: (message) => socket.send(JSON.stringify(message)),
    async hears(type) {
      await expect
        .poll(() => heard.some((one) => one.type === type), { timeout: 10_000, message: `a message of type ${type}` })
        .toBe(true)
      return heard.find((one) => one.type === type) as Record<string, unknown>
    },
  }
}

let changeId = 0
const change = (fields: Partial<StateChanged> & { projectId: number }) =>
  app.database.transaction((tx) =>
    tx.emit(stateChanged, {
      changeId: ++changeId,
      monitorId: 1,
      monitorName: '첫 화면',
      projectTitle: '쇼핑몰',
      kind: 'http',
      from: 'up',
      to: 'down',
      at: Date.now(),
      confirmedAt: Date.now(),
      incidentId: 900 + changeId,
      what: 'down',
      message: text('응답이 없습니다.', 'No answer.'),
      errorCode: 'timeout',
      durationMs: null,
      downForMs: null,
      failures: 3,
      suppressed: null,
      ...fields,
    }),
  )
const newProject = async (): Promise<number> =>
  (await send('POST', '/api/v1/projects', admin, { title: '쇼핑몰', url: targetUrl })).id

describe('an open console', () => {
  it('hears the status of a project it watches as soon as it was looked at', async () => {
    const stream = await connect(admin)
    const projectId = await newProject()
    stream.say({ type: 'subscribe', project_id: projectId })
    await stream.hears('subscribed')
    const { items } = await send('GET', `/api/v1/projects/${projectId}/monitors`, admin)
    await send('POST', `/api/v1/monitors/${items[0].id}/check-now`, admin)
    const status = await stream.hears('status')
    expect(status).toMatchObject({
      project_id: projectId,
      data: { is_available: true, status_code: 200, performance_grade: 'A', state: 'up', kind: 'http' },
    })
    const { response_time, response_time_ms } = status.data as { response_time: number; response_time_ms: number }
    expect(response_time).toBeCloseTo(response_time_ms / 1000, 3)
  })

  it('hears alerts of what it watches, and its own notifications without asking, in its language', async () => {
    const projectId = await newProject()
    const manager = await addPerson('manager@example.com', 'manager')
    const watching = await connect(manager)
    watching.say({ type: 'subscribe', project_id: projectId })
    watching.say({ type: 'subscribe', topic: 'incident' })
    watching.say({ type: 'subscribe', topic: 'dashboard' })
    const subscribed = () => watching.heard.filter(({ type }) => type === 'subscribed').length
    await expect.poll(subscribed, { timeout: 10_000 }).toBe(3)
    await change({ projectId })
    expect(await watching.hears('alert')).toMatchObject({
      project_id: projectId,
      data: { alert_type: 'down', message: 'No answer.', severity: 'critical' },
    })
    expect(await watching.hears('notification')).toMatchObject({ unread: 1, ids: [expect.any(Number)] })
    expect(await watching.hears('incident')).toMatchObject({ what: 'down', project_id: projectId })
    const dashboards = () => watching.heard.filter(({ type }) => type === 'dashboard').flatMap((one) => one.project_ids)
    await expect.poll(dashboards, { timeout: 10_000 }).toContain(projectId)
  })

  it('hears nothing of what it does not watch, nor of what is kept quiet, nor of other people’s centres', async () => {
    const [watched, other] = [await newProject(), await newProject()]
    const viewer = await addPerson('viewer@example.com', 'viewer')
    const stream = await connect(viewer)
    stream.say({ type: 'subscribe', project_id: watched })
    await stream.hears('subscribed')
    await change({ projectId: other })
    await change({ projectId: watched, suppressed: 'maintenance' })
    await change({ projectId: watched, what: 'first_known' })
    stream.say({ type: 'ping' })
    await stream.hears('pong')
    expect(stream.heard.map(({ type }) => type).filter((type) => type !== 'status')).toEqual(['subscribed', 'pong'])
  })

  it('hears in its other windows that something was read', async () => {
    const person = await addPerson('two-windows@example.com', 'manager')
    await change({ projectId: await newProject() })
    const stream = await connect(person)
    const { items } = await send('GET', '/api/v1/notifications', person)
    await send('PATCH', `/api/v1/notifications/${items[0].id}`, person, { is_read: true })
    expect(await stream.hears('notification')).toMatchObject({ unread: 0 })
  })
})

describe('a stream ends within a second', () => {
  const quickly = async (stream: Stream, work: () => Promise<unknown>): Promise<{ code: number; reason: string }> => {
    const startedAt = performance.now()
    await work()
    const end = await stream.closed
    expect(performance.now() - startedAt).toBeLessThan(15_000)
    return end
  }

  it('when its person signs out', async () => {
    const person = await addPerson('leaver@example.com', 'user')
    const stream = await connect(person)
    expect((await quickly(stream, () => send('POST', '/api/v1/auth/logout', person))).code).toBe(4401)
  })

  it('when its person is disabled or gets another role', async () => {
    const disabled = await addPerson('disabled@example.com', 'user')
    const first = await connect(disabled)
    expect(
      (await quickly(first, () => send('PATCH', `/api/v1/people/${disabled.id}`, admin, { is_enabled: false }))).code,
    ).toBe(4401)
    const demoted = await addPerson('demoted@example.com', 'manager')
    const second = await connect(demoted)
    expect(
      (await quickly(second, () => send('PATCH', `/api/v1/people/${demoted.id}`, admin, { role: 'viewer' }))).reason,
    ).toMatch(/role/)
  })

  it('but not when somebody else does', async () => {
    const stays = await addPerson('stays@example.com', 'user')
    const stream = await connect(stays)
    const goes = await addPerson('goes@example.com', 'user')
    await send('POST', '/api/v1/auth/logout', goes)
    stream.say({ type: 'ping' })
    await stream.hears('pong')
  })
})
