import { createHash, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto'
import type net from 'node:net'
import tls from 'node:tls'
import { certificate } from './certificates.ts'
import { startTcpTarget, type Target } from './tcp-target.ts'

/**
 * The sign-in of MySQL 8 (`caching_sha2_password`), which no package of Debian has, after its public description. The
 * mysql2 client has to agree with it in the tests that use it.
 */
export interface Sha2Target extends Target {
  /** How the last sign-in went: from the cache, encrypted, over TLS, or not at all. */
  lastWay(): string
}

export interface Sha2Options {
  readonly password: string
  /** The server remembers the hash of the password, so that it need not see it. */
  readonly cached?: boolean
  /** It offers `mysql_native_password` first and switches. */
  readonly switches?: boolean
}

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = publicKey.export({ type: 'spki', format: 'pem' })
const sha256 = (...parts: (Buffer | string)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const abilities = 0x0008_aa0d | 0x800 | 0x20_0000

export async function startSha2Target(options: Sha2Options): Promise<Sha2Target> {
  let way = 'none'
  const target = await startTcpTarget((socket) => serve(socket, options, (how) => (way = how)))
  return { ...target, lastWay: () => way }
}

function serve(socket: net.Socket, { password, cached, switches }: Sha2Options, tell: (how: string) => void): void {
  const nonce = Buffer.from(randomBytes(20).map((byte) => (byte % 90) + 33))
  let stream: net.Socket = socket
  let sequence = 0
  let state: 'hello' | 'switched' | 'full' | 'key' | 'in' = 'hello'
  const send = (body: Buffer) => {
    const head = Buffer.from([body.length & 255, body.length >> 8, 0, sequence++])
    stream.write(Buffer.concat([head, body]))
  }
  const ok = Buffer.from([0, 0, 0, 2, 0, 0, 0])
  const finish = (isRight: boolean, how: string) => {
    tell(isRight ? how : 'refused')
    state = 'in'
    send(isRight ? ok : Buffer.concat([Buffer.from([0xff, 0x15, 0x04]), Buffer.from('#28000Access denied')]))
  }
  const judge = (answer: Buffer) => {
    const once = sha256(password)
    const mask = sha256(sha256(once), nonce)
    const isRight =
      answer.length === 32 && answer.every((byte, at) => byte === ((once[at] as number) ^ (mask[at] as number)))
    if (cached && isRight) {
      send(Buffer.from([1, 3]))
      finish(true, 'from the cache')
      return
    }
    state = 'full'
    send(Buffer.from([1, 4]))
  }
  const take = (body: Buffer, ahead: Buffer) => {
    if (state === 'hello' && body.length === 32) {
      socket.removeAllListeners('data').pause()
      socket.unshift(ahead)
      stream = new tls.TLSSocket(socket, { isServer: true, ...certificate('valid') })
      stream.on('error', () => undefined)
      listen()
    } else if (state === 'hello') {
      if (switches) {
        state = 'switched'
        send(Buffer.concat([Buffer.from([0xfe]), Buffer.from('caching_sha2_password\0'), nonce, Buffer.from([0])]))
      } else judge(answerIn(body))
    } else if (state === 'switched') judge(body)
    else if (state === 'full' && stream !== socket) finish(body.toString() === `${password}\0`, 'over TLS')
    else if (state === 'full') {
      state = 'key'
      send(Buffer.concat([Buffer.from([1]), Buffer.from(pem)]))
    } else if (state === 'key') {
      const words = privateDecrypt(privateKey, body).map((byte, at) => byte ^ (nonce[at % 20] as number))
      finish(Buffer.from(words).toString() === `${password}\0`, 'encrypted')
    } else stream.end()
  }
  const listen = () => {
    const own = stream
    let heard = Buffer.alloc(0)
    stream.on('data', (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk])
      while (heard.length >= 4 && heard.length >= 4 + heard.readUIntLE(0, 3)) {
        const length = heard.readUIntLE(0, 3)
        sequence = (heard[3] as number) + 1
        const body = heard.subarray(4, 4 + length)
        heard = heard.subarray(4 + length)
        take(body, heard)
        if (stream !== own) return
      }
    })
  }
  listen()
  send(greeting(nonce, switches ? 'mysql_native_password' : 'caching_sha2_password'))
}

function greeting(nonce: Buffer, plugin: string): Buffer {
  const low = Buffer.alloc(2)
  low.writeUInt16LE(abilities & 0xffff)
  const high = Buffer.alloc(2)
  high.writeUInt16LE(abilities >>> 16)
  return Buffer.concat([
    Buffer.from('\n8.4.0\0', 'latin1'),
    Buffer.from([9, 0, 0, 0]),
    nonce.subarray(0, 8),
    Buffer.from([0]),
    low,
    Buffer.from([45, 2, 0]),
    high,
    Buffer.from([21]),
    Buffer.alloc(10),
    nonce.subarray(8),
    Buffer.from(`\0${plugin}\0`),
  ])
}

/** Behind 32 bytes and the user's name, with its length in one byte. */
function answerIn(body: Buffer): Buffer {
  const at = body.indexOf(0, 32) + 1
  const length = body[at] as number
  return body.subarray(at + 1, at + 1 + length)
}
