import { type Text, text } from '@bongsu/contract/text.ts'
import type { MonitorChange, Projects } from '#features/projects/index.ts'
import type { Results } from '#features/results/index.ts'
import type { Tx } from '#platform/db/contract.ts'
import { addEvents } from './incident-event-store.ts'
import { incidentTouched } from './incident-events.ts'
import { resolveIncident } from './incident-store.ts'
import { enterState } from './interval-store.ts'
import { takeFirstLookTurn } from './judge-looks.ts'
import { knownUntil, pausedMemory } from './judge-memory.ts'
import { decodeMemory, encodeMemory } from './judge-memory-codec.ts'
import { forgetMonitor } from './news-store.ts'

export interface FollowParts {
  readonly projects: Projects
  readonly results: Results
}

export interface MonitorNews {
  readonly monitorId: number
  readonly projectId: number
  readonly change: MonitorChange
}

const reasons: Readonly<Record<'paused' | 'deleted', Text>> = {
  paused: text('모니터를 일시 중지하여 장애를 닫았습니다.', 'Closed because the monitor was paused.'),
  deleted: text('모니터를 삭제하여 장애를 닫았습니다.', 'Closed because the monitor was deleted.'),
}

/**
 * A monitor that is no longer looked at has no state and no outage: its time from now on is nobody's, its incident ends
 * with the reason, and what the judge remembered is forgotten. Looks that were still on their way come too late.
 */
export async function followMonitor(tx: Tx, news: MonitorNews, parts: FollowParts, now: number): Promise<void> {
  const { monitorId, projectId, change } = news
  const { projects } = parts
  if (change === 'paused' || change === 'deleted') await stopJudging(tx, news, change, parts, now)
  else if (change === 'resumed' || change === 'restored') await startJudging(tx, news, parts, now)
  else if (change === 'purged') return forgetMonitor(tx, monitorId)
  else return
  await projects.refreshProjectState(tx, projectId, now)
}

/**
 * All monitors of the project at once, before its own row is touched: a recorder takes them in that order too. Were they
 * taken one by one, pausing a whole project and a batch of its results would wait for each other.
 */
async function holdProject(tx: Tx, { monitorId, projectId }: MonitorNews, parts: FollowParts): Promise<void> {
  const ids = (await parts.projects.monitorsOf(tx, projectId)).map((monitor) => monitor.id)
  await parts.results.holdJudging(tx, ids.includes(monitorId) ? ids : [...ids, monitorId])
}

async function stopJudging(
  tx: Tx,
  news: MonitorNews,
  why: 'paused' | 'deleted',
  { projects, results }: FollowParts,
  now: number,
): Promise<void> {
  const { monitorId, projectId } = news
  await holdProject(tx, news, { projects, results })
  await takeFirstLookTurn(tx, monitorId)
  const state = (await projects.loadStates(tx, [monitorId])).get(monitorId)
  if (!state) return
  const memory = decodeMemory(state.memory, state.since)
  if (memory.paused) return
  const known = knownUntil(memory, now)
  if (known < now) await enterState(tx, monitorId, known, null)
  await enterState(tx, monitorId, now, 'paused')
  if (state.openIncidentId !== null) {
    const incidentId = state.openIncidentId
    await resolveIncident(tx, incidentId, now, why)
    await addEvents(tx, [{ incidentId, at: now, kind: 'resolved', message: reasons[why] }])
    await tx.emit(incidentTouched, { incidentId, monitorId, projectId, what: 'resolved' })
  }
  await projects.saveStates(tx, [
    {
      ...state,
      state: 'unknown',
      since: now,
      isFlapping: false,
      openIncidentId: null,
      memory: encodeMemory(pausedMemory(now)),
    },
  ])
}

/** Nothing is known until the first look. */
async function startJudging(tx: Tx, news: MonitorNews, { projects, results }: FollowParts, now: number): Promise<void> {
  const { monitorId } = news
  await holdProject(tx, news, { projects, results })
  const state = (await projects.loadStates(tx, [monitorId])).get(monitorId)
  if (!state) return
  await enterState(tx, monitorId, now, null)
  const memory = { ...decodeMemory(state.memory, state.since), paused: false }
  await projects.saveStates(tx, [{ ...state, since: now, memory: encodeMemory(memory) }])
}
