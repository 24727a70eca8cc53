import { Buffer } from 'node:buffer'
import type { Conversation } from '#platform/outbound/index.ts'
import { ByteReader, unexpected, zeroEnded } from '../shared/byte-reader.ts'

/** MySQL's client/server protocol, version 10, as MySQL and MariaDB speak it: what one who reads a value needs. */
export const can = {
  longPassword: 0x1,
  longFlag: 0x4,
  connectWithDatabase: 0x8,
  protocol41: 0x200,
  tls: 0x800,
  transactions: 0x2000,
  secureConnection: 0x8000,
  pluginAuth: 0x8_0000,
} as const

/** Neither several statements nor LOCAL INFILE: a server can then not ask for a file of ours. */
const wantedAbilities =
  can.longPassword | can.longFlag | can.protocol41 | can.transactions | can.secureConnection | can.pluginAuth

const longestPacket = 262_144
const utf8mb4 = 45

/** Packets of one exchange are numbered; a reply continues the numbers of what it answers. */
export class Packets {
  readonly #talk: Conversation
  #sequence = 0

  constructor(talk: Conversation) {
    this.#talk = talk
  }

  async read(): Promise<Buffer> {
    const head = await this.#talk.read(4)
    const length = head.readUIntLE(0, 3)
    if (length > longestPacket)
      throw unexpected('서버가 너무 큰 패킷을 보냅니다.', 'The server sends too large a packet.')
    this.#sequence = (head.readUInt8(3) + 1) & 255
    return this.#talk.read(length)
  }

  write(body: Buffer): void {
    const head = Buffer.alloc(4)
    head.writeUIntLE(body.length, 0, 3)
    head.writeUInt8(this.#sequence, 3)
    this.#sequence = (this.#sequence + 1) & 255
    this.#talk.write(Buffer.concat([head, body]))
  }

  query(sql: string): void {
    this.#sequence = 0
    this.write(Buffer.concat([Buffer.from([3]), Buffer.from(sql)]))
  }

  quit(): void {
    this.#sequence = 0
    this.write(Buffer.from([1]))
  }
}

export interface Greeting {
  readonly version: string
  readonly abilities: number
  readonly nonce: Buffer
  readonly plugin: string
}

export function readGreeting(packet: Buffer): Greeting {
  const reader = new ByteReader(packet)
  if (reader.u8() !== 10) throw notMysql()
  const version = reader.text()
  reader.skip(4)
  const first = reader.take(8)
  reader.skip(1)
  const low = reader.u16le()
  reader.skip(3)
  const abilities = low | (reader.u16le() << 16)
  const nonceLength = reader.u8()
  reader.skip(10)
  const second = reader.take(Math.min(reader.left, Math.max(13, nonceLength - 8)))
  const nonce = Buffer.concat([first, second]).subarray(0, 20)
  const plugin = (abilities & can.pluginAuth) !== 0 && reader.left > 0 ? wordsUntilZero(reader) : ''
  return { version, abilities, nonce, plugin: plugin || 'mysql_native_password' }
}

/** Old servers leave the zero at the end of the packet out. */
const wordsUntilZero = (reader: ByteReader): string => reader.rest().toString('latin1').split('\0', 1)[0] as string

const abilitiesFor = (database: string | undefined, isSecure: boolean): number =>
  wantedAbilities | (database === undefined ? 0 : can.connectWithDatabase) | (isSecure ? can.tls : 0)

function head(abilities: number): Buffer {
  const bytes = Buffer.alloc(32)
  bytes.writeUInt32LE(abilities >>> 0, 0)
  bytes.writeUInt32LE(longestPacket, 4)
  bytes.writeUInt8(utf8mb4, 8)
  return bytes
}

export const tlsRequest = (database: string | undefined): Buffer => head(abilitiesFor(database, true))

export interface HandshakeWords {
  readonly username: string
  readonly answer: Buffer
  readonly database: string | undefined
  readonly plugin: string
  readonly isSecure: boolean
}

export const handshakeResponse = ({ username, answer, database, plugin, isSecure }: HandshakeWords): Buffer =>
  Buffer.concat([
    head(abilitiesFor(database, isSecure)),
    zeroEnded(username),
    Buffer.from([answer.length]),
    answer,
    ...(database === undefined ? [] : [zeroEnded(database)]),
    zeroEnded(plugin),
  ])

/** A length in one, three, four or nine bytes; null is SQL's NULL. */
export function readLength(reader: ByteReader): number | null {
  const first = reader.u8()
  if (first < 0xfb) return first
  if (first === 0xfb) return null
  if (first === 0xfc) return reader.u16le()
  if (first === 0xfd) return reader.take(3).readUIntLE(0, 3)
  // Eight bytes: longer than any packet that is read here.
  throw notMysql()
}

export function readText(reader: ByteReader): string | null {
  const length = readLength(reader)
  return length === null ? null : reader.take(length).toString('utf8')
}

export const notMysql = () =>
  unexpected('서버가 MySQL 프로토콜로 답하지 않습니다.', 'The server does not speak the MySQL protocol.')
