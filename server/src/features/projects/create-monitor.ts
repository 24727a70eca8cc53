import { monitorInput, monitorLimits, monitorView } from '@bongsu/contract/projects.ts'
import { usualInterval, usualThreshold } from '@bongsu/contract/rhythm.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { addMonitor } from './add-monitor.ts'
import { settingsOf } from './monitor-input.ts'
import { readOptions, requireKind, requireReachable } from './monitor-options.ts'
import { monitorAnswer, projectToChange } from './project-answers.ts'
import { refreshProjectState } from './project-state.ts'
import { projectsKit } from './projects-kit.ts'

export const createMonitor = operation({
  name: 'create-monitor',
  summary: text('프로젝트에 모니터를 추가합니다.', 'Adds a monitor to a project.'),
  access: 'projects.write',
  effect: 'write',
  tool: true,
  http: { method: 'POST', path: '/api/v1/projects/{id}/monitors', status: 201 },
  input: z.strictObject({ id: z.int().min(1), ...monitorInput }),
  output: monitorView,
  unrecorded: ['options'],
  async run(ctx, input) {
    const kit = ctx.use(projectsKit)
    const at = ctx.clock.now()
    const project = await projectToChange(ctx.tx, input.id)
    const kind = requireKind(kit.kinds, input.kind)
    const options = readOptions(kind, input.options, ctx.language)
    requireReachable(kit, kind, options)
    const monitor = await addMonitor(
      ctx.tx,
      kit,
      {
        projectId: project.id,
        kind: input.kind,
        name: kind.label[ctx.language],
        options,
        checkInterval: Math.max(usualInterval(kind.defaults, project.checkInterval), kit.minCheckInterval()),
        timeout: kind.defaults.timeout,
        retryCount: monitorLimits.retryCount.default,
        alertThreshold: usualThreshold(kind.defaults, kind.isSignalled),
        recoveryThreshold: monitorLimits.recoveryThreshold.default,
        timeLimit: null,
        isAlertEnabled: true,
        isPaused: false,
        isDefault: false,
        ...settingsOf(input, kind, kit.minCheckInterval()),
      },
      at,
    )
    await refreshProjectState(ctx.tx, project.id, at)
    ctx.audit({
      target: { kind: 'monitor', id: monitor.id, label: monitor.name },
      details: { project: project.title, kind: monitor.kind },
    })
    return monitorAnswer(ctx, monitor.id)
  },
})
