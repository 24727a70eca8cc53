import type { MaintenanceStretch, Projects } from '#features/projects/index.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Db } from '#platform/db/contract.ts'
import type { TimePiece } from './incidents-key.ts'
import { intervalsBetween, type StateInterval } from './interval-store.ts'
import { knownUntil } from './judge-memory.ts'
import { decodeMemory } from './judge-memory-codec.ts'
import { timePieces } from './uptime.ts'

export interface UptimeParts {
  readonly projects: Projects
  readonly clock: Clock
}

/** All or some of the monitors of one project, taken together. */
export interface Watched {
  readonly projectId: number
  readonly monitorIds: readonly number[]
}

/** How a stretch of a project's time was spent. */
export async function piecesOf(
  db: Db,
  watched: Watched,
  from: number,
  to: number,
  { projects, clock }: UptimeParts,
): Promise<TimePiece[]> {
  const intervals = await intervalsBetween(db, watched.monitorIds, from, to)
  const known = await closedWhereUnknown(db, intervals, projects, clock.now())
  const maintenance: MaintenanceStretch[] = await projects.maintenanceBetween(db, watched.projectId, from, to)
  return timePieces(known, maintenance, from, to)
}

/**
 * The state a monitor is in lasts until now only as far as looks vouch for it: when checking has stopped, the time since
 * is nobody's. The judge will say the same once the next look comes.
 */
async function closedWhereUnknown(
  db: Db,
  intervals: readonly StateInterval[],
  projects: Projects,
  now: number,
): Promise<StateInterval[]> {
  const open = intervals.filter(({ toAt }) => toAt === null).map(({ monitorId }) => monitorId)
  const states = await projects.loadStates(db, open)
  return intervals.map((interval) => {
    if (interval.toAt !== null) return interval
    const state = states.get(interval.monitorId)
    const until = state ? knownUntil(decodeMemory(state.memory, state.since), now) : interval.fromAt
    return { ...interval, toAt: Math.max(interval.fromAt, until) }
  })
}
