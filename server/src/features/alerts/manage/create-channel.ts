import { channelOptions, channelRules, channelWithSecrets, usualTopics } from '@bongsu/contract/alerts.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { alertsServiceKey } from '../alerts-service.ts'
import { channelKindNames } from '../channels/catalogue.ts'
import { parseOptions, requireKind, sealOptions } from './channel-options.ts'
import { requireFallback, requireProjects, requireReachable, scopeOf, takeChannelsTurn } from './channel-rules.ts'
import { insertChannel } from './channel-store.ts'
import { showChannel } from './show-channel.ts'

export const createChannel = operation({
  name: 'create-channel',
  summary: text('알림 채널을 만듭니다.', 'Adds a place that is told about events.'),
  access: 'channels.write',
  effect: 'write',
  tool: true,
  http: { method: 'POST', path: '/api/v1/channels', status: 201 },
  unrecorded: ['options'],
  input: z.strictObject({
    kind: z.enum(channelKindNames),
    name: channelRules.name,
    options: channelOptions.describe('As the kind’s schema has it, see list-channel-kinds'),
    language: channelRules.language.optional().describe('The installation’s language unless said'),
    scope: channelRules.scope.prefault({}),
    events: channelRules.events.default([...usualTopics]),
    min_severity: channelRules.min_severity.default('info'),
    is_enabled: channelRules.is_enabled.default(true),
    quiet_hours: channelRules.quiet_hours.default(null),
    reminder_minutes: channelRules.reminder_minutes.default(null),
    escalation_minutes: channelRules.escalation_minutes.default(null),
    fallback_channel_id: channelRules.fallback_channel_id.default(null),
  }),
  output: channelWithSecrets,
  async run(ctx, input) {
    const { sealer, house } = ctx.use(alertsServiceKey)
    const kind = requireKind(input.kind)
    const given = parseOptions(kind, input.options, ctx.language)
    const { options, generated } = kind.complete?.(given) ?? { options: given, generated: {} }
    requireReachable(ctx, kind, options)
    const scope = scopeOf(input.scope)
    await requireProjects(ctx, scope.projectIds)
    await takeChannelsTurn(ctx.tx)
    await requireFallback(ctx.tx, null, input.fallback_channel_id)
    const channel = await insertChannel(
      ctx.tx,
      {
        kind: input.kind,
        name: input.name,
        options,
        language: input.language ?? house().language,
        scope,
        events: [...new Set(input.events)],
        minSeverity: input.min_severity,
        isEnabled: input.is_enabled,
        disabledReason: null,
        quietHours: input.quiet_hours,
        reminderMinutes: input.reminder_minutes,
        escalationMinutes: input.escalation_minutes,
        fallbackChannelId: input.fallback_channel_id,
        managed: null,
      },
      ctx.clock.now(),
      (id) => sealOptions(sealer, kind, id, options),
    )
    ctx.audit({ target: { kind: 'channel', id: channel.id, label: channel.name } })
    return { ...(await showChannel(ctx, channel)), generated }
  },
})
