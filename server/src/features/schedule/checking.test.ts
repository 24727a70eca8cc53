import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/operation.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'

const manager: Actor = { kind: 'person', personId: 1, role: 'manager', sessionId: 1, name: 'manager' }

describe('checking', () => {
  let app: TestApp
  let target: HttpTarget
  let status = 200
  let delayMs = 0
  const closing: (() => Promise<void>)[] = []

  const open = async (clock?: FakeClock): Promise<TestApp> => {
    const environment = { BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8', BONGSU_MIN_CHECK_INTERVAL: '10' }
    const opened = await buildTestApp(environment, clock ? { clock } : {})
    closing.push(opened.close)
    await opened.start()
    return opened
  }
  /** The product's time flies while real requests go back and forth. */
  const pass = async (clock: FakeClock, seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      await clock.advance(1_000)
      await sleep(8)
    }
  }

  beforeEach(async () => {
    status = 200
    delayMs = 0
    target = await startHttpTarget((_request, response) => {
      setTimeout(() => response.writeHead(status).end('hello'), delayMs)
    })
    closing.push(() => target.close())
    app = await open()
  })
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  })

  // biome-ignore lint/suspicious/noExplicitAny: tests look at wire JSON, whose shape the runner has checked
  const call = async (name: string, input: object = {}, on = app): Promise<any> => {
    const operation = on.operations.find((one) => one.name === name)
    if (!operation) throw new Error(`there is no operation "${name}"`)
    const signal = new AbortController().signal
    return on.run(operation, input, { actor: manager, language: 'en', origin: { door: 'http' }, signal })
  }
  const until = async (condition: () => Promise<boolean> | boolean, ms = 25_000): Promise<void> => {
    for (const end = Date.now() + ms; Date.now() < end; await sleep(25)) if (await condition()) return
    throw new Error('it did not come to that in time')
  }
  /** What had begun before something was changed may still end after it. */
  const untilNoneLooks = async (): Promise<void> => {
    // The timetable follows by news, for which product time stands still here.
    await sleep(200)
    await until(async () => {
      const { in_flight, waiting, queue_depth } = await call('get-scheduler-status')
      return in_flight + waiting + queue_depth === 0
    })
  }
  const add = (fields: object = {}) =>
    call('create-project', { title: 'Shop', url: `${target.url}/`, check_interval: 10, ...fields })
  const stateOf = async (id: number): Promise<string> => (await call('get-monitor', { id })).state

  it('looks at a new project at once, and keeps what it saw', async () => {
    // Its first slot may be minutes away.
    const { monitors } = await add({ check_interval: 3600 })
    await until(async () => (await stateOf(monitors[0].id)) === 'up')
    const looks = await app.database.all<{ slot_at: number }>('select slot_at from result order by slot_at')
    expect(looks.length).toBeGreaterThanOrEqual(1)
    expect((await call('get-scheduler-status')).lateness.p99_ms).not.toBeNull()
  })

  it('follows an edit, a pause and a deletion without a restart', async () => {
    const clock = new FakeClock(Date.now())
    app = await open(clock)
    const { id, monitors } = await add()
    await pass(clock, 3)
    await until(() => target.requests.length > 0)
    const other = await startHttpTarget()
    closing.push(() => other.close())
    await call('update-project', { id, url: `${other.url}/moved` })
    await untilNoneLooks()
    const first = target.requests.length
    await pass(clock, 60)
    expect(target.requests.length).toBe(first)
    expect(other.requests.length).toBeGreaterThanOrEqual(5)
    expect(new Set(other.requests.map(({ url }) => url))).toEqual(new Set(['/moved']))
    const seen = () => other.requests.length
    const fast = seen()
    await call('update-project', { id, check_interval: 30 })
    await pass(clock, 60)
    expect(seen() - fast).toBeLessThanOrEqual(3)
    await call('pause-monitor', { id: monitors[0].id })
    await untilNoneLooks()
    const slow = seen()
    await pass(clock, 60)
    expect(seen()).toBe(slow)
    await call('resume-monitor', { id: monitors[0].id })
    await pass(clock, 3)
    await until(() => seen() > slow)
    await call('delete-project', { id })
    await untilNoneLooks()
    const resumed = seen()
    await pass(clock, 60)
    expect(seen()).toBe(resumed)
  })

  it('answers a check by hand with its outcome, recorded and judged like any other', async () => {
    const { id, monitors } = await add({ check_interval: 3600, alert_threshold: 1, retry_count: 1 })
    await until(async () => (await stateOf(monitors[0].id)) === 'up')
    status = 500
    const outcome = await call('check-monitor-now', { id: monitors[0].id })
    expect(outcome).toMatchObject({ state: 'down', error_code: 'http', evidence: { status_code: 500 } })
    expect(outcome.evidence.attempts).toHaveLength(2)
    expect(await stateOf(monitors[0].id)).toBe('down')
    expect((await call('get-scheduler-status')).failures).toMatchObject([{ monitor_id: monitors[0].id, state: 'down' }])
    status = 200
    const all = await call('check-project-now', { id })
    expect(all.items).toMatchObject([{ monitor_id: monitors[0].id, outcome: { state: 'up' } }])
    expect(await stateOf(monitors[0].id)).toBe('up')
  })

  it('calls an answer that came after the time limit degraded, as the record does', async () => {
    const { monitors } = await add({ check_interval: 3600, time_limit: 1 })
    const { id } = monitors[0]
    delayMs = 20
    // On a machine that stands still for a moment the look is nobody's fault but ours; then it is asked again.
    let outcome: { state: string; error_code?: string; message: string } | undefined
    await until(async () => {
      outcome = await call('check-monitor-now', { id })
      return outcome?.error_code !== 'own_fault'
    })
    expect(outcome).toMatchObject({
      state: 'degraded',
      error_code: 'slow',
      message: expect.stringContaining('limit 1 ms'),
    })
    expect((await call('list-results', { id, limit: 1 })).items).toMatchObject([{ state: 'degraded' }])
  })

  it('records nothing of a check by hand while the monitor is paused', async () => {
    const { monitors } = await add()
    const { id } = monitors[0]
    await until(async () => (await stateOf(id)) === 'up')
    await call('pause-monitor', { id })
    await untilNoneLooks()
    await sleep(300)
    const count = async () => (await app.database.all('select 1 from result where monitor_id = ?', [id])).length
    const before = await count()
    expect(await call('check-monitor-now', { id })).toMatchObject({ state: 'up' })
    expect(await count()).toBe(before)
  })

  it('stops and starts as a whole and by project', async () => {
    const clock = new FakeClock(Date.now())
    app = await open(clock)
    const { id } = await add()
    await pass(clock, 30)
    await until(() => target.requests.length >= 3)
    await call('stop-scheduler')
    await untilNoneLooks()
    const before = target.requests.length
    expect(await call('get-scheduler-status')).toMatchObject({ is_running: false, monitors: 1 })
    await pass(clock, 60)
    expect(target.requests.length).toBe(before)
    await call('start-scheduler')
    await pass(clock, 11)
    await until(() => target.requests.length > before)
    await call('stop-project-checks', { id })
    await untilNoneLooks()
    const again = target.requests.length
    expect(await call('get-scheduler-status')).toMatchObject({
      is_running: true,
      running_projects: 0,
      stopped_projects: 1,
    })
    expect((await call('get-project', { id })).state).toBe('paused')
    await pass(clock, 60)
    expect(target.requests.length).toBe(again)
    await call('start-project-checks', { id })
    await pass(clock, 3)
    await until(() => target.requests.length > again)
  })

  it('stays stopped across a restart', async () => {
    const environment = { BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8', BONGSU_DATA_DIR: app.config.dataDir }
    await call('stop-scheduler')
    await app.stop(1_000)
    const again = await buildTestApp(environment)
    closing.push(again.close)
    await again.start()
    expect(await call('get-scheduler-status', {}, again)).toMatchObject({ is_running: false })
  })

  it('does not let what hangs hold back others, at other hosts or at its own', async () => {
    const hanging = await startHttpTarget((request, response) => {
      if (request.url === '/fine') response.end('hello')
    }, '127.0.0.9')
    closing.push(() => hanging.close())
    // With an interval this long they hang for half a minute, longer than this test may take.
    const longer = { check_interval: 300 }
    for (let n = 0; n < 30; n++) await add({ title: `Hangs ${n}`, url: `${hanging.url}/${n}`, ...longer })
    await until(() => hanging.connections() >= 10)
    const elsewhere = await add({ title: 'Fine elsewhere' })
    await until(async () => (await stateOf(elsewhere.monitors[0].id)) === 'up')
    const beside = await add({ title: 'Fine', url: `${hanging.url}/fine` })
    await until(async () => (await stateOf(beside.monitors[0].id)) === 'up')
    // All of them still hang: nobody had to wait for one to end.
    expect(hanging.connections()).toBeGreaterThanOrEqual(30)
    expect((await call('get-scheduler-status')).in_flight).toBeGreaterThanOrEqual(30)
  })

  it('ends within its deadline while looks hang, and keeps nothing of them', async () => {
    const hanging = await startHttpTarget(() => undefined, '127.0.0.9')
    closing.push(() => hanging.close())
    const { monitors } = await add({ title: 'Hangs', url: hanging.url, check_interval: 300 })
    await until(() => hanging.connections() > 0)
    const began = Date.now()
    await app.stop(1_000)
    expect(Date.now() - began).toBeLessThan(15_000)
    expect(monitors.length).toBe(1)
  })

  it('tells when jobs run next, runs one on demand, and keeps its history', async () => {
    const { items } = await call('list-jobs')
    const names = items.map((job: { name: string }) => job.name)
    expect(names).toEqual(expect.arrayContaining(['purge-deleted-projects', 'forget-job-runs']))
    expect(await call('run-job-now', { name: 'purge-deleted-projects' })).toMatchObject({
      outcome: 'done',
      trigger: 'manual',
      report: { projects: 0 },
    })
    expect((await call('list-job-runs', { job: 'purge-deleted-projects' })).items).toMatchObject([{ outcome: 'done' }])
    expect(await call('stop-job', { name: 'forget-job-runs' })).toMatchObject({ is_enabled: false, next_at: null })
    await expect(call('run-job-now', { name: 'nothing' })).rejects.toThrow('was not found')
  })

  it('says through /readyz and /metrics how it goes', async () => {
    await add()
    await until(() => target.requests.length > 0)
    const metrics = async () => (await app.http.inject('/metrics')).body
    await expect.poll(metrics).toMatch(/bongsu_checks_total\{kind="http",state="up"\} [1-9]/)
    expect(await metrics()).toMatch(/bongsu_scheduler_leader 1/)
    expect((await app.http.inject('/readyz')).statusCode).toBe(200)
  })
})
