import { randomUUID } from 'node:crypto'
import { emailField } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { alertsKey } from '#features/alerts/index.ts'
import { Failure } from '#kernel/errors.ts'
import { ownTool } from './contract.ts'

export const sendEmail = ownTool({
  name: 'send_email',
  summary: text(
    '시스템 설정의 메일 서버로 메일 한 통을 바로 보냅니다.',
    'Sends one mail at once, through the mail server of the system settings.',
  ),
  access: 'tools.call',
  effect: 'write',
  input: z.strictObject({
    recipient: emailField,
    content: z.string().min(1).max(100_000).describe('Plain text'),
    subject: z
      .string()
      .trim()
      .max(200)
      .refine((value) => !/\p{Cc}/u.test(value), {
        params: { text: text('제목은 한 줄이어야 합니다.', 'The subject is one line.') },
      })
      .default('Bongsu'),
  }),
  async run({ recipient, content, subject }, { services, signal }) {
    const mail = { to: [recipient], subject, text: content, messageId: randomUUID() }
    const answer = await services.use(alertsKey).sendMail(mail, signal)
    if (!answer.ok) throw new Failure('unavailable', answer.message)
    return { sent_to: recipient, subject }
  },
})
