import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Actor } from '#kernel/operation.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'

const manager: Actor = { kind: 'person', personId: 1, role: 'manager', sessionId: 1, name: 'manager' }

let app: TestApp
let target: HttpTarget
let page = ''

beforeEach(async () => {
  page = '<p>Price: 10</p>'
  target = await startHttpTarget((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(page),
  )
  app = await buildTestApp({ BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8' })
})
afterEach(async () => {
  await app.close()
  await target.close()
})

// biome-ignore lint/suspicious/noExplicitAny: tests look at wire JSON, whose shape the runner has checked
const call = async (name: string, input: object = {}): Promise<any> => {
  const operation = app.operations.find((one) => one.name === name)
  if (!operation) throw new Error(`there is no operation "${name}"`)
  const signal = new AbortController().signal
  return app.run(operation, input, { actor: manager, language: 'en', origin: { door: 'http' }, signal })
}

it('a look finds what the one before left, tells what changed once, and begins anew when something else is watched', async () => {
  const project = await call('create-project', { title: 'Shop', url: `${target.url}/` })
  await call('create-channel', {
    kind: 'webhook',
    name: 'Everybody',
    options: { url: `${target.url}/hook` },
    events: ['content_changed'],
  })
  const { id } = await call('create-monitor', { id: project.id, kind: 'change', options: { url: target.url } })
  const look = () => call('check-monitor-now', { id })
  const news = async () => (await call('list-notices', { monitor_id: id })).items

  expect((await look()).message).toContain('first look')
  expect((await look()).message).toContain('has been the same')
  page = '<p>Price: 12</p>'
  expect((await look()).evidence.diff).toContain('+Price: 12')
  expect((await look()).message).toContain('has been the same')
  const [notice, ...others] = await news()
  expect(others).toEqual([])
  expect(notice).toMatchObject({ type: 'content_changed', severity: 'warning', details: { lines_added: 1 } })

  await call('update-monitor', { id, options: { url: target.url, selector: 'p' } })
  expect((await look()).message).toContain('first look')
  page = '<p>Price: 14</p>'
  await look()
  expect(await news()).toHaveLength(2)
  // By hand, without a monitor, there is nothing to compare with.
  expect((await call('run-check', { kind: 'change', url: target.url })).message).toContain('first look')
  // One piece of news, one entry in the outbox, no incident.
  const told = await app.database.all<{ news: string }>("select news from delivery where event = 'content_changed'")
  expect(told.map(({ news }) => JSON.parse(news).message.en)).toEqual([
    expect.stringContaining('+ Price: 12'),
    expect.stringContaining('+ Price: 14'),
  ])
  const [state] = await app.database.all<{ open_incident_id: number | null }>(
    'select open_incident_id from monitor_state where monitor_id = ?',
    [id],
  )
  expect(state?.open_incident_id).toBeNull()
})
