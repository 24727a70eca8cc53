import type { DisplayState } from '@bongsu/contract/states.ts'
import { useEffect, useSyncExternalStore } from 'react'

/** Worst first: what one symbol for many things must show. */
const stateSeverity: readonly DisplayState[] = ['down', 'degraded', 'unknown', 'maintenance', 'up', 'paused']

export function worstState(states: Iterable<DisplayState>): DisplayState | undefined {
  let worst = stateSeverity.length
  for (const state of states) worst = Math.min(worst, stateSeverity.indexOf(state))
  return stateSeverity[worst]
}

let overall: DisplayState | undefined
const listeners = new Set<() => void>()

/** What the favicon and the rail's mark show. Set by whoever knows the state of everything. */
export function setOverallState(state: DisplayState | undefined): void {
  if (state === overall) return
  overall = state
  for (const listener of listeners) listener()
}

export const useOverallState = (): DisplayState | undefined =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => overall,
  )

/** Reports the overall state while mounted. */
export function useReportOverallState(state: DisplayState | undefined): void {
  useEffect(() => setOverallState(state), [state])
}
