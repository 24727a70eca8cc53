import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { type AlertMessage, channelKind, colourOf } from './contract.ts'
import { plainVerdict, postJson, refused } from './shared/post.ts'
import { openLabel, shorten } from './shared/words.ts'

const options = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .meta({
      label: text('웹훅 주소', 'Webhook address'),
      help: text('Slack 앱의 "Incoming Webhooks"에서 만든 주소', 'Made under "Incoming Webhooks" of a Slack app'),
      secret: true,
    }),
})

/** Slack's incoming webhook: one attachment in the severity's colour. Also what Mattermost and Rocket.Chat understand. */
export const slack = channelKind({
  label: text('Slack', 'Slack'),
  summary: text('Slack 채널에 올립니다.', 'Posts to a Slack channel.'),
  options,
  secrets: ['url'],
  example: { url: 'https://hooks.slack.com/services/T000/B000/XXXXXXXX' },
  address: ({ url }) => ({ option: 'url', url: url }),
  target: ({ url }) => new URL(url).host,
  claims: (url) => (url.hostname === 'hooks.slack.com' ? { url: url.href } : null),
  deliver: (message, { url }, context) =>
    postJson({ url, body: JSON.stringify(slackBody(message)) }, context, (answer) => {
      // Slack explains itself in the body: invalid_payload, no_service, channel_is_archived …
      if (![400, 403, 404].includes(answer.status)) return plainVerdict(answer, context.clock.now())
      return refused('permanent', answer.status, 'Slack', answer.body.toString('utf8'))
    }),
})

/** `<!channel>` and links are built from these three, so nothing a target says can call people or fake a link. */
const escapeSlack = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function slackBody(message: AlertMessage) {
  const { language, subject, body, link } = message
  return {
    text: escapeSlack(subject),
    attachments: [
      {
        color: colourOf(message.news),
        blocks: [
          // Plain text: no mark-up of any kind is read in it.
          { type: 'header', text: { type: 'plain_text', text: shorten(subject, 150), emoji: false } },
          ...(body ? [{ type: 'section', text: { type: 'plain_text', text: shorten(body, 3000), emoji: false } }] : []),
          ...(link
            ? [
                {
                  type: 'context',
                  elements: [{ type: 'mrkdwn', text: `<${escapeSlack(link)}|${openLabel[language]}>` }],
                },
              ]
            : []),
        ],
      },
    ],
  }
}
