import type { Buffer } from 'node:buffer'
import type { Socket } from 'node:net'
import { type Text, text } from '@bongsu/contract/text.ts'
import nodemailer from 'nodemailer'
import type { Dialler, NotDialled } from './dial.ts'
import { readHost } from './host.ts'
import { errorCode, type Failed, failed, faultOf, misused, type OutboundFailure } from './result.ts'
import { verifyText } from './secure.ts'
import { Stopwatch } from './stopwatch.ts'
import { dialTo, ended } from './tcp.ts'
import { Watch } from './watch.ts'

export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte, `starttls` required, `none` in the clear. */
  readonly security: 'none' | 'starttls' | 'tls'
  readonly user?: string
  readonly password?: string
  readonly verify?: boolean
  readonly ca?: string
  readonly timeoutMs?: number
}

export interface MailAddress {
  readonly name?: string
  readonly address: string
}

export interface MailMessage {
  readonly from: MailAddress
  readonly to: readonly MailAddress[]
  readonly cc?: readonly MailAddress[]
  readonly bcc?: readonly MailAddress[]
  readonly replyTo?: MailAddress
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** Kept over repeats, so that a message sent twice can be told to be one. */
  readonly messageId?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly attachments?: readonly {
    readonly filename: string
    readonly content: Buffer | string
    readonly contentType?: string
  }[]
}

export interface SmtpAnswer {
  readonly ok: true
  readonly response: string
  readonly accepted: readonly string[]
  readonly rejected: readonly string[]
  readonly durationMs: number
}

/** `replyCode` is the server's own (550 …): whether trying again makes sense follows from it. */
export type SmtpFailure = OutboundFailure & { readonly replyCode?: number }

export interface SmtpClient {
  send(server: SmtpServer, message: MailMessage, signal?: AbortSignal): Promise<SmtpAnswer | SmtpFailure>
  /** Connects, greets, secures and signs in, without sending anything. */
  verify(server: SmtpServer, signal?: AbortSignal): Promise<SmtpAnswer | SmtpFailure>
}

const defaultTimeoutMs = 30_000

/** One connection for one message, through the guard: nodemailer gets the open socket and never opens one itself. */
export function createSmtp(dialler: Dialler): SmtpClient {
  return {
    send(server, message, signal) {
      const problem = messageProblem(message)
      if (problem) return Promise.resolve(ended(misused('message', problem), new Stopwatch()))
      return withTransport(server, signal, async (transport) => {
        const sent = await transport.sendMail(toNodemailer(message))
        return { response: sent.response, accepted: sent.accepted.map(String), rejected: sent.rejected.map(String) }
      })
    },
    verify: (server, signal) =>
      withTransport(server, signal, async (transport) => {
        await transport.verify()
        return { response: '', accepted: [], rejected: [] }
      }),
  }

  async function withTransport(
    server: SmtpServer,
    signal: AbortSignal | undefined,
    work: (transport: ReturnType<typeof transportOver>) => Promise<Omit<SmtpAnswer, 'ok' | 'durationMs'>>,
  ): Promise<SmtpAnswer | SmtpFailure> {
    const watch = new Watch(server.timeoutMs ?? defaultTimeoutMs, signal)
    const times = new Stopwatch()
    let opened: Awaited<ReturnType<typeof dialTo>> | undefined
    try {
      opened = await dialTo(dialler, server, watch, times)
      if (!opened.ok) return ended(opened, times)
      const { socket } = opened
      watch.enter('ttfb', undefined, () => socket.destroy())
      const done = await work(transportOver(server, socket))
      return { ok: true, ...done, durationMs: times.elapsedMs() }
    } catch (error) {
      const failure: NotDialled = watch.stopped ? watch.failure() : smtpFailed(error)
      const { responseCode } = error as { responseCode?: number }
      return { ...ended(failure, times), ...(responseCode === undefined ? {} : { replyCode: responseCode }) }
    } finally {
      if (opened?.ok) opened.socket.destroy()
      watch.done()
    }
  }
}

