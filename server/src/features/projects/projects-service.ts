import type { Sealer } from '#platform/secrets/sealer.ts'
import { checkLoad, failingMonitors } from './check-load.ts'
import { countProjects } from './count-projects.ts'
import { maintenanceOf, maintenanceStretches } from './maintenance.ts'
import type { MaintenanceCalendar } from './maintenance-calendar.ts'
import { windowsSince } from './maintenance-store.ts'
import type { MonitorKinds } from './monitor-kinds.ts'
import { loadStates, saveStates } from './monitor-state-store.ts'
import {
  activeMonitors,
  activeVersions,
  monitorById,
  monitorsByIds,
  monitorsOf,
  runningMonitors,
} from './monitor-store.ts'
import { createOptionsOpener } from './opened-options.ts'
import { pauseProject } from './pause-project.ts'
import { openHeaders, openWebhookUrl } from './project-secrets.ts'
import { refreshProjectState } from './project-state.ts'
import { projectById, projectsByIds } from './project-store.ts'
import type { Projects } from './projects.ts'

export interface ProjectsServiceParts {
  readonly kinds: MonitorKinds
  readonly sealer: Sealer
  readonly calendar: MaintenanceCalendar
}

export const createProjectsService = ({ kinds, sealer, calendar }: ProjectsServiceParts): Projects => ({
  activeMonitors,
  activeVersions,
  runningMonitors,
  monitor: monitorById,
  monitors: monitorsByIds,
  monitorsOf,
  project: projectById,
  projects: projectsByIds,
  countByState: (db, at) => countProjects(db, calendar, at),
  openOptions: createOptionsOpener(kinds, sealer),
  openHeaders: (project) => openHeaders(project, sealer),
  openWebhookUrl: (project) => openWebhookUrl(project, sealer),
  load: checkLoad,
  failing: failingMonitors,
  loadStates,
  saveStates,
  refreshProjectState,
  async maintenanceAt(db, projectIds, at) {
    const windows = Map.groupBy(await windowsSince(db, projectIds, at), (window) => window.projectId)
    const found = new Map<number, NonNullable<ReturnType<typeof maintenanceOf>>>()
    for (const [projectId, ofProject] of windows) {
      const maintenance = maintenanceOf(ofProject, at)
      if (maintenance) found.set(projectId, maintenance)
    }
    return found
  },
  maintenanceNow: (projectId, at) => calendar.at(projectId, at),
  maintenanceBetween: async (db, projectId, from, to) =>
    maintenanceStretches(await windowsSince(db, [projectId], from), from, to),
  setProjectPaused: pauseProject,
})
