import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { peopleKey } from '#features/identity/index.ts'
import type { Context } from '#platform/operations/operation.ts'
import { type Outbound, outboundKey, type SmtpServer } from '#platform/outbound/index.ts'
import { defineSetting, type TestReport } from '../setting.ts'

const schema = z.strictObject({
  host: z
    .string()
    .trim()
    .max(253)
    .meta({
      label: text('서버', 'Server'),
      help: text('비워 두면 메일을 보내지 않습니다.', 'Leave it empty to send no mail.'),
    }),
  port: z
    .int()
    .min(1)
    .max(65_535)
    .meta({ label: text('포트', 'Port') }),
  secure: z.enum(['none', 'starttls', 'tls']).meta({
    label: text('암호화', 'Encryption'),
    labels: {
      none: text('없음', 'None'),
      starttls: text('STARTTLS', 'STARTTLS'),
      tls: text('TLS', 'TLS'),
    },
    help: text(
      'STARTTLS는 보통 587번, TLS는 보통 465번 포트를 씁니다.',
      'STARTTLS is usual on port 587, TLS on port 465.',
    ),
  }),
  verify_tls: z.boolean().meta({ label: text('서버 인증서 확인', 'Verify the server’s certificate') }),
  username: z
    .string()
    .trim()
    .max(254)
    .meta({ label: text('사용자', 'User') }),
  password: z
    .string()
    .max(1000)
    .nullable()
    .meta({ label: text('비밀번호', 'Password'), secret: true }),
  from: z.union([z.literal(''), z.email()]).meta({ label: text('보내는 주소', 'From'), format: 'email' }),
  from_name: z
    .string()
    .trim()
    .max(100)
    .refine((value) => !/\p{Cc}/u.test(value), {
      params: { text: text('제어 문자는 쓸 수 없습니다.', 'Control characters are not allowed.') },
    })
    .meta({ label: text('보내는 이름', 'Sender’s name') }),
})

export type SmtpSettings = z.output<typeof schema>

export const smtpSetting = defineSetting({
  key: 'smtp',
  group: 'messages',
  title: text('메일 서버(SMTP)', 'Mail server (SMTP)'),
  help: text(
    '알림과 보고서를 보낼 메일 서버입니다. 저장하기 전에 시험할 수 있습니다.',
    'The server that alerts and reports are sent through. It can be tested before saving.',
  ),
  schema,
  default: {
    host: '',
    port: 587,
    secure: 'starttls',
    verify_tls: true,
    username: '',
    password: null,
    from: '',
    from_name: 'Bongsu',
  },
  test: testSmtp,
})

/** How platform/outbound wants it, or null while no server is set. */
export const smtpServerOf = (value: SmtpSettings): SmtpServer | null =>
  value.host === '' || value.from === ''
    ? null
    : {
        host: value.host,
        port: value.port,
        security: value.secure,
        verify: value.verify_tls,
        ...(value.username === '' ? {} : { user: value.username, password: value.password ?? '' }),
      }

const testTimeoutMs = 15_000

/** Really connects and signs in, and on request sends a mail, to the one who asks and to nobody else. */
async function testSmtp(ctx: Context, value: SmtpSettings, { send }: { send: boolean }): Promise<TestReport> {
  const server = smtpServerOf(value)
  if (!server) {
    const missing = text('서버와 보내는 주소를 먼저 입력하세요.', 'Enter the server and the sender’s address first.')
    return { ok: false, message: missing, steps: [] }
  }
  const { smtp } = ctx.use(outboundKey)
  const bounded = { ...server, timeoutMs: testTimeoutMs }
  const connected = await smtp.verify(bounded, ctx.signal)
  if (!connected.ok) return failedReport([], connected.message)
  const steps = [
    { ok: true, message: text('메일 서버에 연결하고 로그인했습니다.', 'Connected to the mail server and signed in.') },
  ]
  if (!send) return { ok: true, message: steps[0]?.message as Text, steps }
  const to = await ownAddress(ctx)
  if (!to) return failedReport(steps, noAddress)
  const sent = await sendTestMail(smtp, bounded, value, to, ctx)
  if (!sent.ok) return failedReport(steps, sent.message)
  const arrived = text(`${to} 주소로 시험 메일을 보냈습니다.`, `A test mail was sent to ${to}.`)
  return { ok: true, message: arrived, steps: [...steps, { ok: true, message: arrived }] }
}

async function ownAddress(ctx: Context): Promise<string | undefined> {
  if (ctx.actor.kind !== 'person') return undefined
  return (await ctx.use(peopleKey).byId(ctx.db, ctx.actor.personId))?.email
}

const sendTestMail = (smtp: Outbound['smtp'], server: SmtpServer, value: SmtpSettings, to: string, ctx: Context) =>
  smtp.send(
    server,
    {
      from: { name: value.from_name, address: value.from },
      to: [{ address: to }],
      subject: text('[봉수] 시험 메일', '[Bongsu] Test mail')[ctx.language],
      text: text('봉수의 메일 설정이 올바르게 작동합니다.', 'The mail settings of Bongsu work.')[ctx.language],
    },
    ctx.signal,
  )

const noAddress = text(
  '사람으로 로그인해야 자신의 주소로 시험 메일을 보낼 수 있습니다.',
  'Only a signed-in person has an address of their own for the test mail.',
)

const failedReport = (steps: TestReport['steps'], message: Text): TestReport => ({
  ok: false,
  message,
  steps: [...steps, { ok: false, message }],
})