/** Only password sign-in: nodemailer's OAuth2 would fetch tokens past the guard. Paths and URLs in messages likewise. */
function transportOver(server: SmtpServer, socket: Socket) {
  const host = String(readHost(server.host))
  return nodemailer.createTransport({
    host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    ...(server.user ? { auth: { type: 'LOGIN', user: server.user, pass: server.password ?? '' } } : {}),
    tls: { rejectUnauthorized: server.verify !== false, ...(server.ca ? { ca: server.ca } : {}) },
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket: (_options, callback) => callback(null, { connection: socket }),
  })
}

const toNodemailer = ({ to, cc, bcc, ...message }: MailMessage) => ({
  ...message,
  from: named(message.from),
  to: to.map(named),
  cc: cc?.map(named),
  bcc: bcc?.map(named),
  replyTo: message.replyTo && named(message.replyTo),
  headers: { ...message.headers },
  attachments: message.attachments?.map((attachment) => ({ ...attachment })),
})

/** As an object, so that nothing in a name is ever read as a second address. */
const named = ({ name, address }: MailAddress) => ({ name: name ?? '', address })

const plainAddress = /^[^\s<>()[\]\\,;:"@]{1,64}@[^\s<>()[\]\\,;:"@]{1,190}$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
const control = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/
const headerName = /^[A-Za-z][\w-]{0,63}$/

/** Whatever could end a line could start a command or a header of its own. */
export function messageProblem(message: MailMessage): Text | undefined {
  const people = [
    message.from,
    ...message.to,
    ...(message.cc ?? []),
    ...(message.bcc ?? []),
    ...(message.replyTo ? [message.replyTo] : []),
  ]
  const wrong = people.find(({ name, address }) => !plainAddress.test(address) || control.test(address + (name ?? '')))
  if (wrong)
    return text(
      `메일 주소가 올바르지 않습니다: ${JSON.stringify(wrong.address)}`,
      `This is not a valid mail address: ${JSON.stringify(wrong.address)}`,
    )
  if (message.to.length + (message.cc?.length ?? 0) + (message.bcc?.length ?? 0) === 0)
    return text('받는 사람이 없습니다.', 'There is no recipient.')
  const lines = [
    message.subject,
    message.messageId ?? '',
    ...(message.attachments ?? []).map(({ filename }) => filename),
    ...Object.values(message.headers ?? {}),
  ]
  if (lines.some((line) => control.test(line)))
    return text('제목이나 머리글에 제어 문자가 있습니다.', 'The subject or a header contains control characters.')
  if (!Object.keys(message.headers ?? {}).every((name) => headerName.test(name)))
    return text('머리글 이름이 올바르지 않습니다.', 'A header name is not valid.')
  return undefined
}

function smtpFailed(error: unknown): Failed {
  const code = errorCode(error)
  // Nodemailer keeps the system's own code beside its own.
  const { originalCode: inner = code, response } = error as { originalCode?: string; response?: string }
  if (/^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(inner))
    return failed('tls', inner, 'target', verifyText(inner))
  if (code === 'ETLS')
    return failed(
      'tls',
      code,
      'target',
      text('메일 서버와 TLS를 시작하지 못했습니다.', 'TLS could not be started with the mail server.'),
    )
  const said = (response ?? (error instanceof Error ? error.message : '')).replaceAll(/\s+/g, ' ').slice(0, 300)
  if (code === 'EAUTH')
    return failed(
      'smtp',
      code,
      'target',
      text(`메일 서버가 로그인을 거부했습니다: ${said}`, `The mail server refused the sign-in: ${said}`),
    )
  return failed(
    'smtp',
    code,
    faultOf(inner),
    text(`메일 서버가 받지 않았습니다: ${said}`, `The mail server did not take it: ${said}`),
  )
}
