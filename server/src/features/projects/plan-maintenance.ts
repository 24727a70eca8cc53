import { maintenanceChanges, maintenanceInput, maintenanceView } from '@bongsu/contract/maintenance.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { notFound } from '#kernel/errors.ts'
import type { Tx } from '#platform/db/contract.ts'
import { operation } from '#platform/operations/operation.ts'
import { addWindow, endWindow, replaceWindow } from './change-maintenance.ts'
import type { MaintenanceWindow } from './maintenance.ts'
import { ruleOf, scheduleOf } from './maintenance-rule.ts'
import { currentWindow, currentWindows } from './maintenance-store.ts'
import { maintenanceToView } from './maintenance-view.ts'
import { personOf, projectToChange, requireProject } from './project-answers.ts'
import { projectsKit } from './projects-kit.ts'

const ofProject = { id: z.int().min(1) }
const ofWindow = { ...ofProject, window_id: z.int().min(1) }

export const listMaintenance = operation({
  name: 'list-maintenance',
  summary: text(
    '프로젝트의 유지보수 창을 최신순으로 조회합니다.',
    'Lists the maintenance windows of a project, newest first.',
  ),
  access: 'projects.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/projects/{id}/maintenance' },
  input: z.strictObject(ofProject),
  output: z.object({ items: z.array(maintenanceView) }),
  async run(ctx, input) {
    await requireProject(ctx.db, input.id)
    const windows = await currentWindows(ctx.db, input.id)
    return { items: windows.map((window) => maintenanceToView(window, ctx.clock.now())) }
  },
})

export const planMaintenance = operation({
  name: 'plan-maintenance',
  summary: text('한 번 또는 반복되는 유지보수를 계획합니다.', 'Plans maintenance, once or recurring.'),
  access: 'projects.write',
  effect: 'write',
  tool: true,
  http: { method: 'POST', path: '/api/v1/projects/{id}/maintenance', status: 201 },
  input: z.strictObject({ ...ofProject, ...maintenanceInput }),
  output: maintenanceView,
  async run(ctx, input) {
    const project = await projectToChange(ctx.tx, input.id)
    const now = ctx.clock.now()
    const timeZone = input.time_zone ?? ctx.use(projectsKit).timeZone()
    const window = await addWindow(ctx.tx, {
      projectId: project.id,
      title: input.title || null,
      message: input.message || null,
      accounting: input.accounting ?? 'exclude',
      rule: ruleOf(input.schedule, timeZone, now),
      timeZone,
      isNow: false,
      validFrom: now,
      createdBy: personOf(ctx.actor),
      createdAt: now,
    })
    ctx.audit({ target: { kind: 'maintenance', id: window.windowId, label: project.title } })
    return maintenanceToView(window, now)
  },
})

export const updateMaintenance = operation({
  name: 'update-maintenance',
  summary: text(
    '유지보수 창을 지금부터 다르게 합니다. 지난 유지보수의 집계는 그대로입니다.',
    'Changes a maintenance window from now on. Past maintenance stays counted as it was.',
  ),
  access: 'projects.write',
  effect: 'write',
  http: { method: 'PATCH', path: '/api/v1/projects/{id}/maintenance/{window_id}' },
  input: z.strictObject({ ...ofWindow, ...maintenanceChanges }),
  output: maintenanceView,
  async run(ctx, input) {
    const before = await windowToChange(ctx.tx, input.id, input.window_id)
    const now = ctx.clock.now()
    const timeZone = input.time_zone ?? before.timeZone
    const window = await replaceWindow(
      ctx.tx,
      before,
      {
        ...(input.title !== undefined && { title: input.title || null }),
        ...(input.message !== undefined && { message: input.message || null }),
        ...(input.accounting && { accounting: input.accounting }),
        timeZone,
        // A new zone is checked with the old schedule too: a cron expression may not come in it.
        rule: ruleOf(input.schedule ?? scheduleOf(before.rule), timeZone, now),
      },
      now,
    )
    ctx.audit({ target: { kind: 'maintenance', id: window.windowId } })
    return maintenanceToView(window, now)
  },
})

export const cancelMaintenance = operation({
  name: 'cancel-maintenance',
  summary: text(
    '유지보수 창을 없앱니다. 열려 있으면 지금 끝납니다.',
    'Takes a maintenance window away; an open one ends now.',
  ),
  access: 'projects.write',
  effect: 'destructive',
  http: { method: 'DELETE', path: '/api/v1/projects/{id}/maintenance/{window_id}', status: 204 },
  input: z.strictObject(ofWindow),
  output: z.null(),
  async run(ctx, input) {
    const window = await windowToChange(ctx.tx, input.id, input.window_id)
    await endWindow(ctx.tx, window, ctx.clock.now())
    ctx.audit({ target: { kind: 'maintenance', id: window.windowId } })
    return null
  },
})

async function windowToChange(tx: Tx, projectId: number, id: number): Promise<MaintenanceWindow> {
  await projectToChange(tx, projectId)
  const window = await currentWindow(tx, id)
  if (window?.projectId === projectId) return window
  throw notFound(text(`유지보수 ${id}`, `The maintenance ${id}`))
}
