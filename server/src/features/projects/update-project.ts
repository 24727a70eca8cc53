import { projectChanges, projectDetailView } from '@bongsu/contract/projects.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { invalidField } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { setMaintenanceNow } from './change-maintenance.ts'
import { followCycles, followProject, type MonitorTemplate } from './default-monitors.ts'
import type { Project } from './project.ts'
import { personOf, projectAnswer, projectToChange } from './project-answers.ts'
import { projectChanged } from './project-events.ts'
import { headersOf, intervalOf, momentOf, type ProjectInput, requireUrl, tagsOf } from './project-input.ts'
import { openHeaders, openWebhookUrl, sealHeaders, sealWebhookUrl } from './project-secrets.ts'
import { refreshProjectState } from './project-state.ts'
import { type ProjectChanges, updateProject as storeProject } from './project-store.ts'
import { type ProjectsKit, projectsKit } from './projects-kit.ts'

export const updateProject = operation({
  name: 'update-project',
  summary: text(
    '프로젝트를 수정합니다. 주소, 주기, 응답 제한, 헤더의 변경은 기본 모니터에도 적용됩니다.',
    'Edits a project. Changes of address, interval, time limit and headers reach its default monitors.',
  ),
  access: 'projects.write',
  effect: 'write',
  tool: true,
  http: { method: 'PATCH', path: '/api/v1/projects/{id}' },
  input: z.strictObject({ id: z.int().min(1), ...projectChanges }),
  output: projectDetailView,
  unrecorded: ['custom_headers', 'webhook_url'],
  async run(ctx, input) {
    const kit = ctx.use(projectsKit)
    const at = ctx.clock.now()
    const before = await projectToChange(ctx.tx, input.id)
    const headersBefore = openHeaders(before, kit.sealer)
    const headersAfter = mergedHeaders(input, headersBefore)
    requireHeadersStayHome(before, input, headersAfter.kept)

    const after = await storeProject(ctx.tx, before, changesOf(kit, before, input, headersAfter.headers), at)
    const template = (project: Project, headers: MonitorTemplate['headers']) => ({ ...project, headers })
    const work = { tx: ctx.tx, kit, projectId: before.id, language: ctx.language, at }
    const templates = [template(before, headersBefore), template(after, headersAfter.headers)] as const
    await followProject(work, ...templates, input)
    await followCycles(work, ...templates)
    await refreshProjectState(ctx.tx, before.id, at)
    await ctx.tx.emit(projectChanged, { projectId: before.id, change: 'updated' })
    if (contactsDiffer(kit, before, after)) {
      await ctx.tx.emit(projectChanged, { projectId: before.id, change: 'contacts' })
    }
    if (typeof input.maintenance_mode === 'boolean') {
      const { maintenance_mode: on, maintenance_message: message, maintenance_ends_at } = input
      const by = { personId: personOf(ctx.actor), timeZone: kit.timeZone() }
      await setMaintenanceNow(ctx.tx, before.id, { on, message, endsAt: momentOf(maintenance_ends_at) }, by, at)
    }
    ctx.audit({ target: { kind: 'project', id: before.id, label: after.title } })
    return projectAnswer(ctx, before.id)
  },
})

/** What was sent, in stored form. Null clears what may be empty and leaves what has a default. */
function changesOf(
  kit: ProjectsKit,
  before: Project,
  input: ProjectInput,
  headers: readonly { readonly name: string; readonly value: string }[],
): ProjectChanges {
  const changes: { -readonly [Name in keyof ProjectChanges]: ProjectChanges[Name] } = {}
  const interval = intervalOf(input, kit.minCheckInterval())
  if (input.title) changes.title = input.title
  if (input.url) {
    requireUrl(kit.outbound.precheckUrl(input.url), 'url')
    changes.url = input.url
  }
  if (input.host_name !== undefined) changes.hostName = input.host_name || null
  if (input.ip_address !== undefined) changes.ipAddress = input.ip_address || null
  if (input.description !== undefined) changes.description = input.description || null
  if (interval !== undefined) changes.checkInterval = interval
  if (input.time_limit !== undefined) changes.timeLimit = input.time_limit
  if (typeof input.is_public === 'boolean') changes.isPublic = input.is_public
  if (input.category !== undefined) changes.category = input.category || null
  if (input.tags !== undefined && input.tags !== null) changes.tags = tagsOf(input.tags)
  if (input.custom_headers) changes.customHeaders = sealHeaders(headers, kit.sealer, before.id)
  if (input.alert_email !== undefined) changes.alertEmail = input.alert_email || null
  if (input.webhook_url !== undefined) {
    if (input.webhook_url) requireUrl(kit.outbound.precheckUrl(input.webhook_url), 'webhook_url')
    changes.webhookUrl = sealWebhookUrl(input.webhook_url || null, kit.sealer, before.id)
  }
  return changes
}

/** Headers as they will be. `kept` names those whose value was not sent and is taken from before. */
function mergedHeaders(input: ProjectInput, before: readonly { readonly name: string; readonly value: string }[]) {
  if (!input.custom_headers) return { headers: [...before], kept: before.map(({ name }) => name) }
  const kept: string[] = []
  const headers = headersOf(input.custom_headers).map(({ name, value }) => {
    if (value !== null) return { name, value }
    const known = before.find((header) => header.name.toLowerCase() === name.toLowerCase())
    if (!known)
      throw invalidField(
        'custom_headers',
        text(`헤더 "${name}"의 값을 입력하세요.`, `Enter a value for the header "${name}".`),
      )
    kept.push(name)
    return { name, value: known.value }
  })
  return { headers, kept }
}

/** Whoever may edit must not read a header's value by pointing the project at another host. */
function requireHeadersStayHome(before: Project, input: ProjectInput, kept: readonly string[]): void {
  if (!input.url || kept.length === 0) return
  if (URL.parse(input.url)?.host === URL.parse(before.url)?.host) return
  throw invalidField(
    'custom_headers',
    text(
      `주소의 호스트가 바뀌면 저장된 헤더 값(${kept.join(', ')})을 그대로 쓸 수 없습니다. 값을 다시 입력하거나 지워 주세요.`,
      `Stored header values (${kept.join(', ')}) do not go along to another host. Enter them again, or take them away.`,
    ),
  )
}

const contactsDiffer = (kit: ProjectsKit, before: Project, after: Project): boolean =>
  before.alertEmail !== after.alertEmail ||
  (before.webhookUrl !== after.webhookUrl && webhookOf(kit, before) !== webhookOf(kit, after))

/** An address that no longer opens counts as another one. */
function webhookOf(kit: ProjectsKit, project: Project): string | null | undefined {
  try {
    return openWebhookUrl(project, kit.sealer)
  } catch {
    return undefined
  }
}
