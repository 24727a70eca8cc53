/**
 * Projects (a watched service) and their monitors (one check kind, options, rhythm and thresholds), tags, maintenance
 * windows, and the one row a monitor that says what is known of it now. It decides neither when a monitor is looked at
 * (schedule), nor how (checks), nor what a result means (incidents, which writes the state through `saveStates`).
 */
export { createProjects, type ProjectsParts } from './create-projects.ts'
export { type Accounting, accountings, type Maintenance, type MaintenanceStretch } from './maintenance.ts'
export type { Monitor } from './monitor.ts'
export type { KindProject, MonitorKind, MonitorKinds } from './monitor-kinds.ts'
export { firstMonitorState, type MonitorState } from './monitor-state.ts'
export type { Project } from './project.ts'
export { type MonitorChange, monitorChanged, type ProjectChange, projectChanged } from './project-events.ts'
export { type Projects, projectsKey } from './projects.ts'
