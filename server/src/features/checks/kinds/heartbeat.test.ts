import { describe, expect, it } from 'vitest'
import { day, hour, minute } from '#kernel/clock.ts'
import { openChecks } from '#test/checks.ts'
import { FakeClock } from '#test/fake-clock.ts'
import type { Inbox, Signal } from './contract.ts'
import { heartbeat } from './heartbeat.ts'

const opened = Date.parse('2026-03-02T00:00:00Z')
const signal = (at: number, more: Partial<Signal> = {}): Signal => ({
  at,
  exitCode: null,
  body: null,
  runMs: null,
  ...more,
})
const inboxOf = (more: Partial<Inbox>): Inbox => ({
  openedAt: opened,
  started: null,
  succeeded: null,
  failed: null,
  deaf: null,
  ...more,
})

async function see(at: number, inbox: Partial<Inbox>, options: object = {}, isConnected = true) {
  const { checks } = openChecks({ clock: new FakeClock(at), isConnected: async () => isConnected })
  const asked = heartbeat.options.parse({ when: { by: 'interval', every: 3600 }, grace: 600, ...options })
  return checks.lookOnce('heartbeat', asked, { timeoutMs: 1000, inbox: inboxOf(inbox) })
}
const nightly = { when: { by: 'cron', cron: '0 2 * * *', time_zone: 'Asia/Seoul' }, grace: 600 }
/** 2 a.m. in Seoul. */
const two = Date.parse('2026-03-02T17:00:00Z')

