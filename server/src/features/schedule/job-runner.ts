import type { Clock } from '#kernel/clock.ts'
import { errorMessage, stoppingFailure } from '#kernel/errors.ts'
import type { Job, JobReport } from '#kernel/room.ts'
import type { Database, Db } from '#platform/db/contract.ts'
import { beginRun, closeAbandonedRuns, disabledJobs, endRun, type JobRun, lastRuns } from './job-store.ts'
import { nextRunAt } from './job-times.ts'
import { dropLease, storeNow, takeLease } from './lease.ts'

export interface JobRunnerParts {
  readonly database: Database
  readonly clock: Clock
  readonly holder: string
  /** Every room's jobs; asked when needed, because rooms are joined after this one is made. */
  readonly jobs: () => readonly Job[]
  readonly timeZone: () => string
  onFailed(job: Job, error: string, at: number): Promise<void>
  warn(message: string): void
}

const leaseMs = 30_000
const renewMs = 10_000
const longestSleepMs = 15_000

/** Runs the recurring work of all rooms: in the leading process by itself, in any process on demand, never twice at once. */
export class JobRunner {
  readonly #parts: JobRunnerParts
  readonly #running = new Map<string, Promise<void>>()
  readonly #beginning = new Set<string>()
  readonly #stopping = new AbortController()
  #leading: AbortController | undefined
  #leadingSince = 0

  constructor(parts: JobRunnerParts) {
    this.#parts = parts
  }

  async lead(): Promise<void> {
    if (this.#leading) return
    const { database, clock, warn } = this.#parts
    this.#leading = new AbortController()
    this.#leadingSince = clock.now()
    await closeAbandonedRuns(database, await storeNow(database, clock.now()), clock.now())
    this.#keep(this.#leading.signal).catch((error) => warn(`jobs are not run any more: ${errorMessage(error)}`))
  }

  follow(): void {
    this.#leading?.abort()
    this.#leading = undefined
  }

  async stop(deadline: AbortSignal): Promise<void> {
    this.follow()
    this.#stopping.abort(stoppingFailure())
    const ended = Promise.allSettled(this.#running.values())
    const late = new Promise((resolve) => deadline.addEventListener('abort', resolve, { once: true }))
    if (!deadline.aborted) await Promise.race([ended, late])
  }

  /** When each job is due; a disabled one never. */
  async nextTimes(db: Db = this.#parts.database): Promise<Map<string, number | null>> {
    const { jobs, timeZone, clock } = this.#parts
    const [last, disabled] = [await lastRuns(db), await disabledJobs(db)]
    const since = this.#leading ? this.#leadingSince : clock.now()
    return new Map(
      jobs().map((job) => {
        const at = nextRunAt(job, last.get(job.name)?.startedAt ?? null, since, timeZone())
        return [job.name, disabled.has(job.name) || !Number.isFinite(at) ? null : at]
      }),
    )
  }

  /**
   * Begins a run unless the job runs already, here or elsewhere. Returns the number of the run, and its end; null when
   * somebody else is at it.
   */
  async begin(job: Job, trigger: JobRun['trigger']): Promise<{ runId: number; ended: Promise<void> } | null> {
    const { database, clock, holder } = this.#parts
    // The lease keeps other processes away; within this one the name is taken before anything is waited for.
    if (this.#running.has(job.name) || this.#beginning.has(job.name)) return null
    this.#beginning.add(job.name)
    try {
      const { isOurs } = await takeLease(database, leaseName(job), holder, leaseMs, clock.now())
      if (!isOurs) return null
      const runId = await database.transaction((tx) => beginRun(tx, job.name, trigger, clock.now()))
      const ended = this.#run(job, runId).finally(() => this.#running.delete(job.name))
      this.#running.set(job.name, ended)
      return { runId, ended }
    } finally {
      this.#beginning.delete(job.name)
    }
  }

  async #keep(signal: AbortSignal): Promise<void> {
    const { clock, jobs, warn } = this.#parts
    while (!signal.aborted) {
      let next = clock.now() + longestSleepMs
      try {
        const times = await this.nextTimes()
        for (const job of jobs()) {
          const at = times.get(job.name) ?? null
          if (at === null || signal.aborted || this.#running.has(job.name)) continue
          if (at <= clock.now()) await this.begin(job, 'schedule')
          else next = Math.min(next, at)
        }
      } catch (error) {
        warn(`jobs could not be looked at: ${errorMessage(error)}`)
      }
      await clock.sleep(Math.max(50, next - clock.now()), signal).catch(() => undefined)
    }
  }

  async #run(job: Job, runId: number): Promise<void> {
    const { database, clock, holder, warn } = this.#parts
    const over = new AbortController()
    const renewing = this.#renew(job, over.signal)
    const end = await this.#attempt(job)
    over.abort()
    await renewing
    try {
      await endRun(database, runId, end, clock.now())
      await dropLease(database, leaseName(job), holder)
      if (end.outcome === 'failed') await this.#parts.onFailed(job, end.error ?? '', clock.now())
    } catch (error) {
      warn(`the end of job "${job.name}" was not recorded: ${errorMessage(error)}`)
    }
  }

  async #attempt(job: Job): Promise<Pick<JobRun, 'outcome' | 'report' | 'error'>> {
    try {
      const report: JobReport = await job.run(this.#stopping.signal)
      return { outcome: this.#stopping.signal.aborted ? 'interrupted' : 'done', report, error: null }
    } catch (error) {
      if (this.#stopping.signal.aborted) return { outcome: 'interrupted', report: null, error: null }
      this.#parts.warn(`job "${job.name}" failed: ${errorMessage(error)}`)
      return { outcome: 'failed', report: null, error: errorMessage(error).slice(0, 1000) }
    }
  }

  async #renew(job: Job, over: AbortSignal): Promise<void> {
    const { database, clock, holder, warn } = this.#parts
    while (!over.aborted) {
      await clock.sleep(renewMs, over).catch(() => undefined)
      if (over.aborted) return
      await takeLease(database, leaseName(job), holder, leaseMs, clock.now()).catch((error) =>
        warn(`the lease of job "${job.name}" was not renewed: ${errorMessage(error)}`),
      )
    }
  }
}

const leaseName = (job: Job): string => `job:${job.name}`
