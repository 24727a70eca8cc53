import type { AddressInfo } from 'node:net'
import net from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildTestApp, type TestApp } from './build-test-app.ts'
import { type HttpTarget, startHttpTarget } from './targets/http-target.ts'

/** Without an end each of these would outlast the time of a test by minutes. */
describe('stopping', () => {
  let app: TestApp
  let target: HttpTarget
  let url: string
  let token: string
  const hit: (() => void)[] = []

  beforeEach(async () => {
    target = await startHttpTarget(() => hit.splice(0).map((tell) => tell()))
    app = await buildTestApp({ BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8' })
    await app.start()
    await app.http.listen({ host: '127.0.0.1', port: 0 })
    url = `http://127.0.0.1:${(app.http.server.address() as AddressInfo).port}`
    const account = { email: 'admin@example.com', password: 'correct horse battery', name: 'Admin' }
    await send('/auth/register', account)
    const signedIn = await send('/auth/login', { username: account.email, password: account.password })
    token = ((await signedIn.json()) as { access_token: string }).access_token
  })
  afterEach(async () => {
    await app.close()
    await target.close()
  })

  const send = (path: string, body: object) =>
    fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'accept-language': 'en',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(body),
    })
  const untilHit = () => new Promise<void>((resolve) => hit.push(resolve))

  it('does not wait for a look at a target that hangs, and tells whoever asked for it', async () => {
    const project = { title: 'Hangs', url: target.url, timeout: 300, check_interval: 3600 }
    const seen = untilHit()
    const made = (await (await send('/projects', project)).json()) as { monitors: { id: number }[] }
    const asked = send(`/monitors/${made.monitors[0]?.id}/check-now`, {})
    await seen
    await app.stop(3000)
    const answer = await asked
    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({ error: { code: 'unavailable', message: 'The server is stopping.' } })
  })

  it('cuts off a look by hand and a request that never comes to its end', async () => {
    const seen = untilHit()
    const asked = send('/checks/http', { url: target.url, timeout: 120 }).then(
      ({ status }) => status,
      () => 'cut off',
    )
    await seen
    const half = net.connect(Number(new URL(url).port), '127.0.0.1')
    const ended = new Promise((resolve) => half.on('close', resolve).on('error', () => undefined))
    half.write('POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{')
    await app.stop(3000)
    expect(await asked).toBe('cut off')
    await ended
  })
})
