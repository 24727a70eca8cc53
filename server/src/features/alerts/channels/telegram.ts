import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { type AlertMessage, channelKind } from './contract.ts'
import { plainVerdict, postJson, refused, retryAfter } from './shared/post.ts'
import { openLabel, shorten } from './shared/words.ts'

const options = z.strictObject({
  token: z
    .string()
    .regex(/^\d{3,20}:[A-Za-z0-9_-]{10,100}$/)
    .meta({
      label: text('봇 토큰', 'Bot token'),
      help: text('@BotFather가 준 토큰', 'What @BotFather gave you'),
      secret: true,
    }),
  chat_id: z
    .string()
    .trim()
    .regex(/^(-?\d{1,20}|@[A-Za-z0-9_]{4,64})$/)
    .meta({ label: text('대화 ID', 'Chat id'), help: text('숫자 ID 또는 @채널이름', 'A number, or @channelname') }),
  thread_id: z
    .int()
    .positive()
    .optional()
    .meta({ label: text('주제 ID', 'Topic id'), advanced: true }),
  silent: z
    .boolean()
    .default(false)
    .meta({ label: text('소리 없이', 'Without sound'), advanced: true }),
  api_url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .default('https://api.telegram.org')
    .meta({
      label: text('봇 API 주소', 'Bot API address'),
      help: text('직접 운영하는 봇 API 서버가 있을 때만', 'Only for a Bot API server of your own'),
      advanced: true,
    }),
})

export const telegram = channelKind({
  label: text('텔레그램', 'Telegram'),
  summary: text('텔레그램 봇이 대화방에 보냅니다.', 'A Telegram bot writes to a chat.'),
  options,
  secrets: ['token'],
  example: { token: '123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11', chat_id: '-1001234567890' },
  address: ({ api_url }) => ({ option: 'api_url', url: api_url }),
  target: ({ chat_id }) => chat_id,
  deliver(message, given, context) {
    const url = `${given.api_url.replace(/\/+$/, '')}/bot${given.token}/sendMessage`
    const body = {
      chat_id: given.chat_id,
      text: telegramText(message),
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      ...(given.thread_id ? { message_thread_id: given.thread_id } : {}),
      ...(given.silent ? { disable_notification: true } : {}),
    }
    return postJson({ url, body: JSON.stringify(body) }, context, (answer) => {
      const said = parse(answer.body.toString('utf8'))
      if ([400, 401, 403, 404].includes(answer.status)) {
        return refused('permanent', answer.status, 'Telegram', said.description ?? '')
      }
      const verdict = plainVerdict(answer, context.clock.now())
      if (answer.status !== 429 || verdict.ok) return verdict
      return { ...verdict, ...retryAfter(String(said.parameters?.retry_after ?? ''), context.clock.now()) }
    })
  },
})

const escapeTelegram = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** At most 4,096 characters after Telegram has read the mark-up; cut before escaping, so no entity is broken. */
function telegramText({ subject, body, link, language }: AlertMessage): string {
  const parts = [`<b>${escapeTelegram(shorten(subject, 300))}</b>`]
  if (body) parts.push(escapeTelegram(shorten(body, 3500)))
  if (link) parts.push(`<a href="${escapeTelegram(link)}">${openLabel[language]}</a>`)
  return parts.join('\n\n')
}

interface TelegramAnswer {
  readonly description?: string
  readonly parameters?: { readonly retry_after?: number }
}

function parse(json: string): TelegramAnswer {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? (value as TelegramAnswer) : {}
  } catch {
    return {}
  }
}
