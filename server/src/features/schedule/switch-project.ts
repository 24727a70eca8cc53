import { projectSwitch } from '@bongsu/contract/schedule.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { projectsKey } from '#features/projects/index.ts'
import { notFound } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'

const switching = (name: string, verb: string, isRunning: boolean, summary: Text) =>
  operation({
    name,
    summary,
    access: 'projects.write',
    effect: 'write',
    tool: true,
    http: { method: 'POST', path: `/api/v1/scheduler/projects/{id}/${verb}` },
    input: z.strictObject({ id: z.int().min(1) }),
    output: projectSwitch,
    async run(ctx, { id }) {
      const projects = ctx.use(projectsKey)
      const project = await projects.project(ctx.tx, id)
      if (!project) throw notFound(text(`프로젝트 ${id}`, `The project ${id}`))
      await projects.setProjectPaused(ctx.tx, id, !isRunning, ctx.clock.now())
      ctx.audit({ target: { kind: 'project', id, label: project.title } })
      return { project_id: id, is_running: isRunning }
    },
  })

export const startProject = switching(
  'start-project-checks',
  'start',
  true,
  text('한 프로젝트의 자동 점검을 시작합니다.', 'Starts the automatic checks of one project.'),
)

export const stopProject = switching(
  'stop-project-checks',
  'stop',
  false,
  text('한 프로젝트의 자동 점검을 멈춥니다.', 'Stops the automatic checks of one project.'),
)
