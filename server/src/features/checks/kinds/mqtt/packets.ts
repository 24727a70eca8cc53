import { Buffer } from 'node:buffer'
import type { Conversation } from '#platform/outbound/index.ts'
import { ByteReader, u16be, unexpected } from '../shared/byte-reader.ts'

/** MQTT 3.1.1 and 5.0 (OASIS): the packets of somebody who signs in, subscribes, reads and leaves. */
export type MqttVersion = '3.1.1' | '5'

export interface Packet {
  readonly type: number
  readonly flags: number
  readonly body: ByteReader
}

export const packetTypes = { connack: 2, publish: 3, suback: 9, pingresp: 13, disconnect: 14 } as const

/** More is the server's mistake: a message one looks at is small. */
const longestPacket = 262_144

export interface ConnectWords {
  readonly version: MqttVersion
  readonly clientId: string
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly keepAliveSeconds: number
}

/** Section 3.1. Clean, so that the server keeps nothing of us. */
export function connectPacket({ version, clientId, username, password, keepAliveSeconds }: ConnectWords): Buffer {
  const cleanStart = 0x02
  const flags = cleanStart | (username === undefined ? 0 : 0x80) | (password === undefined ? 0 : 0x40)
  return packet(1, 0, [
    words('MQTT'),
    Buffer.from([version === '5' ? 5 : 4, flags]),
    u16be(keepAliveSeconds),
    ...noProperties(version),
    words(clientId),
    ...(username === undefined ? [] : [words(username)]),
    ...(password === undefined ? [] : [words(password)]),
  ])
}

/** Section 3.8: one topic filter, QoS 0 asked for, so that nothing has to be acknowledged. */
export const subscribePacket = (version: MqttVersion, topic: string): Buffer =>
  packet(8, 2, [u16be(1), ...noProperties(version), words(topic), Buffer.from([0])])

export const pingPacket = packet(12, 0, [])
export const disconnectPacket = packet(14, 0, [])

export async function readPacket(talk: Conversation): Promise<Packet> {
  const head = (await talk.read(1)).readUInt8()
  const length = await readLength(talk)
  if (length > longestPacket)
    throw unexpected('서버가 너무 큰 패킷을 보냅니다.', 'The server sends too large a packet.')
  return { type: head >> 4, flags: head & 15, body: new ByteReader(await talk.read(length)) }
}

/** Section 1.5.5: seven bits a byte, four bytes at most. */
async function readLength(talk: Conversation): Promise<number> {
  let length = 0
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = (await talk.read(1)).readUInt8()
    length += (byte & 127) << shift
    if (byte < 128) return length
  }
  throw notMqtt()
}

/** Section 3.3. The topic and what was published, without packet identifier and properties. */
export function readPublish({ flags, body }: Packet, version: MqttVersion): { topic: string; payload: Buffer } {
  const topic = body.take(body.u16be()).toString('utf8')
  if ((flags & 6) !== 0) body.skip(2)
  skipProperties(body, version)
  return { topic, payload: body.rest() }
}

export function skipProperties(body: ByteReader, version: MqttVersion): void {
  if (version !== '5') return
  let length = 0
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = body.u8()
    length += (byte & 127) << shift
    if (byte < 128) {
      body.skip(length)
      return
    }
  }
  throw notMqtt()
}

export const notMqtt = () => unexpected('서버가 MQTT로 답하지 않습니다.', 'The server does not answer in MQTT.')

function packet(type: number, flags: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const length: number[] = []
  let rest = body.length
  do {
    length.push((rest & 127) | (rest > 127 ? 128 : 0))
    rest >>= 7
  } while (rest > 0)
  return Buffer.concat([Buffer.from([(type << 4) | flags, ...length]), body])
}

const words = (value: string): Buffer => {
  const bytes = Buffer.from(value)
  return Buffer.concat([u16be(bytes.length), bytes])
}

const noProperties = (version: MqttVersion): Buffer[] => (version === '5' ? [Buffer.from([0])] : [])
