import { monitorChanges, monitorView } from '@bongsu/contract/projects.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { changeMonitor } from './add-monitor.ts'
import { settingsOf } from './monitor-input.ts'
import { editedOptions, requireKind, requireReachable } from './monitor-options.ts'
import type { MonitorChanges } from './monitor-store.ts'
import { monitorAnswer, monitorToChange } from './project-answers.ts'
import { refreshProjectState } from './project-state.ts'
import { projectsKit } from './projects-kit.ts'

export const updateMonitor = operation({
  name: 'update-monitor',
  summary: text(
    '모니터를 수정합니다. 다음 점검부터 재시작 없이 적용됩니다.',
    'Edits a monitor. It takes effect with the next check, without a restart.',
  ),
  access: 'projects.write',
  effect: 'write',
  tool: true,
  http: { method: 'PATCH', path: '/api/v1/monitors/{id}' },
  input: z.strictObject({ id: z.int().min(1), ...monitorChanges }),
  output: monitorView,
  unrecorded: ['options'],
  async run(ctx, input) {
    const kit = ctx.use(projectsKit)
    const at = ctx.clock.now()
    const monitor = await monitorToChange(ctx.tx, input.id)
    const kind = requireKind(kit.kinds, monitor.kind)
    let changes: MonitorChanges = settingsOf(input, kind, kit.minCheckInterval())
    if (input.options) {
      const options = editedOptions(kit, monitor, input.options, ctx.language)
      requireReachable(kit, kind, options)
      changes = { ...changes, options }
    }
    const changed = await changeMonitor(ctx.tx, kit, monitor, changes, at)
    if (changed.isPaused !== monitor.isPaused) await refreshProjectState(ctx.tx, monitor.projectId, at)
    ctx.audit({
      target: { kind: 'monitor', id: monitor.id, label: changed.name },
      details: { changed: Object.keys(changes) },
    })
    return monitorAnswer(ctx, monitor.id)
  },
})
