import { firstMonitorState, type MonitorState, type Projects } from '#features/projects/index.ts'
import { isFromTheFuture, type Look, lookState } from '#features/results/index.ts'
import type { Tx } from '#platform/db/contract.ts'
import { takeTurn } from '#platform/db/take-turn.ts'
import { enterState } from './interval-store.ts'
import { judge } from './judge.ts'
import { decodeMemory, encodeMemory } from './judge-memory-codec.ts'
import { errorCodeOf, messageOf, observationOf, rulesOf } from './look-facts.ts'
import { type NewsParts, NewsWriter } from './news-writer.ts'

export interface JudgeParts extends NewsParts {
  readonly projects: Projects
}

/**
 * Judges the looks of one recorded batch, in slot order, within the transaction that stored them. States are read once
 * and written once a batch; everything beyond that is only paid for when something changes.
 */
export async function judgeLooks(tx: Tx, looks: readonly Look[], parts: JudgeParts): Promise<void> {
  const states = await statesOf(tx, looks, parts.projects)
  const news = new NewsWriter(tx, parts)
  const now = parts.clock.now()
  for (const look of looks) {
    const state = states.get(look.monitor.id)
    if (!state) continue
    if (!look.monitor.isPaused) await judgeLook(tx, state, look, now, news)
    keepLast(state, look, now)
  }
  await parts.projects.saveStates(tx, [...states.values()])
  // In one order everywhere, so that two recorders never wait for each other's projects.
  for (const projectId of [...news.projectsToRefresh].sort((a, b) => a - b)) {
    await parts.projects.refreshProjectState(tx, projectId, now)
  }
}

/**
 * Whoever makes a monitor's first state and whoever stops it meet here: there is no row yet that could be locked. The
 * recorder comes with its ids in order, so that two never wait for each other in a ring.
 */
export const takeFirstLookTurn = (tx: Tx, monitorId: number): Promise<void> => takeTurn(tx, `first-look:${monitorId}`)

/** A monitor without a state is new, or was stopped while its first look was on its way; only the new one gets a state. */
async function statesOf(tx: Tx, looks: readonly Look[], projects: Projects): Promise<Map<number, MonitorState>> {
  const ids = [...new Set(looks.map((look) => look.monitor.id))].sort((a, b) => a - b)
  const states = await projects.loadStates(tx, ids)
  const missing = ids.filter((id) => !states.has(id))
  if (missing.length === 0) return states
  for (const id of missing) await takeFirstLookTurn(tx, id)
  const running = await projects.runningMonitors(tx, missing)
  for (const id of missing) {
    const first = looks.find((look) => look.monitor.id === id)
    if (first && running.has(id)) states.set(id, firstMonitorState(id, first.slotAt))
  }
  return states
}

async function judgeLook(tx: Tx, state: MonitorState, look: Look, now: number, news: NewsWriter): Promise<void> {
  const { id } = look.monitor
  const verdict = judge(decodeMemory(state.memory, state.since), observationOf(look, now), rulesOf(look))
  for (const { at, state: entered } of verdict.steps) await enterState(tx, id, at, entered)
  const wasDown = state.state === 'down'
  for (const change of verdict.changes) await news.tellChange(change, state, look)
  if (wasDown && verdict.changes.length === 0) await news.tellOtherFailure(state, look)
  if (verdict.slowNotice) await news.tellSlowness(verdict.slowNotice.suppressed, look)
  const mayNotice = look.outcome.notices !== undefined || verdict.memory.keywords.length > 0
  const memory = mayNotice ? await news.tellNotices(verdict.memory, look) : verdict.memory
  state.state = memory.state
  state.since = memory.since
  state.isFlapping = memory.flapping
  state.memory = encodeMemory(memory)
}

/** What screens show of the newest look. */
function keepLast(state: MonitorState, look: Look, now: number): void {
  if (state.lastSlotAt !== null && look.slotAt < state.lastSlotAt && !isFromTheFuture(state.lastSlotAt, now)) return
  state.lastSlotAt = look.slotAt
  state.lastCheckedAt = look.startedAt
  state.lastState = lookState(look)
  state.lastDurationMs = look.outcome.durationMs
  state.lastMessage = messageOf(look)
  state.lastErrorCode = errorCodeOf(look)
}
