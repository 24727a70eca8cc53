import type { AnyOperation } from '#platform/operations/operation.ts'
import { copyMonitor } from './copy-monitor.ts'
import { createMonitor } from './create-monitor.ts'
import { createProject } from './create-project.ts'
import { deleteMonitor, restoreMonitor } from './delete-monitor.ts'
import { deleteProject, restoreProject } from './delete-project.ts'
import { getProject } from './get-project.ts'
import { getMonitor, listMonitors, listProjectMonitors } from './list-monitors.ts'
import { listProjectFacets, listProjects } from './list-projects.ts'
import { pauseMonitor, resumeMonitor } from './pause-monitor.ts'
import { cancelMaintenance, listMaintenance, planMaintenance, updateMaintenance } from './plan-maintenance.ts'
import { setMaintenance } from './set-maintenance.ts'
import { updateMonitor } from './update-monitor.ts'
import { updateProject } from './update-project.ts'

export const projectOperations: readonly AnyOperation[] = [
  listProjects,
  listProjectFacets,
  createProject,
  getProject,
  updateProject,
  deleteProject,
  restoreProject,
  listMonitors,
  listProjectMonitors,
  createMonitor,
  getMonitor,
  updateMonitor,
  deleteMonitor,
  restoreMonitor,
  pauseMonitor,
  resumeMonitor,
  copyMonitor,
  listMaintenance,
  planMaintenance,
  updateMaintenance,
  cancelMaintenance,
  setMaintenance,
]
