import type { OutputOf } from '#lib/api.ts'
import type { Call, UsageStats } from './usage-input.ts'

/** Calls and sums as the API gives them, for tests: say only what the test is about. */
export const sampleCall = (changes: Partial<Call> = {}): Call => ({
  id: 1,
  started_at: '2026-03-09T01:00:00.000Z',
  duration_ms: 12,
  person: { id: 3, name: '이하늘' },
  token: null,
  door: 'mcp',
  address: '192.0.2.7',
  server: null,
  source: 'own',
  tool: 'add',
  outcome: 'success',
  reason: null,
  ...changes,
})

export const sampleSum = (calls: number, succeeded: number, failed: number, refused: number) => ({
  ...{ calls, succeeded, failed, refused },
  mean_duration_ms: 20,
})

/** How long calls took, as sums over time have it. */
export const sampleTimes = { p50_duration_ms: 18, p95_duration_ms: 40 }

export const sampleStats = (changes: Partial<UsageStats> = {}): UsageStats => ({
  from: '2026-03-01T00:00:00.000Z',
  to: '2026-03-10T00:00:00.000Z',
  ...sampleSum(10, 8, 1, 1),
  ...sampleTimes,
  by_outcome: [{ outcome: 'success', calls: 8 }],
  by_tool: [
    { tool: 'add', ...sampleSum(6, 5, 1, 0) },
    { tool: 'list-projects', ...sampleSum(4, 3, 0, 1) },
  ],
  by_caller: [
    { person_id: 3, token_id: 5, name: '이하늘 · 노트북', ...sampleSum(7, 6, 1, 0) },
    { person_id: 3, token_id: null, name: '이하늘', ...sampleSum(3, 2, 0, 1) },
  ],
  by_person: [{ person_id: 3, token_id: null, name: '이하늘', ...sampleSum(10, 8, 1, 1) }],
  heat_map: Array.from({ length: 7 }, (_none, day) =>
    Array.from({ length: 24 }, (_hour, hour) => (day === 0 && hour === 9 ? 8 : day === 2 && hour === 14 ? 2 : 0)),
  ),
  // No days: what they are drawn on is not there in tests.
  by_day: [],
  by_hour: [],
  ...changes,
})

export const sampleSources = (): OutputOf<'browse-tools'> => ({
  items: [],
  total: 0,
  page: 1,
  page_size: 1,
  sources: [{ id: 'own', title: '기본 도구', tools: 8 }],
  tags: [{ tag: 'projects', tools: 6 }],
})
