import { text } from '@bongsu/contract/text.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Job, JobReport } from '#kernel/room.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { JobRunner } from './job-runner.ts'
import { type JobRun, searchRuns, switchJob } from './job-store.ts'
import { nextRunAt } from './job-times.ts'

const minute = 60_000
const hour = 60 * minute

describe('when a job is due', () => {
  const at = (iso: string) => Date.parse(iso)
  const job = (when: Job['when']): Job => ({ name: 'tidy', title: text('정리', 'Tidy'), when, run: async () => ({}) })
  const start = at('2026-03-02T00:00:00Z')

  it('is its interval after it began last', () => {
    expect(nextRunAt(job({ everyMs: hour }), start - 10 * minute, start, 'UTC')).toBe(start + 50 * minute)
  })

  it('is read in the zone of the installation', () => {
    const nightly = job({ cron: '0 3 * * *' })
    expect(nextRunAt(nightly, start - hour, start, 'Asia/Seoul')).toBe(at('2026-03-02T18:00:00Z'))
    expect(nextRunAt(nightly, null, start, 'Asia/Seoul')).toBe(at('2026-03-02T18:00:00Z'))
  })

  it('is soon after the start when it was missed: nightly restarts must not prevent it for ever', () => {
    for (const missed of [job({ cron: '0 3 * * *' }), job({ everyMs: hour })]) {
      const next = nextRunAt(missed, start - 30 * hour, start, 'Asia/Seoul')
      expect(next).toBeGreaterThan(start)
      expect(next).toBeLessThan(start + 3 * minute)
    }
  })

  it('never comes when its expression does not', () => {
    expect(nextRunAt(job({ cron: '0 0 31 2 *' }), null, start, 'UTC')).toBe(Number.POSITIVE_INFINITY)
  })
})

eachDatabase((open, engine) => {
  let store: TestDatabase
  let clock: FakeClock
  let failed: string[]
  const runners: JobRunner[] = []

  beforeEach(async () => {
    store = await open()
    clock = new FakeClock(Date.now())
    failed = []
  })
  afterEach(async () => {
    for (const runner of runners.splice(0)) await runner.stop(AbortSignal.timeout(1000))
    await store.close()
  })

  const runnerOf = (jobs: readonly Job[], holder = `far:${runners.length + 1}:x`): JobRunner => {
    const runner = new JobRunner({
      database: store.database,
      clock,
      holder,
      jobs: () => jobs,
      timeZone: () => 'UTC',
      onFailed: async (job, error) => void failed.push(`${job.name}: ${error}`),
      warn: () => undefined,
    })
    runners.push(runner)
    return runner
  }
  const job = (name: string, run: (signal: AbortSignal) => Promise<JobReport>): Job => ({
    name,
    title: text('작업', 'Job'),
    when: { everyMs: hour },
    run,
  })
  const history = async (): Promise<JobRun[]> => (await searchRuns(store.database, {}, 100, 0)).runs

  describe('the job runner', () => {
    it('keeps how every run ended', async () => {
      const good = job('good', async () => ({ deleted: 3 }))
      const bad = job('bad', async () => {
        throw new Error('disk full')
      })
      const runner = runnerOf([good, bad])
      for (const one of [good, bad]) await (await runner.begin(one, 'manual'))?.ended
      expect(await history()).toMatchObject([
        { job: 'bad', outcome: 'failed', error: 'disk full', report: null, trigger: 'manual' },
        { job: 'good', outcome: 'done', error: null, report: { deleted: 3 }, trigger: 'manual' },
      ])
      expect(failed).toEqual(['bad: disk full'])
    })

    it('runs a job at most once at a time in the whole installation', async () => {
      let finish: () => void = () => undefined
      const slow = job('slow', () => new Promise((resolve) => (finish = () => resolve({}))))
      const [one, other] = [runnerOf([slow]), runnerOf([slow])]
      const begun = await one.begin(slow, 'schedule')
      expect(await one.begin(slow, 'manual')).toBeNull()
      expect(await other.begin(slow, 'manual')).toBeNull()
      finish()
      await begun?.ended
      const again = await other.begin(slow, 'manual')
      expect(again).not.toBeNull()
      finish()
      await again?.ended
      expect((await history()).length).toBe(2)
    })

    it('interrupts what runs when the process stops, and says so', async () => {
      const endless = job(
        'endless',
        (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      )
      const runner = runnerOf([endless])
      await runner.begin(endless, 'schedule')
      await runner.stop(AbortSignal.timeout(2000))
      expect(await history()).toMatchObject([{ outcome: 'interrupted', error: null }])
      expect(failed).toEqual([])
    })

    it('closes the runs of a process that died', async () => {
      await store.database.run(
        `insert into job_run (job, trigger_by, started_at, outcome) values ('gone', 'schedule', 1, 'running')`,
      )
      await runnerOf([]).lead()
      expect(await history()).toMatchObject([{ job: 'gone', outcome: 'interrupted' }])
    })
  })

  if (engine !== 'sqlite') return
  describe('in the leading process', () => {
    it('runs jobs by themselves, but not those that were stopped, and nothing once it follows', async () => {
      const ran: string[] = []
      const jobs = ['one', 'two'].map((name) => job(name, async () => ({ runs: ran.push(name) })))
      await store.database.transaction((tx) => switchJob(tx, 'two', false))
      const runner = runnerOf(jobs)
      await runner.lead()
      await clock.advance(3 * minute)
      await clock.advance(hour)
      expect(ran).toEqual(['one', 'one'])
      expect((await runner.nextTimes()).get('two')).toBeNull()
      runner.follow()
      await clock.advance(3 * hour)
      expect(ran.length).toBe(2)
    })
  })
})
