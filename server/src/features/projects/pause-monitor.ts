import { monitorView } from '@bongsu/contract/projects.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { changeMonitor } from './add-monitor.ts'
import { monitorAnswer, monitorToChange } from './project-answers.ts'
import { refreshProjectState } from './project-state.ts'
import { projectsKit } from './projects-kit.ts'

const switching = (name: string, verb: string, isPaused: boolean, summary: Text) =>
  operation({
    name,
    summary,
    access: 'projects.write',
    effect: 'write',
    tool: true,
    http: { method: 'POST', path: `/api/v1/monitors/{id}/${verb}` },
    input: z.strictObject({ id: z.int().min(1) }),
    output: monitorView,
    async run(ctx, { id }) {
      const monitor = await monitorToChange(ctx.tx, id)
      if (monitor.isPaused !== isPaused) {
        const at = ctx.clock.now()
        await changeMonitor(ctx.tx, ctx.use(projectsKit), monitor, { isPaused }, at)
        await refreshProjectState(ctx.tx, monitor.projectId, at)
      }
      ctx.audit({ target: { kind: 'monitor', id, label: monitor.name } })
      return monitorAnswer(ctx, id)
    },
  })

export const pauseMonitor = switching(
  'pause-monitor',
  'pause',
  true,
  text('모니터의 점검을 멈춥니다.', 'Stops the checks of a monitor.'),
)

export const resumeMonitor = switching(
  'resume-monitor',
  'resume',
  false,
  text('멈춘 모니터의 점검을 다시 시작합니다.', 'Starts the checks of a paused monitor again.'),
)
