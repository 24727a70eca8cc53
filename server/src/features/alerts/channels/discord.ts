import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { type AlertMessage, channelKind, colourOf } from './contract.ts'
import { plainVerdict, postJson, refused, retryAfter } from './shared/post.ts'
import { newsTime, shorten } from './shared/words.ts'

const hosts = new Set(['discord.com', 'discordapp.com', 'ptb.discord.com', 'canary.discord.com'])

const options = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .meta({
      label: text('웹훅 주소', 'Webhook address'),
      help: text(
        'Discord 채널 설정의 "연동 → 웹후크"에서 만든 주소',
        'Made under "Integrations → Webhooks" of the channel',
      ),
      secret: true,
    }),
})

export const discord = channelKind({
  label: text('Discord', 'Discord'),
  summary: text('Discord 채널에 올립니다.', 'Posts to a Discord channel.'),
  options,
  secrets: ['url'],
  example: { url: 'https://discord.com/api/webhooks/000000/XXXXXXXX' },
  address: ({ url }) => ({ option: 'url', url: url }),
  target: ({ url }) => new URL(url).host,
  claims: (url) => (hosts.has(url.hostname) && url.pathname.startsWith('/api/webhooks/') ? { url: url.href } : null),
  deliver: (message, { url }, context) =>
    postJson({ url, body: JSON.stringify(discordBody(message)) }, context, (answer) => {
      const said = answer.body.toString('utf8')
      if ([400, 401, 403, 404].includes(answer.status))
        return refused('permanent', answer.status, 'Discord', reason(said))
      const verdict = plainVerdict(answer, context.clock.now())
      if (answer.status !== 429 || verdict.ok) return verdict
      return {
        ...verdict,
        ...retryAfter(String(field(said, 'retry_after') ?? answer.headers['retry-after'] ?? ''), context.clock.now()),
      }
    }),
})

/** Every character that Discord's Markdown could read as mark-up, a mention or a link. */
export const escapeDiscord = (value: string): string => value.replaceAll(/[\\*_~`|<>[\](){}#@:/+\-.!=]/g, '\\$&')

function discordBody(message: AlertMessage) {
  const { subject, body, link } = message
  return {
    // No name in the text may ring anybody's bell, escaped or not.
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: cutEscaped(escapeDiscord(subject), 256),
        description: cutEscaped(escapeDiscord(body), 4000),
        color: Number.parseInt(colourOf(message.news).slice(1), 16),
        timestamp: newsTime(message),
        ...(link ? { url: link } : {}),
      },
    ],
  }
}

/** A cut must not leave a lone backslash, which would take the ellipsis' meaning. */
const cutEscaped = (value: string, most: number): string => shorten(value, most).replace(/\\…$/, '…')

const reason = (said: string): string => String(field(said, 'message') ?? '')

function field(json: string, name: string): unknown {
  try {
    return (JSON.parse(json) as Record<string, unknown>)[name]
  } catch {
    return undefined
  }
}
