import { monitorLimits, projectDetailView, projectInput } from '@bongsu/contract/projects.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { invalidField } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { setMaintenanceNow } from './change-maintenance.ts'
import { addDefaultMonitors } from './default-monitors.ts'
import { personOf, projectAnswer } from './project-answers.ts'
import { projectChanged } from './project-events.ts'
import { headersOf, intervalOf, momentOf, requireUrl, type SentHeader, tagsOf } from './project-input.ts'
import { sealHeaders, sealWebhookUrl } from './project-secrets.ts'
import { insertProject, updateProject } from './project-store.ts'
import { projectsKit } from './projects-kit.ts'

export const createProject = operation({
  name: 'create-project',
  summary: text(
    '웹사이트나 서비스를 등록하고 기본 모니터(HTTP, https이면 인증서와 도메인도)를 만듭니다.',
    'Registers a website or service and makes its default monitors (HTTP, for https also certificate and domain).',
  ),
  access: 'projects.write',
  effect: 'write',
  tool: true,
  http: { method: 'POST', path: '/api/v1/projects', status: 201 },
  input: z.strictObject(projectInput),
  output: projectDetailView,
  unrecorded: ['custom_headers', 'webhook_url'],
  async run(ctx, input) {
    const kit = ctx.use(projectsKit)
    const at = ctx.clock.now()
    requireUrl(kit.outbound.precheckUrl(input.url), 'url')
    if (input.webhook_url) requireUrl(kit.outbound.precheckUrl(input.webhook_url), 'webhook_url')
    const headers = withValues(headersOf(input.custom_headers ?? {}))
    const project = await insertProject(
      ctx.tx,
      {
        title: input.title,
        url: input.url,
        hostName: input.host_name || null,
        ipAddress: input.ip_address || null,
        description: input.description || null,
        checkInterval:
          intervalOf(input, kit.minCheckInterval()) ??
          Math.max(monitorLimits.checkInterval.default, kit.minCheckInterval()),
        timeLimit: input.time_limit ?? null,
        isPublic: input.is_public ?? false,
        category: input.category || null,
        tags: tagsOf(input.tags ?? []),
        customHeaders: [],
        ownerId: personOf(ctx.actor),
        alertEmail: input.alert_email || null,
        webhookUrl: null,
      },
      at,
    )
    const sealed = {
      customHeaders: sealHeaders(headers, kit.sealer, project.id),
      webhookUrl: sealWebhookUrl(input.webhook_url || null, kit.sealer, project.id),
    }
    if (sealed.customHeaders.length > 0 || sealed.webhookUrl) await updateProject(ctx.tx, project, sealed, at)
    await ctx.tx.emit(projectChanged, { projectId: project.id, change: 'created' })
    const work = { tx: ctx.tx, kit, projectId: project.id, language: ctx.language, at }
    await addDefaultMonitors(work, { ...project, headers }, input)
    if (input.maintenance_mode) {
      const wanted = { on: true, message: input.maintenance_message, endsAt: momentOf(input.maintenance_ends_at) }
      const by = { personId: project.ownerId, timeZone: kit.timeZone() }
      await setMaintenanceNow(ctx.tx, project.id, wanted, by, at)
    }
    ctx.audit({ target: { kind: 'project', id: project.id, label: project.title } })
    return projectAnswer(ctx, project.id)
  },
})

function withValues(headers: readonly SentHeader[]): { name: string; value: string }[] {
  return headers.map(({ name, value }) => {
    if (value !== null) return { name, value }
    throw invalidField(
      'custom_headers',
      text(`헤더 "${name}"의 값을 입력하세요.`, `Enter a value for the header "${name}".`),
    )
  })
}
