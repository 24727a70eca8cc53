import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export interface MailBox {
  readonly port: number
  /** Every message that was taken, oldest first. */
  readonly mails: readonly {
    readonly from: string
    readonly to: readonly string[]
    readonly mail: Email
    readonly raw: string
  }[]
  /** Called at RCPT TO: an error refuses the address. */
  refuse: (address: string) => (Error & { responseCode?: number }) | null
  /** Called once the message was read: `drop` cuts the connection without an answer. */
  atEnd: () => 'take' | 'drop' | (Error & { responseCode?: number })
  /** Empties it, and takes everything again. */
  clear(): void
  close(): Promise<void>
}

/** A real SMTP server on loopback that remembers what it took. */
export async function openMailBox(): Promise<MailBox> {
  const mails: { from: string; to: string[]; mail: Email; raw: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo: ({ address }, _session, done) => done(box.refuse(address)),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        const verdict = box.atEnd()
        if (verdict instanceof Error) return done(verdict)
        const { mailFrom, rcptTo } = session.envelope
        void PostalMime.parse(raw).then((mail) => {
          mails.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), mail, raw })
          if (verdict === 'take') return done()
          for (const connection of server.connections) (connection as unknown as { close(): void }).close()
        })
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const box: MailBox = {
    port: (server.server.address() as AddressInfo).port,
    mails,
    refuse: () => null,
    atEnd: () => 'take',
    clear() {
      mails.length = 0
      box.refuse = () => null
      box.atEnd = () => 'take'
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return box
}

/** How an SMTP server says no. */
export const smtpError = (responseCode: number, message: string): Error & { responseCode: number } =>
  Object.assign(new Error(message), { responseCode })
