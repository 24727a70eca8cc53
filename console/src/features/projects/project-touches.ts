import type { OperationName } from '#lib/api.ts'

/** What a change of a project shows in. */
export const projectTouches: readonly OperationName[] = [
  'get-project',
  'list-projects',
  'list-project-facets',
  'list-project-monitors',
  'get-dashboard-summary',
]
