import { Buffer } from 'node:buffer'
import { ByteReader, unexpected } from '../shared/byte-reader.ts'

/** grpc.health.v1, and the few bytes of protobuf and gRPC framing that its two messages need. */
export const healthPath = '/grpc.health.v1.Health/Check'

const servingStates = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const
export type ServingState = (typeof servingStates)[number]

/** HealthCheckRequest { string service = 1 } in one uncompressed gRPC message; proto3 leaves an empty string out. */
export function healthRequest(service: string): Buffer {
  const name = Buffer.from(service)
  const message = name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a]), varint(name.length), name])
  const head = Buffer.alloc(5)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

/** HealthCheckResponse { ServingStatus status = 1 }. A field that is absent is its zero value. */
export function readHealthResponse(body: Buffer): ServingState {
  const frame = new ByteReader(body)
  if (frame.u8() !== 0)
    throw unexpected('서버가 압축된 gRPC 메시지를 보냈습니다.', 'The server sent a compressed gRPC message.')
  const message = new ByteReader(frame.take(frame.take(4).readUInt32BE()))
  let state = 0
  while (message.left > 0) {
    const tag = readVarint(message)
    if (tag === 0x08) state = readVarint(message)
    else skipField(message, tag & 7)
  }
  return servingStates[state] ?? 'UNKNOWN'
}

function skipField(message: ByteReader, wireType: number): void {
  if (wireType === 0) readVarint(message)
  else if (wireType === 1) message.skip(8)
  else if (wireType === 2) message.skip(readVarint(message))
  else if (wireType === 5) message.skip(4)
  else throw unexpected('서버의 gRPC 메시지를 읽을 수 없습니다.', 'The gRPC message of the server cannot be read.')
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest >>= 7) bytes.push((rest & 127) | 128)
  return Buffer.from([...bytes, rest])
}

/** 32 bits are all that a length or this enum can have. */
function readVarint(message: ByteReader): number {
  let value = 0
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = message.u8()
    value += (byte & 127) * 2 ** shift
    if (byte < 128) return value
  }
  throw unexpected('서버의 gRPC 메시지를 읽을 수 없습니다.', 'The gRPC message of the server cannot be read.')
}
