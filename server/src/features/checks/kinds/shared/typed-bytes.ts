import { Buffer } from 'node:buffer'

const named: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '0': '\0', '\\': '\\' }

/** What a person typed, with `\r`, `\n`, `\t`, `\0`, `\\` and `\xHH` read as the bytes they stand for. */
export function bytesOf(typed: string): Buffer {
  const parts = typed.split(/(\\x[\da-f]{2}|\\[rnt0\\])/i)
  return Buffer.concat(
    parts.map((part, at) => {
      if (at % 2 === 0) return Buffer.from(part)
      return part[1]?.toLowerCase() === 'x'
        ? Buffer.from(part.slice(2), 'hex')
        : Buffer.from(named[(part[1] ?? '').toLowerCase()] ?? part)
    }),
  )
}

/** `de ad be ef`, `deadbeef` or `0xde 0xad`; null when it is not whole bytes. */
export function hexBytes(typed: string): Buffer | null {
  const digits = typed.replaceAll(/0x|[\s:,]/gi, '')
  return /^([\da-f]{2})*$/i.test(digits) ? Buffer.from(digits, 'hex') : null
}

/** The beginning of what was heard; bytes that are no text become dots. */
export const printable = (received: Uint8Array): string =>
  Buffer.from(received.subarray(0, 200))
    .toString('utf8')
    .replaceAll(/[^\P{C}\n]|\ufffd/gu, '.')
