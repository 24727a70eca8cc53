import type { OperationName } from '#lib/api.ts'

/** What a change of a monitor shows in. */
export const monitorTouches: readonly OperationName[] = [
  'get-monitor',
  'list-monitors',
  'list-project-monitors',
  'get-project',
  'list-projects',
  'get-history-strips',
  'get-dashboard-summary',
]
