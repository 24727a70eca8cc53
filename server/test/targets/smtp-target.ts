import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { certificate } from './certificates.ts'

export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  readonly source: string
}

export interface SmtpTarget {
  readonly port: number
  readonly mails: readonly ReceivedMail[]
  readonly signIns: readonly { readonly user: string; readonly password: string }[]
  connections(): number
  close(): Promise<void>
}

export interface SmtpTargetOptions {
  /** TLS from the first byte; otherwise STARTTLS is offered. */
  readonly secure?: boolean
  readonly plain?: boolean
  readonly refuse?: { readonly code: number; readonly message: string }
  readonly password?: string
}

/** A mail server on loopback that keeps what it is given. */
export async function startSmtpTarget(options: SmtpTargetOptions = {}): Promise<SmtpTarget> {
  const mails: ReceivedMail[] = []
  const signIns: { user: string; password: string }[] = []
  let connections = 0
  const server = new SMTPServer({
    ...certificate('valid'),
    secure: options.secure ?? false,
    authOptional: options.password === undefined,
    disabledCommands: options.plain ? ['STARTTLS'] : [],
    allowInsecureAuth: true,
    logger: false,
    onConnect(_session, done) {
      connections += 1
      done()
    },
    onAuth(auth, _session, done) {
      signIns.push({ user: auth.username ?? '', password: auth.password ?? '' })
      if (auth.password === options.password) done(null, { user: auth.username ?? '' })
      else done(new Error('wrong password'))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (options.refuse)
          return done(Object.assign(new Error(options.refuse.message), { responseCode: options.refuse.code }))
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString(),
        })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return {
    port: (listener.address() as AddressInfo).port,
    mails,
    signIns,
    connections: () => connections,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
