import { randomUUID } from 'node:crypto'
import { channelOptions, channelRules, deliveryReport } from '@bongsu/contract/alerts.ts'
import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { Failure, isFailure } from '#kernel/errors.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import { alertsServiceKey } from '../alerts-service.ts'
import { channelKindNames } from '../channels/catalogue.ts'
import type { AnyChannelKind, DeliveryResult } from '../channels/contract.ts'
import { type AlertNews, plainNews } from '../news.ts'
import { outboxTimes } from '../outbox/delivery.ts'
import { recordTest } from '../outbox/delivery-log-store.ts'
import { channelLane } from './channel.ts'
import { type ChannelOptions, openOptions, parseOptions, requireKind, withStoredSecrets } from './channel-options.ts'
import { requireChannel } from './channel-rules.ts'

export const testChannel = operation({
  name: 'test-channel',
  summary: text(
    '채널로 시험 메시지를 실제로 보내고 결과를 알려 줍니다.',
    'Really sends a test message to a channel and reports how it went.',
  ),
  access: 'channels.write',
  effect: 'write',
  transaction: 'none',
  http: { method: 'POST', path: '/api/v1/channels/{id}/test' },
  input: z.strictObject({ id: z.int().positive() }),
  output: deliveryReport,
  async run(ctx, { id }) {
    const channel = await requireChannel(ctx.db, id)
    const kind = requireKind(channel.kind)
    const options = openOptions(ctx.use(alertsServiceKey).sealer, kind, id, channel.options)
    const tried = await tryNow(ctx, kind, options, channel.language)
    await ctx.transaction((tx) => recordTest(tx, { ...tried, lane: channelLane(id), channelId: id }, ctx.clock.now()))
    ctx.audit({ target: { kind: 'channel', id, label: channel.name }, details: { ok: tried.result.ok } })
    return reportOf(tried, ctx.language)
  },
})

export const testChannelOptions = operation({
  name: 'test-channel-options',
  summary: text(
    '저장하지 않은 채널 설정으로 시험 메시지를 보냅니다.',
    'Sends a test message with options that are not saved yet.',
  ),
  access: 'channels.write',
  effect: 'write',
  transaction: 'none',
  http: { method: 'POST', path: '/api/v1/channels/test' },
  unrecorded: ['options'],
  input: z.strictObject({
    kind: z.enum(channelKindNames),
    options: channelOptions,
    language: channelRules.language.optional(),
    channel_id: z.int().positive().optional().describe('Takes secrets that are left out from this channel'),
  }),
  output: deliveryReport,
  async run(ctx, input) {
    const service = ctx.use(alertsServiceKey)
    const kind = requireKind(input.kind)
    const options = parseOptions(kind, await completed(ctx, kind, input), ctx.language)
    const tried = await tryNow(ctx, kind, options, input.language ?? service.house().language)
    ctx.audit({ target: { kind: 'channel-kind', id: input.kind }, details: { ok: tried.result.ok } })
    return reportOf(tried, ctx.language)
  },
})

async function completed(
  ctx: Context,
  kind: AnyChannelKind,
  input: { kind: string; options: ChannelOptions; channel_id?: number | undefined },
): Promise<ChannelOptions> {
  if (input.channel_id === undefined) return input.options
  const channel = await requireChannel(ctx.db, input.channel_id)
  if (channel.kind !== input.kind)
    throw new Failure('validation', text('채널 종류가 다릅니다.', 'That channel is of another kind.'))
  return withStoredSecrets(
    kind,
    openOptions(ctx.use(alertsServiceKey).sealer, kind, channel.id, channel.options),
    input.options,
  )
}

interface Tried {
  readonly id: string
  readonly news: AlertNews
  readonly result: DeliveryResult
  readonly durationMs: number
}

async function tryNow(ctx: Context, kind: AnyChannelKind, options: ChannelOptions, language: Language): Promise<Tried> {
  const { deliver, house } = ctx.use(alertsServiceKey)
  const id = randomUUID()
  const news = testNews(id, ctx.clock.now(), ctx.actor.kind === 'anonymous' ? '' : ctx.actor.name)
  const startedAt = ctx.clock.monotonic()
  const limit = new AbortController()
  const signal = AbortSignal.any([ctx.signal, limit.signal])
  const overdue = ctx.clock.sleep(outboxTimes.tryMs, signal).then(
    () => tooLong,
    () => tooLong,
  )
  try {
    const reader = { language, timeZone: house().timeZone }
    const result = await Promise.race([deliver.now({ kind, options, reader }, id, news, signal), overdue])
    return { id, news, result, durationMs: Math.round(ctx.clock.monotonic() - startedAt) }
  } catch (error) {
    if (!isFailure(error)) throw error
    return {
      id,
      news,
      result: { ok: false, again: 'permanent', message: error.text },
      durationMs: Math.round(ctx.clock.monotonic() - startedAt),
    }
  } finally {
    limit.abort(new Error('the test is over'))
  }
}

const testNews = (id: string, at: number, by: string): AlertNews => ({
  ...plainNews,
  key: `test:${id}`,
  event: 'test',
  severity: 'info',
  at,
  confirmedAt: at,
  message: text(`${by}님이 보낸 시험 메시지입니다.`, `Sent by ${by} as a test.`),
})

const reportOf = ({ id, result, durationMs }: Tried, language: Language) => ({
  delivery_id: id,
  ok: result.ok,
  message: (result.ok ? (result.note ?? sent) : result.message)[language],
  status: result.status ?? null,
  duration_ms: durationMs,
})

const sent: Text = text('시험 메시지를 보냈습니다.', 'The test message was sent.')
const tooLong: DeliveryResult = {
  ok: false,
  again: 'later',
  message: text('제한 시간 안에 끝나지 않았습니다.', 'It did not finish within its time limit.'),
}
