import { Buffer } from 'node:buffer'
import type { Socket } from 'node:net'
import { text } from '@bongsu/contract/text.ts'
import { errorCode, type Failed, failed, faultOf } from './result.ts'
import type { Watch } from './watch.ts'

/** Protocols that begin in the clear and change to TLS when asked. */
export const startTlsProtocols = ['smtp', 'imap', 'pop3', 'ftp', 'postgres'] as const
export type StartTlsProtocol = (typeof startTlsProtocols)[number]

interface Turn {
  readonly say?: string | Uint8Array
  /** What must be heard before the next turn. */
  readonly hear: RegExp
  readonly refusal: RegExp
}

const replyRefused = /^[45]\d\d[ -].*\r?\n/m
const imapRefused = /^(?:\* BYE|\w+ (?:NO|BAD)).*\r?\n/im
const pop3Refused = /^-ERR.*\r?\n/m

/** A first line in nobody's words but another protocol's: no use in waiting for the right one. */
const notAReply = /^(?!\d{3}[ -])[^\r\n]*\r?\n|^[45]\d\d[ -].*\r?\n/m
const notImap = /^(?!\* )[^\r\n]*\r?\n|^\* BYE.*\r?\n/im
const notPop3 = /^(?!\+OK)[^\r\n]*\r?\n/m

/** RFC 3207, 3501, 2595, 4217, and PostgreSQL's SSLRequest. */
const dialogues: Readonly<Record<StartTlsProtocol, readonly Turn[]>> = {
  smtp: [
    { hear: /^220 .*\r?\n/m, refusal: notAReply },
    { say: 'EHLO bongsu.invalid\r\n', hear: /^250 .*\r?\n/m, refusal: replyRefused },
    { say: 'STARTTLS\r\n', hear: /^220 .*\r?\n/m, refusal: replyRefused },
  ],
  imap: [
    { hear: /^\* OK.*\r?\n/im, refusal: notImap },
    { say: 'a1 STARTTLS\r\n', hear: /^a1 OK.*\r?\n/im, refusal: imapRefused },
  ],
  pop3: [
    { hear: /^\+OK.*\r?\n/m, refusal: notPop3 },
    { say: 'STLS\r\n', hear: /^\+OK.*\r?\n/m, refusal: pop3Refused },
  ],
  ftp: [
    { hear: /^220 .*\r?\n/m, refusal: notAReply },
    { say: 'AUTH TLS\r\n', hear: /^234[ -].*\r?\n/m, refusal: replyRefused },
  ],
  postgres: [{ say: Uint8Array.of(0, 0, 0, 8, 4, 210, 22, 47), hear: /^S/, refusal: /^[NE]/ }],
}

const mostHeard = 16_384

/** Brings an open connection to the point where TLS begins; undefined when it is there. */
export async function startTls(socket: Socket, protocol: StartTlsProtocol, watch: Watch): Promise<Failed | undefined> {
  watch.say('starttls')
  for (const turn of dialogues[protocol]) {
    const problem = await take(socket, turn, protocol, watch)
    if (problem) return problem
  }
  return undefined
}

function take(
  socket: Socket,
  { say, hear, refusal }: Turn,
  protocol: StartTlsProtocol,
  watch: Watch,
): Promise<Failed | undefined> {
  return new Promise((resolve) => {
    let heard = Buffer.alloc(0)
    const finish = (result: Failed | undefined) => {
      socket.off('data', listen)
      socket.off('close', onClose)
      // Nothing may be read past this point by anybody but TLS.
      socket.pause()
      resolve(result)
    }
    const onClose = () => finish(closed)
    const listen = (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk])
      const words = heard.toString('latin1')
      if (hear.test(words)) finish(undefined)
      else if (refusal.test(words) || heard.length > mostHeard) finish(refused(protocol, words))
    }
    watch.enter('tls', undefined, () => finish(watch.failure()))
    socket.on('data', listen)
    socket.once('close', onClose)
    socket.once('error', (error) => finish(broken(error)))
    if (say !== undefined) socket.write(say)
    socket.resume()
  })
}

const refused = (protocol: StartTlsProtocol, words: string): Failed => {
  const said = words
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 120)
  return failed(
    'tls',
    'starttls',
    'target',
    text(
      `서버가 ${protocol} STARTTLS를 받아들이지 않았습니다: ${said}`,
      `The server did not accept STARTTLS for ${protocol}: ${said}`,
    ),
  )
}

const closed = failed(
  'tls',
  'ECONNRESET',
  'target',
  text('STARTTLS 중에 상대가 연결을 끊었습니다.', 'The server closed the connection during STARTTLS.'),
)

const broken = (error: Error): Failed => ({ ...closed, code: errorCode(error), fault: faultOf(errorCode(error)) })
