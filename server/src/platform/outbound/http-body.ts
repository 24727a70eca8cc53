import { Buffer } from 'node:buffer'
import type { Transform } from 'node:stream'
import zlib from 'node:zlib'
import { text } from '@bongsu/contract/text.ts'
import { type Failed, failed } from './result.ts'
import type { Watch } from './watch.ts'

export interface Decoded {
  readonly ok: true
  readonly body: Buffer
  /** There was more than fits the cap. */
  readonly cut: boolean
}

type Decoder = Transform & { readonly bytesWritten: number }

/** RFC 9659: a window over 8 MB is nothing a server may ask of a client. */
const zstdWindowLog = 23
const zstdWindowKey = (zlib.constants as unknown as Record<string, number>).ZSTD_d_windowLogMax
/** Node 22 before 22.15 has no zstd. */
const createZstd = (zlib as { createZstdDecompress?: (options: object) => unknown }).createZstdDecompress

const forgiving = { finishFlush: zlib.constants.Z_SYNC_FLUSH }
const decoders: Readonly<Record<string, (input: Buffer) => Decoder>> = {
  gzip: () => zlib.createGunzip(forgiving) as Decoder,
  'x-gzip': () => zlib.createGunzip(forgiving) as Decoder,
  // Both readings of "deflate" are out there: with the zlib header and without.
  deflate: (input) =>
    (((input[0] ?? 0) & 0x0f) === 8 ? zlib.createInflate(forgiving) : zlib.createInflateRaw(forgiving)) as Decoder,
  br: () => zlib.createBrotliDecompress({ finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH }) as Decoder,
  ...(createZstd && zstdWindowKey !== undefined
    ? {
        zstd: () =>
          createZstd({
            params: { [zstdWindowKey]: zstdWindowLog },
            finishFlush: zlib.constants.ZSTD_e_flush,
          }) as Decoder,
      }
    : {}),
}

const mostCodings = 2
const worstRatio = 100
/** Small bodies of one repeated letter exceed any ratio and harm nobody. */
const ratioFromBytes = 65_536

/** Undoes Content-Encoding, of as much of a body as is there, never holding more than the cap. Unknown codings are left as they are, as browsers do. */
export async function decodeBody(
  raw: Buffer,
  contentEncoding: string | undefined,
  maxBytes: number,
  watch: Watch,
): Promise<Decoded | Failed> {
  const codings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
  if (codings.length > mostCodings) {
    return failed(
      'body',
      'too_many_codings',
      'target',
      text(
        `본문이 ${codings.length}번 겹쳐 압축되어 있습니다(최대 ${mostCodings}번).`,
        `The body is compressed ${codings.length} times over (at most ${mostCodings}).`,
      ),
    )
  }
  let result: Decoded = { ok: true, body: raw, cut: false }
  for (const coding of codings.reverse()) {
    const make = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined
    if (!make || result.body.length === 0) return result
    const next = await decode(make(result.body), coding, result.body, maxBytes, watch)
    if (!next.ok) return next
    result = { ...next, cut: next.cut || result.cut }
  }
  return result
}

function decode(
  decoder: Decoder,
  coding: string,
  input: Buffer,
  maxBytes: number,
  watch: Watch,
): Promise<Decoded | Failed> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const finish = (result: Decoded | Failed) => {
      decoder.destroy()
      resolve(result)
    }
    watch.enter('idle', undefined, () => finish(watch.failure()))
    decoder.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > ratioFromBytes && size > decoder.bytesWritten * worstRatio)
        return finish(bomb(size, decoder.bytesWritten))
      chunks.push(chunk)
      if (size > maxBytes) finish({ ok: true, body: Buffer.concat(chunks).subarray(0, maxBytes), cut: true })
    })
    decoder.once('end', () => finish({ ok: true, body: Buffer.concat(chunks), cut: false }))
    decoder.on('error', () =>
      finish(
        failed(
          'body',
          'bad_encoding',
          'target',
          text(`본문의 압축(${coding})을 풀 수 없습니다.`, `The body's compression (${coding}) cannot be undone.`),
        ),
      ),
    )
    decoder.end(input)
  })
}

const bomb = (size: number, read: number): Failed =>
  failed(
    'body',
    'bomb',
    'target',
    text(
      `본문이 ${Math.round(size / Math.max(1, read))}배로 풀립니다(최대 ${worstRatio}배). 압축 폭탄으로 보고 멈췄습니다.`,
      `The body expands ${Math.round(size / Math.max(1, read))}-fold (at most ${worstRatio}); reading stopped, as this is a decompression bomb.`,
    ),
  )
