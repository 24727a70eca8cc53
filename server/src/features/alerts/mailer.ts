import { text } from '@bongsu/contract/text.ts'
import { type SmtpSettings, smtpServerOf } from '#features/settings/index.ts'
import type { Outbound, SmtpAnswer, SmtpFailure } from '#platform/outbound/index.ts'
import type { DeliveryResult, Mail, SendMail } from './channels/contract.ts'

const mailTimeoutMs = 20_000

/** Mail through the server of the system settings, read anew for every message: a correction counts at the next try. */
export function createMailer(smtp: Outbound['smtp'], settings: () => SmtpSettings): SendMail {
  return async (mail, signal) => {
    const value = settings()
    const server = smtpServerOf(value)
    if (!server) return { ok: false, again: 'later', message: noServer }
    const from = { name: value.from_name, address: value.from }
    const answer = await smtp.send({ ...server, timeoutMs: mailTimeoutMs }, messageOf(mail, from), signal)
    return answer.ok ? taken(answer) : refused(answer)
  }
}

const messageOf = (mail: Mail, from: { name: string; address: string }) => ({
  from,
  to: mail.to.map((address) => ({ address })),
  subject: mail.subject,
  text: mail.text,
  ...(mail.html === undefined ? {} : { html: mail.html }),
  // The same on every repeat, also when the connection dropped after DATA and nobody knows whether it arrived.
  messageId: `<${mail.messageId}@${from.address.split('@')[1] ?? 'bongsu'}>`,
  ...(mail.headers === undefined ? {} : { headers: mail.headers }),
})

/** Some addresses refused, others not: the mail is out, and the log says who did not get it. */
function taken({ rejected }: SmtpAnswer): DeliveryResult {
  if (rejected.length === 0) return { ok: true }
  const who = rejected.join(', ')
  return {
    ok: true,
    note: text(`메일 서버가 일부 주소를 거부했습니다: ${who}`, `The mail server refused some addresses: ${who}`),
  }
}

/** 5xx means never (RFC 5321 4.2.1), except for a wrong sign-in, which somebody can put right. */
function refused(failure: SmtpFailure): DeliveryResult {
  const { replyCode } = failure
  const isForGood =
    replyCode !== undefined &&
    replyCode >= 500 &&
    replyCode < 600 &&
    failure.code !== 'EAUTH' &&
    replyCode !== 530 &&
    replyCode !== 535
  return {
    ok: false,
    again: isForGood ? 'permanent' : 'later',
    message: failure.message,
    ...(replyCode === undefined ? { unreachable: failure.fault !== 'config' } : { status: replyCode }),
  }
}

const noServer = text(
  '메일 서버(SMTP)가 설정되지 않았습니다. 시스템 설정에서 서버와 보내는 주소를 입력하세요.',
  'No mail server (SMTP) is set up. Enter the server and the sender’s address in the system settings.',
)
