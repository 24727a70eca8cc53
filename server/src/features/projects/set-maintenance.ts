import { maintenanceNowInput, maintenanceNowView } from '@bongsu/contract/maintenance.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { isoTimeOrNull } from '#kernel/clock.ts'
import { operation } from '#platform/operations/operation.ts'
import { maintenanceIn, setMaintenanceNow } from './change-maintenance.ts'
import { personOf, projectToChange } from './project-answers.ts'
import { momentOf } from './project-input.ts'
import { projectsKit } from './projects-kit.ts'

export const setMaintenance = operation({
  name: 'set-maintenance',
  summary: text(
    '지금 유지보수를 시작, 연장 또는 종료합니다. 종료 시각을 주지 않으면 2시간 뒤 저절로 끝납니다.',
    'Begins, extends or ends maintenance now. Without an end it ends by itself after two hours.',
  ),
  access: 'projects.write',
  effect: 'write',
  tool: true,
  http: { method: 'PUT', path: '/api/v1/projects/{id}/maintenance' },
  input: z.strictObject({ id: z.int().min(1), ...maintenanceNowInput }),
  output: maintenanceNowView,
  async run(ctx, input) {
    const project = await projectToChange(ctx.tx, input.id)
    const now = ctx.clock.now()
    const wanted = {
      on: input.maintenance_mode,
      message: input.maintenance_message,
      endsAt: momentOf(input.maintenance_ends_at),
      accounting: input.accounting ?? undefined,
    }
    const by = { personId: personOf(ctx.actor), timeZone: ctx.use(projectsKit).timeZone() }
    await setMaintenanceNow(ctx.tx, project.id, wanted, by, now)
    ctx.audit({ target: { kind: 'project', id: project.id, label: project.title } })
    const maintenance = await maintenanceIn(ctx.tx, project.id, now)
    return {
      maintenance_mode: maintenance !== null,
      maintenance_message: maintenance?.message ?? null,
      maintenance_ends_at: isoTimeOrNull(maintenance?.endsAt ?? null),
      accounting: maintenance?.accounting ?? null,
    }
  },
})
