import { text } from '@bongsu/contract/text.ts'
import type { Conversation } from '#platform/outbound/index.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { unexpected } from './shared/byte-reader.ts'
import { conversationWith } from './shared/connection-fields.ts'
import { conversedLook } from './shared/conversed-look.ts'
import {
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

const options = mailOptions(110)

export const pop3 = checkKind({
  label: text('POP3 메일함 서버', 'POP3 mailbox server'),
  summary: text(
    'POP3 서버의 인사말과 기능, TLS와 로그인을 확인합니다.',
    'Looks at greeting, capabilities, TLS and sign-in of a POP3 server.',
  ),
  group: 'mail',
  options,
  example: { host: 'pop.example.com', port: 995, security: 'tls' },
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
      ? text('POP3 서버가 로그인을 받아들였습니다.', 'The POP3 server took the sign-in.')
      : text('POP3 서버가 응답합니다.', 'The POP3 server answers.'),
  }))
}

interface Pop3Seen extends MailSeen {
  readonly signedIn: boolean
  readonly refusal?: Refusal | undefined
}

/** RFC 1939, 2449 (CAPA), 2595 (STLS), 5034 (AUTH). */
async function dialogue(talk: Conversation, asked: MailOptions): Promise<Pop3Seen> {
  talk.step('greeting')
  const greeting = await status(talk)
  const seen = { greeting: greeting.words, capabilities: [] as readonly string[], signedIn: false }
  if (!greeting.ok) return { ...seen, refusal: refusalOf(greeting, 'not_ready') }
  let capabilities = await capabilitiesOf(talk)
  if (asked.security === 'starttls') {
    talk.step('starttls')
    const ready = await say(talk, 'STLS')
    if (!ready.ok) return { ...seen, capabilities, refusal: refusalOf(ready, 'no_tls') }
    await talk.secure()
    capabilities = await capabilitiesOf(talk)
  }
  const refusal = asked.username === undefined ? undefined : await signIn(talk, capabilities, asked)
  talk.write('QUIT\r\n')
  return { ...seen, capabilities, signedIn: asked.username !== undefined && !refusal, refusal }
}

/** A server older than RFC 2449 does not know the command, which is no fault. */
async function capabilitiesOf(talk: Conversation): Promise<readonly string[]> {
  talk.step('capability')
  const answer = await say(talk, 'CAPA')
  if (!answer.ok) return []
  const lines: string[] = []
  for (;;) {
    const line = await talk.readLine()
    if (line === '.') return lines
    if (lines.length >= mostLines) throw notPop3()
    lines.push(line)
  }
}

async function signIn(
  talk: Conversation,
  capabilities: readonly string[],
  asked: MailOptions,
): Promise<Refusal | undefined> {
  talk.step('sign_in')
  const { username = '', password = '' } = asked
  const names = capabilities.map((line) => line.toUpperCase())
  let answer: Status
  if (names.some((line) => /^SASL\b.*\bPLAIN\b/.test(line))) {
    answer = await say(talk, `AUTH PLAIN ${plainWords(asked)}`)
  } else {
    answer = await say(talk, `USER ${username}`)
    if (answer.ok) answer = await say(talk, `PASS ${password}`)
  }
  return answer.ok ? undefined : refusalOf(answer, 'auth')
}

interface Status {
  readonly ok: boolean
  readonly words: string
}

const say = (talk: Conversation, line: string): Promise<Status> => {
  talk.write(`${line}\r\n`)
  return status(talk)
}

async function status(talk: Conversation): Promise<Status> {
  const line = await talk.readLine()
  const [, sign, words = ''] = /^(\+OK|-ERR)\b ?(.*)$/.exec(line) ?? []
  if (sign === undefined) throw notPop3()
  return { ok: sign === '+OK', words }
}

/** RFC 2449 and 3206 codes in brackets. */
function refusalOf({ words }: Status, otherwise: RefusalReason): Refusal {
  const code = /^\[([A-Z/-]+)\]/.exec(words)?.[1] ?? '-ERR'
  const isPassing = code.startsWith('SYS/') || code === 'IN-USE' || code === 'LOGIN-DELAY'
  return { reason: isPassing ? 'not_ready' : otherwise, code, said: words }
}

const notPop3 = () => unexpected('서버가 POP3로 답하지 않습니다.', 'The server does not answer in POP3.')
