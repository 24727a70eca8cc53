import type { KeptRunView, RunReport } from '@bongsu/contract/artifacts.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readZip } from '#kernel/zip.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'

const password = 'correct horse battery'
let app: TestApp
let site: HttpTarget
let token = ''
let projectId = 0

beforeAll(async () => {
  site = await startHttpTarget((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>well</h1><input id="pin">'),
  )
  app = await buildTestApp({
    BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8',
    BONGSU_CHROMIUM: process.env.BONGSU_CHROMIUM ?? '',
    BONGSU_BROWSER_SANDBOX: process.getuid?.() === 0 ? 'off' : 'on',
  })
  await app.start()
  await send('POST', '/api/v1/auth/register', { email: 'admin@example.com', password, name: 'Admin' })
  token = (await send('POST', '/api/v1/auth/login', { username: 'admin@example.com', password })).json().access_token
  projectId = (await send('POST', '/api/v1/projects', { title: 'Site', url: site.url })).json().id
})
afterAll(async () => {
  await app.close()
  await site.close()
})

const send = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
  app.http.inject({
    method,
    url,
    ...(payload ? { payload } : {}),
    headers: token ? { authorization: `Bearer ${token}` } : {},
  })
const addMonitor = async (kind: string, options: object, { id = projectId, is_paused = true } = {}) =>
  (await send('POST', `/api/v1/projects/${id}/monitors`, { kind, options, is_paused, retry_count: 1 })).json()
const runsOf = async (id: number): Promise<KeptRunView[]> =>
  (await send('GET', `/api/v1/monitors/${id}/runs`)).json().items
const fileOf = async (run: KeptRunView | undefined, type: string) =>
  (await send('GET', `/api/v1/artifacts/${run?.artifacts.find((file) => file.type === type)?.id}`)).rawPayload

it('a failing scenario leaves its film, trace, network and console with its monitor, without its secrets', async () => {
  const steps = [
    { action: 'fill', selector: '#pin', value: '{{pin}}' },
    { action: 'assert_text', value: 'never to be seen', timeout: 500 },
  ]
  const options = { start_url: site.url, steps, variables: [{ name: 'pin', value: 'canary-pin-4711' }] }
  const monitor = await addMonitor('synthetic', options)
  expect(JSON.stringify(monitor)).not.toContain('canary-pin')
  const outcome = (await send('POST', `/api/v1/monitors/${monitor.id}/check-now`)).json()
  expect(outcome).toMatchObject({ state: 'down', error_code: 'assertion' })
  const [run] = await runsOf(monitor.id)
  expect(run?.artifacts).toEqual(outcome.evidence.artifacts)
  expect(run?.artifacts.map(({ type }) => type)).toEqual([
    'screenshot',
    'screenshot',
    'screenshot',
    'report',
    'trace',
    'har',
  ])
  const report = JSON.parse((await fileOf(run, 'report')).toString()) as RunReport
  expect(report.steps.map(({ passed }) => passed)).toEqual([true, true, false])
  const everything = [
    await fileOf(run, 'har'),
    ...readZip(await fileOf(run, 'trace')).map(({ bytes }) => bytes),
    Buffer.from(JSON.stringify([report, outcome])),
  ]
  for (const bytes of everything) expect(bytes.toString()).not.toContain('canary-pin')
})

it('a page that is well leaves one record a day, and its time is no response time', async () => {
  // Without the monitor every project begins with, only what a browser saw could answer.
  const { id: other } = (await send('POST', '/api/v1/projects', { title: 'Other', url: `${site.url}/other` })).json()
  const [usual] = (await send('GET', `/api/v1/projects/${other}`)).json().monitors
  await send('DELETE', `/api/v1/monitors/${usual.id}`)
  const monitor = await addMonitor('browser', { url: site.url }, { id: other, is_paused: false })
  for (const _time of [1, 2]) {
    expect((await send('POST', `/api/v1/monitors/${monitor.id}/check-now`)).json()).toMatchObject({ state: 'up' })
  }
  const runs = await runsOf(monitor.id)
  expect(runs).toHaveLength(1)
  expect(runs[0]).toMatchObject({ state: 'up', artifacts: [{ type: 'screenshot' }, { type: 'report' }] })
  const chart = (await send('GET', `/api/v1/projects/${other}/chart?range=6h`)).json()
  expect(chart.total.p50_ms).toBe(null)
  const { items } = (await send('GET', `/api/v1/monitors/${monitor.id}/results`)).json()
  expect(items.length).toBeGreaterThanOrEqual(2)
  expect(items[0].duration_ms).toBeGreaterThan(0)
})

it('the toolbox shows a picture to the one who looked', async () => {
  const outcome = (await send('POST', '/api/v1/checks/browser', { url: site.url })).json()
  expect(outcome.state).toBe('up')
  const [picture] = outcome.evidence.artifacts
  const answer = await send('GET', `/api/v1/artifacts/${picture.id}`)
  expect(answer.headers['content-type']).toBe('image/webp')
})
