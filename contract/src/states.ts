/** What one look returned. `unknown` is for our own faults and never opens an incident. */
export const outcomeStates = ['up', 'degraded', 'down', 'unknown'] as const
export type OutcomeState = (typeof outcomeStates)[number]

/** What a monitor or project shows: the judged state, or why there is none to show. */
export const displayStates = ['up', 'degraded', 'down', 'unknown', 'maintenance', 'paused'] as const
export type DisplayState = (typeof displayStates)[number]

/** Why a check did not find its target up. Operators see and filter by these. */
export const outcomeErrorCodes = [
  'dns',
  'connect',
  'tls',
  'timeout',
  'http',
  'assertion',
  'slow',
  'expiry',
  'config',
  'own_fault',
] as const
export type OutcomeErrorCode = (typeof outcomeErrorCodes)[number]

export const performanceGrades = ['A', 'B', 'C', 'D', 'F'] as const
export type PerformanceGrade = (typeof performanceGrades)[number]

/** Spec B §11.2: A < 500 ms, B < 1 s, C < 2 s, D < 3 s, F from 3 s. */
export function performanceGrade(durationMs: number): PerformanceGrade {
  if (durationMs < 500) return 'A'
  if (durationMs < 1000) return 'B'
  if (durationMs < 2000) return 'C'
  return durationMs < 3000 ? 'D' : 'F'
}
