import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { Conversation } from '#platform/outbound/index.ts'
import { i32be, zeroEnded } from '../shared/byte-reader.ts'
import type { Refusal } from '../shared/server-refusal.ts'
import { refusalOf } from './refusal.ts'
import { Scram } from './scram.ts'
import { type Message, message, notPostgres, readMessage } from './wire.ts'

export interface SignedIn {
  readonly refusal?: Refusal
  /** The server wants a sign-in, and none was given: alive, and that is all that was asked. */
  readonly wantsSignIn?: boolean
  /** What the server tells of itself: server_version, in_hot_standby, … */
  readonly parameters: Readonly<Record<string, string>>
}

interface Credentials {
  readonly username: string
  readonly password?: string | undefined
  /** Nobody signs in: whatever the server says of the user is proof enough of life. */
  readonly isAnonymous: boolean
}

const told = new Set(['server_version', 'in_hot_standby', 'default_transaction_read_only'])
const mostMessages = 500

/** From the start message to ReadyForQuery (protocol 3.0, "Start-up"). */
export async function signIn(talk: Conversation, credentials: Credentials): Promise<SignedIn> {
  const parameters: Record<string, string> = {}
  for (let count = 0; count < mostMessages; count += 1) {
    const { type, body } = await readMessage(talk)
    if (type === 'Z') return { parameters }
    if (type === 'E') {
      const refusal = refusalOf(body)
      const isAnswer = credentials.isAnonymous && (refusal.reason === 'auth' || refusal.reason === 'unknown_database')
      return isAnswer ? { parameters, wantsSignIn: true } : { parameters, refusal }
    }
    if (type === 'S') {
      const [name, value] = [body.text(), body.text()]
      if (told.has(name)) parameters[name] = value.slice(0, 100)
    } else if (type === 'R') {
      const kind = body.i32be()
      if (kind === 0) continue
      if (credentials.isAnonymous) return { parameters, wantsSignIn: true }
      const refusal = await authenticate(talk, kind, body, credentials)
      if (refusal) return { parameters, refusal }
    } else if (!passing.has(type)) {
      throw notPostgres()
    }
  }
  throw notPostgres()
}

/** BackendKeyData, NoticeResponse, NegotiateProtocolVersion. */
const passing = new Set(['K', 'N', 'v'])

async function authenticate(
  talk: Conversation,
  kind: number,
  body: Message['body'],
  { username, password }: Credentials,
): Promise<Refusal | undefined> {
  if (password === undefined) return { reason: 'auth', code: '28P01', said: 'a password is required' }
  switch (kind) {
    case 3:
      talk.write(message('p', zeroEnded(password)))
      return undefined
    case 5:
      talk.write(message('p', zeroEnded(md5Answer(username, password, body.take(4)))))
      return undefined
    case 10:
      return scram(talk, body, password)
    case 2:
    case 6:
    case 7:
    case 9:
      return { reason: 'unsupported', code: `authentication ${kind}`, said: 'Kerberos, SCM, GSSAPI or SSPI' }
    default:
      throw notPostgres()
  }
}

const md5 = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('md5')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

const md5Answer = (username: string, password: string, salt: Buffer): string =>
  `md5${md5(md5(password, username), salt)}`

async function scram(talk: Conversation, offered: Message['body'], password: string): Promise<Refusal | undefined> {
  const mechanisms: string[] = []
  while (offered.left > 1 && mechanisms.length < 10) mechanisms.push(offered.text())
  if (!mechanisms.includes('SCRAM-SHA-256')) return { reason: 'unsupported', code: 'SASL', said: mechanisms.join(', ') }
  const exchange = new Scram(password)
  const first = Buffer.from(exchange.first())
  talk.write(message('p', zeroEnded('SCRAM-SHA-256'), i32be(first.length), first))
  const serverFirst = await sasl(talk, 11)
  if (typeof serverFirst !== 'string') return serverFirst
  talk.write(message('p', Buffer.from(await exchange.final(serverFirst))))
  const serverFinal = await sasl(talk, 12)
  if (typeof serverFinal !== 'string') return serverFinal
  exchange.verify(serverFinal)
  return undefined
}

async function sasl(talk: Conversation, wanted: number): Promise<string | Refusal> {
  const { type, body } = await readMessage(talk)
  if (type === 'E') return refusalOf(body)
  if (type !== 'R' || body.i32be() !== wanted) throw notPostgres()
  return body.rest().toString('utf8')
}
