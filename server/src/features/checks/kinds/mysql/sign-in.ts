import { Buffer } from 'node:buffer'
import { constants, createHash, publicEncrypt } from 'node:crypto'
import { ByteReader, zeroEnded } from '../shared/byte-reader.ts'
import type { Refusal } from '../shared/server-refusal.ts'
import { type Greeting, handshakeResponse, notMysql, type Packets } from './packets.ts'
import { isError, refusalOf } from './refusal.ts'

export interface Credentials {
  readonly username: string
  readonly password: string
  readonly database: string | undefined
  /** Nobody signs in: whatever the server says of the user is proof enough of life. */
  readonly isAnonymous: boolean
  readonly isSecure: boolean
}

export type SignedIn = Refusal | 'signed-in' | 'wants-sign-in'

const mostTurns = 10

/** From the greeting to OK, by whichever method the server chooses of those we speak. */
export async function signIn(packets: Packets, greeting: Greeting, credentials: Credentials): Promise<SignedIn> {
  const { username, password, database, isSecure } = credentials
  let { plugin, nonce } = greeting
  // Full handshakes only: one that breaks off would count against our address (max_connect_errors).
  const known = methods[plugin] ? plugin : 'mysql_native_password'
  const answer = methods[known]?.(password, nonce) ?? Buffer.alloc(0)
  packets.write(handshakeResponse({ username, answer, database, plugin: known, isSecure }))
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const packet = await packets.read()
    if (isError(packet)) return refused(packet, credentials)
    if (packet[0] === 0) return 'signed-in'
    if (packet[0] === 0xfe) {
      const next = switchOf(packet)
      plugin = next.plugin
      nonce = next.nonce
      const reply = answerWith(plugin, nonce, credentials)
      if ('reason' in reply) return credentials.isAnonymous ? 'wants-sign-in' : reply
      packets.write(reply)
    } else if (packet[0] === 1 && plugin === 'caching_sha2_password') {
      await goOn(packets, packet, nonce, credentials)
    } else {
      throw notMysql()
    }
  }
  throw notMysql()
}

function refused(packet: Buffer, { isAnonymous }: Credentials): SignedIn {
  const refusal = refusalOf(packet)
  return isAnonymous && (refusal.reason === 'auth' || refusal.reason === 'unsupported') ? 'wants-sign-in' : refusal
}

function switchOf(packet: Buffer): { plugin: string; nonce: Buffer } {
  const reader = new ByteReader(packet)
  reader.skip(1)
  if (reader.left === 0) return { plugin: 'mysql_old_password', nonce: Buffer.alloc(0) }
  const plugin = reader.text()
  return { plugin, nonce: reader.rest().subarray(0, 20) }
}

function answerWith(plugin: string, nonce: Buffer, { password, isSecure }: Credentials): Buffer | Refusal {
  if (plugin === 'mysql_clear_password' && isSecure) return zeroEnded(password)
  return methods[plugin]?.(password, nonce) ?? { reason: 'unsupported', code: plugin.slice(0, 60), said: '' }
}

const hash = (algorithm: 'sha1' | 'sha256', ...parts: readonly (Buffer | string)[]): Buffer => {
  const made = createHash(algorithm)
  for (const part of parts) made.update(part)
  return made.digest()
}

const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, at) => byte ^ (b[at % b.length] as number)))

type Method = (password: string, nonce: Buffer) => Buffer

/** An empty password is an empty answer, in both. */
const methods: Readonly<Record<string, Method>> = {
  mysql_native_password(password, nonce) {
    if (password === '') return Buffer.alloc(0)
    const once = hash('sha1', password)
    return xor(once, hash('sha1', nonce, hash('sha1', once)))
  },
  caching_sha2_password(password, nonce) {
    if (password === '') return Buffer.alloc(0)
    const once = hash('sha256', password)
    return xor(once, hash('sha256', hash('sha256', once), nonce))
  },
}

const fastSuccess = 3
const fullSignIn = 4

/**
 * The server does not have the password's hash in its cache: it wants the password itself, in the clear inside TLS, else
 * encrypted with its key, which it sends when asked.
 */
async function goOn(
  packets: Packets,
  packet: Buffer,
  nonce: Buffer,
  { password, isSecure }: Credentials,
): Promise<void> {
  if (packet.length === 2 && packet[1] === fastSuccess) return
  if (packet.length !== 2 || packet[1] !== fullSignIn) throw notMysql()
  if (isSecure) {
    packets.write(zeroEnded(password))
    return
  }
  packets.write(Buffer.from([2]))
  const key = await packets.read()
  if (key[0] !== 1 || nonce.length === 0) throw notMysql()
  packets.write(encrypted(xor(zeroEnded(password), nonce), key.subarray(1).toString('latin1')))
}

function encrypted(words: Buffer, key: string): Buffer {
  try {
    return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING }, words)
  } catch {
    throw notMysql()
  }
}
