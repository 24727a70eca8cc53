import { createRequire } from 'node:module'
import { buffer } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { readZip, writeZip } from './zip.ts'

/** The libraries that Playwright writes and reads its traces with, as far as they are used here. */
interface Yazl {
  ZipFile: new () => {
    outputStream: NodeJS.ReadableStream
    addBuffer(bytes: Buffer, name: string, options?: { compress: boolean }): void
    end(): void
  }
}
interface Yauzl {
  fromBuffer(bytes: Buffer, options: object, done: (error: Error | null, zip: OpenZip) => void): void
}
interface OpenZip {
  on(event: 'entry', heard: (entry: { fileName: string }) => void): void
  on(event: 'end', heard: () => void): void
  readEntry(): void
  openReadStream(entry: object, done: (error: Error | null, stream: NodeJS.ReadableStream) => void): void
}
const { yazl, yauzl } = createRequire(import.meta.url)('playwright-core/lib/utilsBundle') as {
  yazl: Yazl
  yauzl: Yauzl
}

const entries = [
  { name: 'trace.trace', bytes: Buffer.from('{"a":1}\n'.repeat(1_000)) },
  { name: 'resources/한글.bin', bytes: Buffer.from([0, 1, 2, 255]) },
  { name: 'empty', bytes: Buffer.alloc(0) },
]

it('reads what it wrote', () => {
  expect(readZip(writeZip(entries))).toEqual(entries)
})

it('writes what another library reads, checksums and all', async () => {
  const read = await new Promise<unknown[]>((resolve, reject) => {
    const found: unknown[] = []
    yauzl.fromBuffer(writeZip(entries), { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error) return reject(error)
      zip.on('end', () => resolve(found))
      zip.on('entry', (entry) =>
        zip.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(failed)
          void buffer(stream).then((bytes) => {
            found.push({ name: entry.fileName, bytes })
            zip.readEntry()
          }, reject)
        }),
      )
      zip.readEntry()
    })
  })
  expect(read).toEqual(entries)
})

it('reads what another library wrote, packed or not', async () => {
  const zip = new yazl.ZipFile()
  zip.addBuffer(Buffer.from('x'.repeat(5_000)), 'a.txt')
  zip.addBuffer(Buffer.from('stored'), 'b.txt', { compress: false })
  zip.end()
  expect(readZip(await buffer(zip.outputStream)).map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
    ['a.txt', 'x'.repeat(5_000)],
    ['b.txt', 'stored'],
  ])
})

it('refuses what is no archive', () => {
  expect(() => readZip(Buffer.from('<html>'))).toThrow('not a ZIP archive')
})
