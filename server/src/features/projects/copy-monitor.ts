import { monitorView } from '@bongsu/contract/projects.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { addMonitor } from './add-monitor.ts'
import { requireKind } from './monitor-options.ts'
import { monitorAnswer, projectToChange, requireMonitor } from './project-answers.ts'
import { refreshProjectState } from './project-state.ts'
import { projectsKit } from './projects-kit.ts'
import { openOptions } from './secret-options.ts'

export const copyMonitor = operation({
  name: 'copy-monitor',
  summary: text(
    '모니터를 비밀 값까지 그대로 복사합니다. 복사본은 멈춘 상태로 시작할 수 있습니다.',
    'Copies a monitor with its secrets. The copy may begin paused.',
  ),
  access: 'projects.write',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/monitors/{id}/copy', status: 201 },
  input: z.strictObject({
    id: z.int().min(1),
    name: z.string().trim().min(1).max(200).optional(),
    project_id: z.int().min(1).optional().describe('Into another project; its own unless said'),
    is_paused: z.boolean().default(false),
  }),
  output: monitorView,
  async run(ctx, input) {
    const kit = ctx.use(projectsKit)
    const at = ctx.clock.now()
    const original = await requireMonitor(ctx.tx, input.id)
    const project = await projectToChange(ctx.tx, input.project_id ?? original.projectId)
    const { secrets } = requireKind(kit.kinds, original.kind)
    const copy = await addMonitor(
      ctx.tx,
      kit,
      {
        ...original,
        projectId: project.id,
        name: input.name ?? copyName(original.name, ctx.language === 'ko' ? '복사본' : 'copy'),
        options: openOptions(original.options, secrets, kit.sealer, original.id),
        isPaused: input.is_paused,
        isDefault: false,
      },
      at,
    )
    await refreshProjectState(ctx.tx, project.id, at)
    ctx.audit({ target: { kind: 'monitor', id: copy.id, label: copy.name }, details: { copied_from: original.id } })
    return monitorAnswer(ctx, copy.id)
  },
})

const longestName = 200
const copyName = (name: string, word: string): string => `${name.slice(0, longestName - word.length - 3)} (${word})`
