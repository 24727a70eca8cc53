import { text } from '@bongsu/contract/text.ts'
import type { Conversation } from '#platform/outbound/index.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { unexpected } from './shared/byte-reader.ts'
import { conversationWith } from './shared/connection-fields.ts'
import { conversedLook } from './shared/conversed-look.ts'
import {
  base64,
  judgeMail,
  type MailOptions,
  type MailSeen,
  mailEvidence,
  mailOptions,
  mostLines,
  plainWords,
  withoutCredentials,
} from './shared/mail-fields.ts'
import type { Refusal, RefusalReason } from './shared/server-refusal.ts'

const options = mailOptions(587)

export const smtp = checkKind({
  label: text('SMTP 메일 서버', 'SMTP mail server'),
  summary: text(
    'SMTP로 인사하고 TLS와 로그인까지 확인합니다. 메일은 보내지 않습니다.',
    'Greets an SMTP server, changes to TLS and signs in. No mail is sent.',
  ),
  group: 'mail',
  options,
  example: { host: 'smtp.example.com', port: 587, security: 'starttls' },
  defaults: { check_interval: 300, timeout: 15 },
  host: ({ host }) => host,
  look,
})

async function look(asked: MailOptions, context: LookContext): Promise<Seen> {
  const request = conversationWith(asked, asked.security === 'tls', context)
  const answer = await context.outbound.converse(request, (talk) => dialogue(talk, asked))
  return conversedLook(answer, (seen) => ({
    refusal: withoutCredentials(seen.refusal, asked),
    assertions: judgeMail(seen, asked),
    evidence: mailEvidence(seen),
    message: seen.signedIn
      ? text('SMTP 서버가 로그인을 받아들였습니다.', 'The SMTP server took the sign-in.')
      : text('SMTP 서버가 응답합니다.', 'The SMTP server answers.'),
  }))
}

interface SmtpSeen extends MailSeen {
  readonly signedIn: boolean
  readonly refusal?: Refusal | undefined
}

/** RFC 5321, 3207 (STARTTLS) and 4954 (AUTH). */
async function dialogue(talk: Conversation, asked: MailOptions): Promise<SmtpSeen> {
  talk.step('greeting')
  const greeting = await reply(talk)
  const seen = { greeting: greeting.text, capabilities: [] as readonly string[], signedIn: false }
  if (greeting.code !== 220) return { ...seen, refusal: refusalOf(greeting, 'not_ready') }
  let hello = await ehlo(talk)
  if (hello.code !== 250) return { ...seen, refusal: refusalOf(hello) }
  if (asked.security === 'starttls') {
    talk.step('starttls')
    const capabilities = hello.lines.slice(1)
    if (!offers(capabilities, 'STARTTLS'))
      return { ...seen, capabilities, refusal: { reason: 'no_tls', code: 'STARTTLS', said: '' } }
    const ready = await say(talk, 'STARTTLS')
    if (ready.code !== 220) return { ...seen, capabilities, refusal: refusalOf(ready, 'no_tls') }
    await talk.secure()
    // What was said in the clear may have been anybody's words: RFC 3207 has it forgotten.
    hello = await ehlo(talk)
    if (hello.code !== 250) return { ...seen, refusal: refusalOf(hello) }
  }
  const capabilities = hello.lines.slice(1)
  const refusal = asked.username === undefined ? undefined : await signIn(talk, capabilities, asked)
  talk.write('QUIT\r\n')
  return { ...seen, capabilities, signedIn: asked.username !== undefined && !refusal, refusal }
}

const ehlo = (talk: Conversation): Promise<Reply> => {
  talk.step('ehlo')
  return say(talk, 'EHLO bongsu.invalid')
}

async function signIn(
  talk: Conversation,
  capabilities: readonly string[],
  asked: MailOptions,
): Promise<Refusal | undefined> {
  talk.step('sign_in')
  const { username = '', password = '' } = asked
  const methods = capabilities.find((line) => /^AUTH[ =]/i.test(line))?.toUpperCase() ?? ''
  let answer: Reply
  if (/\bPLAIN\b/.test(methods)) {
    answer = await say(talk, `AUTH PLAIN ${plainWords(asked)}`)
  } else if (/\bLOGIN\b/.test(methods)) {
    answer = await say(talk, 'AUTH LOGIN')
    if (answer.code === 334) answer = await say(talk, base64(username))
    if (answer.code === 334) answer = await say(talk, base64(password))
  } else {
    return { reason: 'unsupported', code: 'AUTH', said: methods || 'no AUTH' }
  }
  return answer.code === 235 ? undefined : refusalOf(answer, 'auth')
}

interface Reply {
  readonly code: number
  readonly lines: readonly string[]
  readonly text: string
}

const say = (talk: Conversation, line: string): Promise<Reply> => {
  talk.write(`${line}\r\n`)
  return reply(talk)
}

async function reply(talk: Conversation): Promise<Reply> {
  const lines: string[] = []
  for (;;) {
    const line = await talk.readLine()
    const [, digits, more, words = ''] = /^([2-5]\d\d)([ -]?)(.*)$/.exec(line) ?? []
    if (digits === undefined || lines.length >= mostLines)
      throw unexpected('서버가 SMTP로 답하지 않습니다.', 'The server does not answer in SMTP.')
    lines.push(words)
    if (more !== '-') return { code: Number(digits), lines, text: lines.join(' ') }
  }
}

/** RFC 5321 section 4.2.2, 4954 section 6: temporary trouble is not a refusal of the person. */
function refusalOf({ code, text: said }: Reply, otherwise: RefusalReason = 'other'): Refusal {
  const reason: RefusalReason = code === 421 ? 'not_ready' : code === 454 || code === 451 ? 'not_ready' : otherwise
  return { reason, code: String(code), said }
}

const offers = (capabilities: readonly string[], name: string): boolean =>
  capabilities.some((line) => line.toUpperCase().split(' ')[0] === name)
