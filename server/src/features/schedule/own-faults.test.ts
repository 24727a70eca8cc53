import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/operation.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { startDeafTarget } from '#test/targets/deaf-target.ts'
import { startHttpTarget } from '#test/targets/http-target.ts'
import { startTcpTarget } from '#test/targets/tcp-target.ts'

const admin: Actor = { kind: 'person', personId: 1, role: 'admin', sessionId: 1, name: 'admin' }

/** What goes wrong here is ours, so nothing of it may ever be a target's fault. */
describe('a fault of our own', () => {
  const closing: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  })

  const open = async (): Promise<TestApp> => {
    const app = await buildTestApp({
      BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8',
      BONGSU_MIN_CHECK_INTERVAL: '10',
      BONGSU_ADMIN_EMAIL: 'admin@example.com',
      BONGSU_ADMIN_PASSWORD: 'correct horse battery',
    })
    closing.push(app.close)
    await app.start()
    return app
  }
  // biome-ignore lint/suspicious/noExplicitAny: tests look at wire JSON, whose shape the runner has checked
  const call = async (app: TestApp, name: string, input: object = {}): Promise<any> => {
    const operation = app.operations.find((one) => one.name === name)
    if (!operation) throw new Error(`there is no operation "${name}"`)
    const signal = new AbortController().signal
    return app.run(operation, input, { actor: admin, language: 'en', origin: { door: 'http' }, signal })
  }
  /** A project whose looks come only by hand. */
  const add = async (app: TestApp, url: string): Promise<number> => {
    const fields = { timeout: 5, retry_count: 1, alert_threshold: 1 }
    const { monitors } = await call(app, 'create-project', { title: 'Shop', url, check_interval: 3600, ...fields })
    return monitors[0].id
  }

  it('is told apart from a target that times out while the whole process stands still', async () => {
    const app = await open()
    const target = await startHttpTarget((_request, response) => void setTimeout(() => response.end('late'), 100))
    closing.push(() => target.close())
    const id = await add(app, target.url)
    await sleep(1_000)
    const looking = call(app, 'check-monitor-now', { id })
    await sleep(20)
    const until = Date.now() + 6_500
    while (Date.now() < until);
    const outcome = await looking
    expect(outcome.state).not.toBe('down')
    const states = await app.database.all<{ state: string }>('select state from monitor_state where monitor_id = ?', [
      id,
    ])
    expect(states[0]?.state).not.toBe('down')
  })

  it('is told apart from a silent target while the places to compare with are silent too', async () => {
    const app = await open()
    const deaf = await startDeafTarget()
    closing.push(() => deaf.close())
    const gone = await startTcpTarget()
    await gone.close()
    await call(app, 'update-setting', { key: 'sentinel', value: { targets: [`127.0.0.1:${gone.port}`] } })
    const id = await add(app, `http://127.0.0.1:${deaf.port}/`)
    await sleep(100)
    expect(await call(app, 'check-monitor-now', { id })).toMatchObject({ state: 'unknown', error_code: 'own_fault' })
    expect((await call(app, 'get-monitor', { id })).state).toBe('unknown')
    expect((await call(app, 'get-scheduler-status')).blind_since).not.toBeNull()
    const told = await app.database.all<{ type: string }>(
      `select type from notification where type = 'monitoring_error'`,
    )
    expect(told.length).toBe(1)
  })

  it('is told apart from a target whose secrets we can no longer open', async () => {
    const app = await open()
    const target = await startHttpTarget()
    closing.push(() => target.close())
    const { monitors } = await call(app, 'create-project', {
      title: 'Shop',
      url: target.url,
      check_interval: 3600,
      custom_headers: { 'X-Api-Key': 'one' },
    })
    const { id } = monitors[0]
    await call(app, 'stop-scheduler')
    await app.database.run(
      `update monitor set options = replace(options, '"$sealed":"s1.', '"$sealed":"s1.x'), updated_at = updated_at + 1`,
    )
    expect(await call(app, 'check-monitor-now', { id })).toMatchObject({ state: 'unknown', error_code: 'own_fault' })
    expect(target.requests.every(({ headers }) => headers['x-api-key'] === 'one')).toBe(true)
  })
})
