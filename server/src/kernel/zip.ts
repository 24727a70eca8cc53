import { Buffer } from 'node:buffer'
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

/** A file in a ZIP archive. */
export interface ZipEntry {
  readonly name: string
  readonly bytes: Buffer
}

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const
const stored = 0
const deflated = 8
const utf8Names = 0x0800
/** More than this in one entry is not read: archives come from tools of ours, and none makes larger ones. */
const mostBytes = 64 * 1_048_576

/** Reads an archive (APPNOTE 6.3.10, without ZIP64 and encryption). Throws on anything else. */
export function readZip(archive: Buffer): ZipEntry[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0) throw new Error('not a ZIP archive')
  const count = archive.readUInt16LE(end + 10)
  const entries: ZipEntry[] = []
  for (let number = 0, at = archive.readUInt32LE(end + 16); number < count; number++) {
    if (archive.readUInt32LE(at) !== signatures.central) throw new Error('the directory of the ZIP archive is broken')
    const nameLength = archive.readUInt16LE(at + 28)
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength)
    entries.push({ name, bytes: bytesAt(archive, at) })
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return entries
}

function bytesAt(archive: Buffer, central: number): Buffer {
  const method = archive.readUInt16LE(central + 10)
  const size = archive.readUInt32LE(central + 20)
  const local = archive.readUInt32LE(central + 42)
  const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const bytes = archive.subarray(from, from + size)
  if (method === stored) return bytes
  if (method !== deflated) throw new Error(`the ZIP archive uses compression ${method}`)
  return inflateRawSync(bytes, { maxOutputLength: mostBytes })
}

/** Writes an archive; all entries are deflated and dated 1980. */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const named = Buffer.from(name)
    const packed = deflateRawSync(bytes)
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    shared.writeUInt16LE(utf8Names, 2)
    shared.writeUInt16LE(deflated, 4)
    shared.writeUInt16LE(0x21, 8)
    shared.writeUInt32LE(crc32(bytes), 10)
    shared.writeUInt32LE(packed.length, 14)
    shared.writeUInt32LE(bytes.length, 18)
    shared.writeUInt16LE(named.length, 22)
    parts.push(word(signatures.local), shared, named, packed)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(word(signatures.central), Buffer.from([20, 0]), shared, rest, named)
    offset += 30 + named.length + packed.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, central, word(signatures.end), end])
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
