import { second } from '#kernel/clock.ts'
import { stoppingFailure } from '#kernel/errors.ts'
import type { Room } from '#kernel/room.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import { Checking } from './checking.ts'
import { forgetJobRuns } from './forget-job-runs.ts'
import { JobRunner } from './job-runner.ts'
import { Leadership } from './leadership.ts'
import { processName } from './lease.ts'
import { scheduleOperations } from './operations.ts'
import { ownNews } from './own-news.ts'
import { ProcessReports } from './process-reports.ts'
import { ScheduleCounters } from './schedule-counters.ts'
import { type Schedule, scheduleKey } from './schedule-key.ts'
import { scheduleKit } from './schedule-kit.ts'
import { addScheduleMetrics } from './schedule-metrics.ts'
import type { ScheduleParts } from './schedule-parts.ts'
import { currentLeader, type ProcessReport } from './schedule-store.ts'

const leaseName = 'scheduler'
/** A timekeeper that has not turned for so long stands still. */
const standstillMs = 30 * second

export function createSchedule(parts: ScheduleParts): { room: Room<AnyOperation>; schedule: Schedule } {
  const { database, clock, services, sentinel, queue, roles, warn } = parts
  const holder = processName()
  const counters = new ScheduleCounters(() => clock.monotonic())
  const checking = new Checking(parts, counters)
  const news = ownNews({ database, alerts: parts.alerts, sentinel, warn })
  const jobs = new JobRunner({
    database,
    clock,
    holder,
    jobs: parts.jobs,
    timeZone: parts.timeZone,
    onFailed: news.jobFailed,
    warn,
  })
  const leadership = new Leadership({
    database,
    clock,
    name: leaseName,
    holder,
    warn,
    async onGained() {
      await checking.lead()
      await jobs.lead()
    },
    onLost() {
      checking.follow()
      jobs.follow()
    },
  })
  const reports = new ProcessReports({ database, clock, warn, current: report })
  const stopping = new AbortController()
  addScheduleMetrics(parts.metrics, counters, {
    inFlight: () => checking.runner.inFlight,
    waiting: () => checking.gates.waiting,
    monitors: () => checking.roster.size,
    isLeader: () => leadership.isLeader,
    isBlind: () => sentinel.blindSince !== null,
  })
  const schedule: Schedule = { health }
  services.provide(scheduleKey, schedule).provide(scheduleKit, {
    runner: checking.runner,
    jobs,
    allJobs: parts.jobs,
    reports: (db) => reports.all(db),
    queueDepth: () => queue.depth(),
    leader: async (db) => currentLeader(db, leaseName, clock.now()),
    stopping: stopping.signal,
  })

  return {
    schedule,
    room: {
      name: 'schedule',
      operations: scheduleOperations,
      jobs: [forgetJobRuns({ database, clock })],
      async start() {
        await checking.start()
        reports.start()
        if (roles.schedules) await leadership.start()
      },
      async stop(deadline) {
        stopping.abort(stoppingFailure())
        sentinel.stop()
        await leadership.stop()
        await Promise.all([checking.stop(deadline), jobs.stop(deadline)])
        await reports.stop()
      },
    },
  }

  function report(): ProcessReport {
    return {
      process: holder,
      seenAt: clock.now(),
      roles: [...(roles.schedules ? ['scheduler'] : []), ...(roles.works ? ['worker'] : [])],
      inFlight: checking.runner.inFlight,
      waiting: checking.gates.waiting,
      looks: Object.fromEntries(counters.looks),
      skips: counters.skips,
      lateness: [...counters.lateness()],
      blindSince: sentinel.blindSince,
    }
  }

  async function health(): Promise<string | null> {
    if (!roles.schedules) return null
    if (leadership.isLeader) {
      const stoodFor = clock.monotonic() - checking.timekeeper.lastTurnAt
      const isStuck = checking.timekeeper.isRunning && stoodFor > standstillMs
      return isStuck ? 'the scheduler stands still' : null
    }
    const leader = await currentLeader(database, leaseName, clock.now())
    return leader === null ? 'no process leads the scheduler' : null
  }
}
