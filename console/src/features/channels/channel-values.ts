import type { InputOf } from '#lib/api.ts'
import { type Channel, type ChannelKindName, usualTopics } from '#ui/alerts/alert-types.ts'

/** What the form holds; both making and changing a channel start from it. */
export interface ChannelValues {
  readonly name: string
  readonly language: Channel['language']
  readonly is_enabled: boolean
  readonly options: Readonly<Record<string, unknown>>
  readonly scope: Channel['scope']
  readonly events: Channel['events']
  readonly min_severity: Channel['min_severity']
  readonly quiet_hours: Channel['quiet_hours']
  readonly reminder_minutes: number | null
  readonly escalation_minutes: number | null
  readonly fallback_channel_id: number | null
}

/** About all projects, or about the one somebody came from. */
export const blankChannel = (name: string, language: Channel['language'], projectId = 0): ChannelValues => ({
  name,
  language,
  is_enabled: true,
  options: {},
  scope: { projects: projectId > 0 ? 'chosen' : 'all', project_ids: projectId > 0 ? [projectId] : [], tags: [] },
  events: [...usualTopics],
  min_severity: 'info',
  quiet_hours: null,
  reminder_minutes: null,
  escalation_minutes: null,
  fallback_channel_id: null,
})

export const valuesOf = (channel: Channel): ChannelValues => ({
  name: channel.name,
  language: channel.language,
  is_enabled: channel.is_enabled,
  options: channel.options,
  scope: channel.scope,
  events: channel.events,
  min_severity: channel.min_severity,
  quiet_hours: channel.quiet_hours,
  reminder_minutes: channel.reminder_minutes,
  escalation_minutes: channel.escalation_minutes,
  fallback_channel_id: channel.fallback_channel_id,
})

export const creation = (kind: ChannelKindName, values: ChannelValues): InputOf<'create-channel'> => ({
  kind,
  ...values,
  scope: cleanScope(values.scope),
})

/** Only what changed: a channel made from a project refuses the rest, and two people editing do not undo each other. */
export function changesOf(values: ChannelValues, before: ChannelValues): Omit<InputOf<'update-channel'>, 'id'> {
  const changed = Object.entries(values).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof ChannelValues]),
  )
  const changes = Object.fromEntries(changed) as Partial<ChannelValues>
  return { ...changes, ...(changes.scope ? { scope: cleanScope(changes.scope) } : {}) }
}

/** What was chosen before somebody switched to "all" is kept on screen, not sent. */
const cleanScope = (scope: ChannelValues['scope']): ChannelValues['scope'] =>
  scope.projects === 'all' ? { projects: 'all', project_ids: [], tags: [] } : scope