describe('a heartbeat', () => {
  it('waits for the first signal, and misses it when it is due', async () => {
    expect(await see(opened + hour + 10 * minute, {})).toMatchObject({ state: 'up' })
    const outcome = await see(opened + hour + 10 * minute + 1, {})
    expect(outcome).toMatchObject({ state: 'down', errorCode: 'timeout', evidence: { missing: 1 } })
    expect(outcome.message.en).toContain('first signal has not come')
  })

  it('counts from the last signal, with grace', async () => {
    const succeeded = signal(opened + day)
    expect((await see(opened + day + 70 * minute, { succeeded })).state).toBe('up')
    const late = await see(opened + day + 70 * minute + 1, { succeeded })
    expect(late).toMatchObject({ state: 'down', errorCode: 'timeout' })
    expect(late.message.ko).toContain('늦었습니다')
    expect((await see(opened + 2 * day, { succeeded })).evidence).toMatchObject({ missing: 24 })
  })

  it('follows a cron schedule in the zone of the job', async () => {
    const succeeded = signal(two + 3 * minute)
    expect((await see(two + day, { succeeded }, nightly)).state).toBe('up')
    expect((await see(two + day + 10 * minute, { succeeded }, nightly)).state).toBe('up')
    const late = await see(two + day + 11 * minute, { succeeded }, nightly)
    expect(late.state).toBe('down')
    expect(late.message.en).toContain('2026-03-04 02:00:00 Asia/Seoul')
  })

  it('keeps its hour when clocks are put forward', async () => {
    const berlin = { when: { by: 'cron', cron: '30 3 * * *', time_zone: 'Europe/Berlin' }, grace: 0 }
    const succeeded = signal(Date.parse('2026-03-28T02:31:00Z'))
    // 29 March: 03:30 in Berlin is 01:30 UTC, an hour earlier than the day before.
    expect((await see(Date.parse('2026-03-29T01:30:00Z'), { succeeded }, berlin)).state).toBe('up')
    expect((await see(Date.parse('2026-03-29T01:30:01Z'), { succeeded }, berlin)).state).toBe('down')
  })

  it('is down from a failure until the next success, and shows what was said', async () => {
    const failed = signal(opened + hour, { exitCode: 2, body: 'disk full' })
    const outcome = await see(opened + hour + 1, { failed, succeeded: signal(opened) })
    expect(outcome).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      evidence: { exit_code: 2, said: 'disk full' },
    })
    expect(outcome.message.en).toContain('exit code 2')
    const again = { failed, succeeded: signal(opened + 2 * hour) }
    expect((await see(opened + 2 * hour + 1, again)).state).toBe('up')
    expect((await see(opened + hour + 2, { failed, started: signal(opened + hour + 1) })).state).toBe('down')
  })

  it('notices a run that does not end', async () => {
    const inbox = { succeeded: signal(opened), started: signal(opened + hour) }
    expect((await see(opened + hour + 30 * minute, inbox, { max_run: 1800 })).state).toBe('up')
    const outcome = await see(opened + hour + 30 * minute + 1, inbox, { max_run: 1800 })
    expect(outcome).toMatchObject({ state: 'down', errorCode: 'timeout' })
    expect(outcome.message.en).toContain('without an end')
    // Without a limit a run has until the next one would be due.
    expect((await see(opened + 2 * hour + 10 * minute, inbox)).state).toBe('up')
    expect((await see(opened + 2 * hour + 10 * minute + 1, inbox)).state).toBe('down')
  })

  it('says so when the last run took too long, and draws how long runs take', async () => {
    const succeeded = signal(opened + hour, { runMs: 45 * minute })
    expect(await see(opened + hour + 1, { succeeded }, { max_run: 1800 })).toMatchObject({
      state: 'degraded',
      errorCode: 'slow',
      durationMs: 45 * minute,
    })
    expect(await see(opened + hour + 1, { succeeded })).toMatchObject({ state: 'up', durationMs: 45 * minute })
  })

  it('blames nobody for a signal that we may have missed', async () => {
    const succeeded = signal(two + 3 * minute)
    const deaf = { from: two + day - 5 * minute, until: two + day + 5 * minute }
    const outcome = await see(two + day + 20 * minute, { succeeded, deaf }, nightly)
    expect(outcome).toMatchObject({ state: 'unknown', errorCode: 'own_fault' })
    expect((await see(two + 2 * day + 20 * minute, { succeeded, deaf }, nightly)).state).toBe('down')
    // Deaf at a time when nothing was due excuses nothing.
    const atNoon = { from: two + 10 * hour, until: two + 12 * hour }
    expect((await see(two + day + 20 * minute, { succeeded, deaf: atNoon }, nightly)).state).toBe('down')
    // Nor does what happened after it was missing already.
    const after = { from: two + day + hour, until: two + day + 2 * hour }
    expect((await see(two + day + 3 * hour, { succeeded, deaf: after }, nightly)).state).toBe('down')
  })

  it('blames nobody while our own connection is gone, but believes a failure that came in', async () => {
    expect(await see(opened + day, {}, {}, false)).toMatchObject({ state: 'unknown', errorCode: 'own_fault' })
    const running = { started: signal(opened) }
    expect((await see(opened + hour, running, { max_run: 60 }, false)).state).toBe('unknown')
    expect((await see(opened + hour, { failed: signal(opened) }, {}, false)).state).toBe('down')
  })

  it('shows in the toolbox when it would expect signals', async () => {
    const { look } = openChecks({ clock: new FakeClock(opened) })
    const outcome = await look('heartbeat', nightly)
    expect(outcome).toMatchObject({ state: 'unknown', errorCode: 'config' })
    expect((outcome.evidence.next_expected as string[])[0]).toBe('2026-03-02T17:00:00.000Z')
    expect(outcome.evidence.next_expected).toHaveLength(5)
  })

  it.each([
    ['0 2 * * *  *', 'Asia/Seoul'],
    ['61 * * * *', 'Asia/Seoul'],
    ['0 0 31 2 *', 'Asia/Seoul'],
    ['0 2 * * *', 'Seoul'],
  ])('refuses the schedule %j in %j', (cron, time_zone) => {
    expect(heartbeat.options.safeParse({ when: { by: 'cron', cron, time_zone } }).success).toBe(false)
  })
})
