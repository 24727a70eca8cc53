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

const options = mailOptions(143)

export const imap = checkKind({
  label: text('IMAP 메일함 서버', 'IMAP mailbox server'),
  summary: text(
    'IMAP 서버의 인사말과 기능, TLS와 로그인을 확인합니다.',
    'Looks at greeting, capabilities, TLS and sign-in of an IMAP server.',
  ),
  group: 'mail',
  options,
  example: { host: 'imap.example.com', port: 993, security: 'tls' },
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
      ? text('IMAP 서버가 로그인을 받아들였습니다.', 'The IMAP server took the sign-in.')
      : text('IMAP 서버가 응답합니다.', 'The IMAP server answers.'),
  }))
}

interface ImapSeen extends MailSeen {
  readonly signedIn: boolean
  readonly refusal?: Refusal | undefined
}

/** RFC 9051 (and 3501): greeting, CAPABILITY, STARTTLS, AUTHENTICATE or LOGIN. */
async function dialogue(talk: Conversation, asked: MailOptions): Promise<ImapSeen> {
  talk.step('greeting')
  const greeting = await talk.readLine()
  const [, kind = '', words = ''] = /^\* (OK|PREAUTH|BYE)\b ?(.*)$/i.exec(greeting) ?? []
  if (kind === '') throw notImap()
  const seen = { greeting: words, capabilities: [] as readonly string[], signedIn: false }
  if (kind.toUpperCase() === 'BYE') return { ...seen, refusal: { reason: 'not_ready', code: 'BYE', said: words } }
  let capabilities = await capabilitiesOf(talk)
  if (asked.security === 'starttls') {
    talk.step('starttls')
    if (!capabilities.includes('STARTTLS'))
      return { ...seen, capabilities, refusal: { reason: 'no_tls', code: 'STARTTLS', said: '' } }
    const ready = await command(talk, 'a2', 'STARTTLS')
    if (ready.status !== 'OK') return { ...seen, capabilities, refusal: refusalOf(ready, 'no_tls') }
    await talk.secure()
    // RFC 9051 section 6.2.1: what was said in the clear must be forgotten.
    capabilities = await capabilitiesOf(talk)
  }
  const refusal = asked.username === undefined ? undefined : await signIn(talk, capabilities, asked)
  talk.write('a9 LOGOUT\r\n')
  return { ...seen, capabilities, signedIn: asked.username !== undefined && !refusal, refusal }
}

async function capabilitiesOf(talk: Conversation): Promise<readonly string[]> {
  talk.step('capability')
  const answer = await command(talk, 'a1', 'CAPABILITY')
  const line = answer.untagged.find((one) => /^CAPABILITY /i.test(one)) ?? ''
  return line.split(' ').slice(1)
}

async function signIn(
  talk: Conversation,
  capabilities: readonly string[],
  asked: MailOptions,
): Promise<Refusal | undefined> {
  talk.step('sign_in')
  const { username = '', password = '' } = asked
  const names = capabilities.map((name) => name.toUpperCase())
  let answer: Tagged
  if (names.includes('AUTH=PLAIN')) {
    talk.write('a3 AUTHENTICATE PLAIN\r\n')
    answer = await tagged(talk, 'a3', plainWords(asked))
  } else if (names.includes('LOGINDISABLED') || !isQuotable(username + password)) {
    return { reason: 'unsupported', code: 'LOGIN', said: names.filter((name) => name.startsWith('AUTH=')).join(' ') }
  } else {
    answer = await command(talk, 'a3', `LOGIN ${quoted(username)} ${quoted(password)}`)
  }
  return answer.status === 'OK' ? undefined : refusalOf(answer, 'auth')
}

interface Tagged {
  readonly status: 'OK' | 'NO' | 'BAD'
  readonly words: string
  readonly untagged: readonly string[]
}

const command = (talk: Conversation, tag: string, line: string): Promise<Tagged> => {
  talk.write(`${tag} ${line}\r\n`)
  return tagged(talk, tag)
}

/** Reads to the line with our tag. `more` is what to say when the server asks us to go on. */
async function tagged(talk: Conversation, tag: string, more?: string): Promise<Tagged> {
  const untagged: string[] = []
  let asked = more
  while (untagged.length < mostLines) {
    const line = await talk.readLine()
    if (line.startsWith('* ')) {
      untagged.push(line.slice(2))
    } else if (line.startsWith('+') && asked !== undefined) {
      talk.write(`${asked}\r\n`)
      asked = undefined
    } else {
      const [, status, words = ''] = line.startsWith(`${tag} `) ? (/ (OK|NO|BAD)\b ?(.*)$/i.exec(line) ?? []) : []
      if (status === undefined) throw notImap()
      return { status: status.toUpperCase() as Tagged['status'], words, untagged }
    }
  }
  throw notImap()
}

/** RFC 5530 response codes say more than NO alone. */
function refusalOf({ status, words }: Tagged, otherwise: RefusalReason): Refusal {
  const code = /^\[([A-Z-]+)/.exec(words)?.[1] ?? status
  const reason: RefusalReason =
    code === 'UNAVAILABLE' || code === 'INUSE' ? 'not_ready' : code === 'LIMIT' ? 'too_many_connections' : otherwise
  return { reason, code, said: words }
}

const notImap = () => unexpected('서버가 IMAP으로 답하지 않습니다.', 'The server does not answer in IMAP.')

/** A quoted string is 7-bit (RFC 9051 section 4.3). */
const isQuotable = (words: string): boolean => /^[\x20-\x7e]*$/.test(words)
const quoted = (words: string): string => `"${words.replaceAll(/["\\]/g, '\\$&')}"`
