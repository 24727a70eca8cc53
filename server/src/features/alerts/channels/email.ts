import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { channelKind } from './contract.ts'
import { emailHtml } from './shared/email-html.ts'

const options = z.strictObject({
  to: z
    .array(z.email().max(254))
    .min(1)
    .max(20)
    .meta({ label: text('받는 주소', 'Recipients'), help: text('최대 20개', 'At most 20 addresses') }),
})

/** Text and HTML; the Message-ID follows from the delivery, so that a repeat is recognised by every mail program. */
export const email = channelKind({
  label: text('이메일', 'E-mail'),
  summary: text(
    '시스템 설정의 SMTP 서버로 메일을 보냅니다.',
    'Sends mail through the SMTP server of the system settings.',
  ),
  options,
  secrets: [],
  example: { to: ['ops@example.com'] },
  target: ({ to }) => (to.length > 2 ? `${to.slice(0, 2).join(', ')} +${to.length - 2}` : to.join(', ')),
  deliver: (message, { to }, context) =>
    context.sendMail(
      {
        to,
        subject: message.subject,
        text: [message.body, message.link].filter(Boolean).join('\n\n'),
        html: emailHtml(message),
        messageId: message.id,
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          // RFC 2919. No quotes around the phrase: they would make the header be encoded as a whole.
          'List-Id': 'Bongsu alerts <alerts.bongsu>',
          // Mail programs put the whole incident into one conversation.
          ...(message.news.incidentId === null ? {} : { 'X-Bongsu-Incident': String(message.news.incidentId) }),
        },
      },
      context.signal,
    ),
})
