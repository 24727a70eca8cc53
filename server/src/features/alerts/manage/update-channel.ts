import { channelOptions, channelRules, channel as channelView } from '@bongsu/contract/alerts.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import type { Tx } from '#platform/db/contract.ts'
import { operation } from '#platform/operations/operation.ts'
import { alertsServiceKey } from '../alerts-service.ts'
import { giveUpLane } from '../outbox/delivery-store.ts'
import { type Channel, channelLane } from './channel.ts'
import { openOptions, parseOptions, requireKind, sealOptions, withStoredSecrets } from './channel-options.ts'
import {
  channelToChange,
  refuseManaged,
  requireFallback,
  requireProjects,
  requireReachable,
  scopeOf,
} from './channel-rules.ts'
import { type ChannelDraft, updateChannel as saveChannel } from './channel-store.ts'
import { showChannel } from './show-channel.ts'

export const updateChannel = operation({
  name: 'update-channel',
  summary: text(
    '알림 채널을 바꿉니다. 보내지 않은 항목과 비밀 값은 그대로 둡니다.',
    'Changes a channel. Fields and secrets that are left out stay as they are.',
  ),
  access: 'channels.write',
  effect: 'write',
  tool: true,
  http: { method: 'PATCH', path: '/api/v1/channels/{id}' },
  unrecorded: ['options'],
  input: z.strictObject({
    id: z.int().positive(),
    name: channelRules.name.optional(),
    options: channelOptions
      .optional()
      .describe('All options anew; a secret that is left out stays as it is, one that is null is taken away'),
    language: channelRules.language.optional(),
    scope: channelRules.scope.optional(),
    events: channelRules.events.optional(),
    min_severity: channelRules.min_severity.optional(),
    is_enabled: channelRules.is_enabled.optional(),
    quiet_hours: channelRules.quiet_hours.optional(),
    reminder_minutes: channelRules.reminder_minutes.optional(),
    escalation_minutes: channelRules.escalation_minutes.optional(),
    fallback_channel_id: channelRules.fallback_channel_id.optional(),
  }),
  output: channelView,
  async run(ctx, { id, options, scope, ...input }) {
    const { sealer } = ctx.use(alertsServiceKey)
    const before = await channelToChange(ctx.tx, id)
    if (options !== undefined || scope !== undefined || input.name !== undefined) refuseManaged(before)
    const changes: { -readonly [Field in keyof ChannelDraft]?: ChannelDraft[Field] } = rulesOf(input)
    if (options !== undefined) {
      const kind = requireKind(before.kind)
      const stored = openOptions(sealer, kind, id, before.options)
      const parsed = parseOptions(kind, withStoredSecrets(kind, stored, options), ctx.language)
      requireReachable(ctx, kind, parsed)
      changes.options = sealOptions(sealer, kind, id, parsed)
    }
    if (scope !== undefined) {
      changes.scope = scopeOf(scope)
      await requireProjects(ctx, changes.scope.projectIds)
    }
    if (input.fallback_channel_id !== undefined) await requireFallback(ctx.tx, id, input.fallback_channel_id)
    if (input.is_enabled !== undefined) changes.disabledReason = null
    const after = await saveChannel(ctx.tx, before, changes, ctx.clock.now())
    if (before.isEnabled && !after.isEnabled) await silence(ctx.tx, after, ctx.clock.now())
    ctx.audit({
      target: { kind: 'channel', id, label: after.name },
      details: { changed: Object.keys({ ...input, ...changes }) },
    })
    return showChannel(ctx, after)
  },
})

/** Only what was sent: an absent field must not overwrite. */
function rulesOf(input: {
  readonly name?: string | undefined
  readonly language?: Channel['language'] | undefined
  readonly events?: Channel['events'] | undefined
  readonly min_severity?: Channel['minSeverity'] | undefined
  readonly is_enabled?: boolean | undefined
  readonly quiet_hours?: Channel['quietHours'] | undefined
  readonly reminder_minutes?: number | null | undefined
  readonly escalation_minutes?: number | null | undefined
  readonly fallback_channel_id?: number | null | undefined
}): Partial<ChannelDraft> {
  return {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.language === undefined ? {} : { language: input.language }),
    ...(input.events === undefined ? {} : { events: [...new Set(input.events)] }),
    ...(input.min_severity === undefined ? {} : { minSeverity: input.min_severity }),
    ...(input.is_enabled === undefined ? {} : { isEnabled: input.is_enabled }),
    ...(input.quiet_hours === undefined ? {} : { quietHours: input.quiet_hours }),
    ...(input.reminder_minutes === undefined ? {} : { reminderMinutes: input.reminder_minutes }),
    ...(input.escalation_minutes === undefined ? {} : { escalationMinutes: input.escalation_minutes }),
    ...(input.fallback_channel_id === undefined ? {} : { fallbackChannelId: input.fallback_channel_id }),
  }
}

/** What still waits for it is shown as not sent, and can be sent again by hand. */
const silence = (tx: Tx, channel: Channel, at: number): Promise<number> =>
  giveUpLane(tx, channelLane(channel.id), switchedOff, at)

const switchedOff = text('채널을 꺼서 보내지 않았습니다.', 'Not sent: the channel was switched off.')
