import { createHmac, randomBytes } from 'node:crypto'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { isoTime } from '#kernel/clock.ts'
import type { IncludedNews } from '../news.ts'
import { type AlertMessage, channelKind, type Generated } from './contract.ts'
import { postJson } from './shared/post.ts'

const secretPattern = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/
const headerName = /^[!#$%&'*+.^_`|~\dA-Za-z-]{1,100}$/
const ownHeaders = /^(webhook-|content-|host$|connection$|transfer-encoding$|user-agent$)/i

const signingSecret = z.string().refine((value) => secretPattern.test(value), {
  params: {
    text: text(
      'whsec_ 뒤에 24~64바이트를 base64로 적은 값이어야 합니다.',
      'It must be whsec_ followed by 24 to 64 bytes in base64.',
    ),
  },
})

const options = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .meta({
      label: text('주소', 'Address'),
      help: text('JSON을 POST로 보낼 http(s) 주소', 'Where the JSON goes, http or https'),
    }),
  method: z
    .enum(['POST', 'PUT'])
    .default('POST')
    .meta({ label: text('메서드', 'Method'), advanced: true }),
  headers: z
    .record(z.string().regex(headerName), z.string().max(2000))
    .refine(
      (headers) => Object.keys(headers).length <= 20 && !Object.keys(headers).some((name) => ownHeaders.test(name)),
      {
        params: {
          text: text(
            '헤더는 20개까지이며, webhook-, content-으로 시작하는 것과 host, user-agent 등은 정할 수 없습니다.',
            'At most 20 headers, and none that starts with webhook- or content-, nor host, user-agent and the like.',
          ),
        },
      },
    )
    .optional()
    .meta({
      label: text('추가 헤더', 'More headers'),
      help: text(
        '인증 헤더 등. 값은 저장 후 다시 보이지 않습니다.',
        'Such as an authorization. Values are never shown again.',
      ),
      secret: true,
      advanced: true,
    }),
  secret: signingSecret.optional().meta({
    label: text('서명 비밀 값', 'Signing secret'),
    help: text(
      '비워 두면 만들어 드립니다(한 번만 표시). Standard Webhooks 방식으로 서명합니다.',
      'Left empty, one is made and shown once. Messages are signed by Standard Webhooks.',
    ),
    secret: true,
  }),
  previous_secret: signingSecret
    .optional()
    .meta({ label: text('이전 비밀 값', 'Previous secret'), secret: true, hidden: true }),
  previous_secret_until: z.iso
    .datetime()
    .optional()
    .meta({ label: text('이전 비밀 값의 기한', 'Previous secret is good until'), hidden: true }),
})

/** Both secrets sign this long after a change of them. */
const changeOverMs = 24 * 3_600_000

/**
 * Generic JSON, signed by the Standard Webhooks specification: `webhook-id` stays the same over repeats, the timestamp is
 * that of the try, the signature covers `id.timestamp.body` and there is one for each secret that is good right now.
 */
export const webhook = channelKind({
  label: text('웹훅', 'Webhook'),
  summary: text('서명한 JSON을 정한 주소로 보냅니다.', 'Sends signed JSON to an address.'),
  options,
  secrets: ['url', 'headers', 'secret', 'previous_secret'],
  example: { url: 'https://example.com/hooks/bongsu' },
  address: ({ url }) => ({ option: 'url', url: url }),
  target: ({ url }) => new URL(url).host,
  complete: (given) => (given.secret ? { options: given, generated: {} } : withNewSecret(given)),
  rotate: (given, now) =>
    withNewSecret(
      given.secret
        ? { ...given, previous_secret: given.secret, previous_secret_until: isoTime(now + changeOverMs) }
        : given,
    ),
  async deliver(message, given, context) {
    const body = JSON.stringify(webhookBody(message))
    const now = context.clock.now()
    const timestamp = Math.floor(now / 1000)
    const previous =
      given.previous_secret_until && Date.parse(given.previous_secret_until) > now ? given.previous_secret : undefined
    const signatures = [given.secret, previous]
      .filter((one) => one !== undefined)
      .map((one) => sign(one, message.id, timestamp, body))
    return postJson(
      {
        url: given.url,
        method: given.method,
        headers: {
          ...given.headers,
          'webhook-id': message.id,
          'webhook-timestamp': String(timestamp),
          ...(signatures.length > 0 ? { 'webhook-signature': signatures.join(' ') } : {}),
        },
        body,
      },
      context,
    )
  },
})

function withNewSecret(given: z.output<typeof options>): Generated<z.output<typeof options>> {
  const secret = newSecret()
  return { options: { ...given, secret }, generated: { secret } }
}

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

export function sign(secretValue: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secretValue.slice('whsec_'.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

/** What receivers are promised. Additions are fine, changes are not: a golden file in the family test keeps it. */
function webhookBody(message: AlertMessage) {
  const { news, language } = message
  return {
    type: `bongsu.${news.event}`,
    timestamp: isoTime(news.confirmedAt),
    data: {
      delivery_id: message.id,
      event: news.event,
      severity: news.severity,
      title: message.subject,
      text: message.body,
      message: news.message[language],
      link: message.link,
      project: news.project,
      monitor: news.monitor,
      incident_id: news.incidentId,
      from: news.from,
      to: news.to,
      at: isoTime(news.at),
      confirmed_at: isoTime(news.confirmedAt),
      error_code: news.errorCode,
      duration_ms: news.durationMs,
      down_for_ms: news.downForMs,
      failures: news.failures,
      count: news.count,
      includes: news.includes.map((one) => includedBody(one, message)),
    },
  }
}

const includedBody = (one: IncludedNews, { language }: AlertMessage) => ({
  delivery_id: one.deliveryId,
  event: one.event,
  severity: one.severity,
  at: isoTime(one.at),
  project: one.projectTitle,
  monitor: one.monitorName,
  incident_id: one.incidentId,
  message: one.message[language],
})
