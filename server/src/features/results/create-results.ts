import type { Registry } from 'prom-client'
import { monitorChanged } from '#features/projects/index.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Room } from '#kernel/room.ts'
import type { Services } from '#kernel/service.ts'
import type { Database, Events } from '#platform/db/contract.ts'
import type { HealthProbe } from '#platform/http/health.ts'
import type { Logger } from '#platform/log/log.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import { cleanUpResults, type Retention } from './clean-up.ts'
import { cleanUpJob } from './clean-up-job.ts'
import { failuresBetween } from './failures.ts'
import { isFarBehind } from './look.ts'
import { memoryOf } from './memory-store.ts'
import { resultsOperations } from './operations.ts'
import { totalOver } from './read-series.ts'
import { RecentTotals } from './recent-totals.ts'
import { BatchRecorder } from './recorder.ts'
import { type Recorder, recorderKey } from './recorder-key.ts'
import { holdJudging, latestLook, looksExpiringBefore } from './result-store.ts'
import { type Results, resultsKey } from './results-key.ts'
import { resultsKit } from './results-kit.ts'
import { addResultsMetrics } from './results-metrics.ts'
import { markPurged } from './retention-store.ts'
import { rollUpJob } from './roll-up-job.ts'

export interface ResultsParts {
  readonly database: Database
  readonly events: Events
  readonly clock: Clock
  readonly services: Services
  readonly log: Logger
  readonly metrics?: Registry
  /** The zone whose days the daily figures are of. */
  readonly timeZone: () => string
  readonly retention: () => Retention
  /** Whether a check kind's durations are response times of its targets, which alone may be summed over monitors. */
  readonly isResponseTime: (kind: string) => boolean
}

export function createResults(parts: ResultsParts): {
  room: Room<AnyOperation>
  recorder: Recorder
  probe: HealthProbe
} {
  const { events, services, timeZone, isResponseTime } = parts
  const recorder = new BatchRecorder(parts)
  const results: Results = {
    failuresBetween,
    latestLook,
    looksExpiringBefore,
    memoryOf,
    holdJudging,
    totalOver,
    cleanUp: (retention, options) => cleanUpResults(parts, retention, options),
  }
  services
    .provide(recorderKey, recorder)
    .provide(resultsKey, results)
    .provide(resultsKit, { timeZone, isResponseTime, recentTotals: new RecentTotals(parts.clock) })
  if (parts.metrics) addResultsMetrics(parts.metrics, recorder)
  events.within(monitorChanged, async (tx, { monitorId, change }) => {
    if (change === 'purged') await markPurged(tx, monitorId)
  })
  return {
    recorder,
    probe: { name: 'results', check: () => complaint(recorder, parts.clock.now()) },
    room: {
      name: 'results',
      operations: resultsOperations,
      jobs: [rollUpJob(parts), cleanUpJob(parts)],
      stop: (deadline) => recorder.drain(deadline),
    },
  }
}

/** A store that was busy for a moment is no news; one that refuses for longer is. */
const patienceMs = 10_000

function complaint(recorder: Recorder, now: number): string | null {
  const { failingSince, pending, newestSlot } = recorder.health()
  if (newestSlot !== null && isFarBehind(newestSlot, now)) return 'the clock is far behind the newest result'
  if (failingSince === null || now - failingSince < patienceMs) return null
  return `results cannot be stored; ${pending} are waiting`
}
