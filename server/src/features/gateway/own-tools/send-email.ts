import { emailField } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { settingsKey, smtpServerOf, smtpSetting } from '#features/settings/index.ts'
import { Failure } from '#kernel/errors.ts'
import { outboundKey } from '#platform/outbound/index.ts'
import { ownTool } from './contract.ts'

const mailTimeoutMs = 20_000

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
    const smtp = services.use(settingsKey).get(smtpSetting)
    const server = smtpServerOf(smtp)
    if (!server) throw noServer()
    const message = {
      from: { name: smtp.from_name, address: smtp.from },
      to: [{ address: recipient }],
      subject,
      text: content,
    }
    const answer = await services.use(outboundKey).smtp.send({ ...server, timeoutMs: mailTimeoutMs }, message, signal)
    if (!answer.ok) throw new Failure('unavailable', answer.message)
    return { sent_to: recipient, subject }
  },
})

const noServer = (): Failure =>
  new Failure(
    'unavailable',
    text('메일 서버(SMTP)가 설정되지 않았습니다.', 'No mail server (SMTP) is set up in the system settings.'),
  )
