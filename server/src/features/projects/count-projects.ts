import { type DisplayState, displayStates } from '@bongsu/contract/states.ts'
import type { Db } from '#platform/db/contract.ts'
import type { MaintenanceCalendar } from './maintenance-calendar.ts'
import { displayState } from './project-state.ts'
import { projectsByIds } from './project-store.ts'

/** How many projects show each state now. The few under maintenance are counted one by one, all others by the database. */
export async function countProjects(
  db: Db,
  calendar: MaintenanceCalendar,
  at: number,
): Promise<Record<DisplayState, number>> {
  const counts = Object.fromEntries(displayStates.map((state) => [state, 0])) as Record<DisplayState, number>
  const rows = await db.all<{ state: DisplayState; n: number }>(
    'select state, count(*) as n from project where is_active = 1 group by state',
  )
  for (const row of rows) counts[row.state] = Number(row.n)
  for (const project of (await projectsByIds(db, calendar.projectsAt(at))).values()) {
    counts[project.state]--
    counts[displayState(project.state, true)]++
  }
  return counts
}
