import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** A text compressed to be remembered, base64; null where that is longer than `most` characters. */
export function packText(source: string, most: number): string | null {
  const packed = deflateRawSync(source).toString('base64')
  return packed.length > most ? null : packed
}

/** Gives what `packText` took: our own text, so it is no bomb. */
export const unpackText = (packed: string | null): string | null =>
  packed === null ? null : inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')
