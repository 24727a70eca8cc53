import { usualTopics } from '@bongsu/contract/alerts.ts'
import { text } from '@bongsu/contract/text.ts'
import type { Project, Projects } from '#features/projects/index.ts'
import type { Tx } from '#platform/db/contract.ts'
import type { Sealer } from '#platform/secrets/sealer.ts'
import { kindForUrl } from '../channels/catalogue.ts'
import type { AnyChannelKind } from '../channels/contract.ts'
import type { House } from '../compose-message.ts'
import { giveUpLane } from '../outbox/delivery-store.ts'
import { type Channel, channelLane, type ManagedField } from './channel.ts'
import { type ChannelOptions, openOptions, requireKind, sealOptions } from './channel-options.ts'
import { type ChannelDraft, deleteChannel, insertChannel, managedChannel, updateChannel } from './channel-store.ts'

export interface ProjectChannelParts {
  readonly projects: Projects
  readonly sealer: Sealer
  readonly house: () => House
}

interface Wanted {
  readonly kind: string
  readonly options: Readonly<Record<string, unknown>>
  readonly name: string
}

/**
 * A project's `alert_email` and `webhook_url` (spec B §5) are shortcuts: each is a channel for that project alone that
 * follows every edit of the project. Rules such as quiet hours are the channel's own and survive. What it sends is signed
 * like any other webhook; whoever wants to verify it asks the channel for a new secret (`rotate-secret`).
 */
export function createProjectChannels({ projects, sealer, house }: ProjectChannelParts) {
  return async (tx: Tx, projectId: number, at: number): Promise<void> => {
    const project = await projects.project(tx, projectId)
    await follow(tx, projectId, 'alert_email', project && wantedMail(project, house()), at)
    await follow(tx, projectId, 'webhook_url', project && wantedHook(project, projects), at)
  }

  async function follow(
    tx: Tx,
    projectId: number,
    field: ManagedField,
    wanted: Wanted | null | undefined,
    at: number,
  ): Promise<void> {
    const before = await managedChannel(tx, projectId, field)
    if (!wanted) {
      if (before) await remove(tx, before, at)
      return
    }
    if (!before) {
      await add(tx, projectId, field, wanted, at)
    } else if (!isSame(before, wanted)) {
      const kept = before.kind === wanted.kind ? opened(before) : {}
      const kind = requireKind(wanted.kind)
      const options = sealOptions(sealer, kind, before.id, completed(kind, { ...kept, ...wanted.options }))
      // A new address deserves a new chance where the old one had us switched off.
      const again = before.disabledReason === null ? {} : { isEnabled: true, disabledReason: null }
      await updateChannel(tx, before, { kind: wanted.kind, name: wanted.name, options, ...again }, at)
    } else if (before.name !== wanted.name) await updateChannel(tx, before, { name: wanted.name }, at)
  }

  async function add(tx: Tx, projectId: number, field: ManagedField, wanted: Wanted, at: number): Promise<void> {
    const draft: ChannelDraft = {
      ...wanted,
      language: house().language,
      scope: { allProjects: false, projectIds: [projectId], tags: [] },
      events: usualTopics,
      minSeverity: 'info',
      isEnabled: true,
      disabledReason: null,
      quietHours: null,
      reminderMinutes: null,
      escalationMinutes: null,
      fallbackChannelId: null,
      managed: { projectId, field },
    }
    const kind = requireKind(wanted.kind)
    const options = completed(kind, wanted.options)
    await insertChannel(tx, draft, at, (id) => sealOptions(sealer, kind, id, options))
  }

  async function remove(tx: Tx, channel: Channel, at: number): Promise<void> {
    await giveUpLane(tx, channelLane(channel.id), removed, at)
    await deleteChannel(tx, channel.id)
  }

  function isSame(before: Channel, wanted: Wanted): boolean {
    if (before.kind !== wanted.kind) return false
    const options = opened(before)
    return Object.entries(wanted.options).every(
      ([name, value]) => JSON.stringify(options[name]) === JSON.stringify(value),
    )
  }

  /** A signing secret somebody made for it stays. Nothing is kept where the key is gone. */
  function opened(channel: Channel): Readonly<Record<string, unknown>> {
    try {
      return openOptions(sealer, requireKind(channel.kind), channel.id, channel.options)
    } catch {
      return {}
    }
  }
}

/** With what the kind makes by itself, such as a signing secret. */
const completed = (kind: AnyChannelKind, options: ChannelOptions): ChannelOptions =>
  kind.complete?.(options).options ?? options

const wantedMail = ({ alertEmail, title }: Project, { language }: House): Wanted | null =>
  alertEmail === null
    ? null
    : {
        kind: 'email',
        options: { to: [alertEmail] },
        name: `${title} · ${text('이메일', 'e-mail')[language]}`.slice(-100),
      }

function wantedHook(project: Project, projects: Projects): Wanted | null {
  const url = projects.openWebhookUrl(project)
  if (url === null) return null
  const { kind, options } = kindForUrl(url)
  const parsed = requireKind(kind).options.safeParse(options)
  if (!parsed.success) return null
  return { kind, options: parsed.data, name: `${project.title} · ${new URL(url).host}`.slice(-100) }
}

const removed = text(
  '프로젝트에서 주소를 지워서 보내지 않았습니다.',
  'Not sent: the address was taken out of the project.',
)
