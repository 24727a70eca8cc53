import { Buffer } from 'node:buffer'
import { text } from '@bongsu/contract/text.ts'
import { ProtocolViolation } from '#platform/outbound/index.ts'

/** Reads the fields of one packet in turn. A packet that ends too early is the server's fault, never an exception of ours. */
export class ByteReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  take(count: number): Buffer {
    if (count < 0 || count > this.left) throw new ProtocolViolation(tooShort)
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  skip(count: number): void {
    this.take(count)
  }

  rest(): Buffer {
    return this.take(this.left)
  }

  u8(): number {
    return this.take(1).readUInt8()
  }

  u16be(): number {
    return this.take(2).readUInt16BE()
  }

  u16le(): number {
    return this.take(2).readUInt16LE()
  }

  u32le(): number {
    return this.take(4).readUInt32LE()
  }

  i32be(): number {
    return this.take(4).readInt32BE()
  }

  /** Up to a zero byte, which is taken too. */
  text(): string {
    const end = this.#bytes.indexOf(0, this.#at)
    if (end < 0) throw new ProtocolViolation(tooShort)
    const words = this.take(end - this.#at).toString('utf8')
    this.skip(1)
    return words
  }
}

const tooShort = text('서버가 보낸 패킷이 도중에 끝납니다.', 'The server sent a packet that ends too early.')

export const unexpected = (ko: string, en: string): ProtocolViolation => new ProtocolViolation(text(ko, en))

export const u16be = (value: number): Buffer => {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

export const i32be = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

export const zeroEnded = (words: string): Buffer => Buffer.from(`${words}\0`)
