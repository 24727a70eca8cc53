import type { Timings } from '@bongsu/contract/outcome.ts'

/** The phases of a look in the order they happen; their sums per bucket make the stacked chart. */
export const phaseNames = [
  'dns_ms',
  'connect_ms',
  'tls_ms',
  'ttfb_ms',
  'download_ms',
] as const satisfies (keyof Timings)[]

/** Durations are stored as tenths of a millisecond, which is finer than they are true. */
export const toTenths = (ms: number): number => Math.max(0, Math.round(ms * 10))
export const toMs = (tenths: number): number => tenths / 10

/**
 * Numbers for a database column, in the fewest bytes: one byte that says which are there, then each as unsigned LEB128.
 * A plain HTTP look takes five to eight bytes.
 */
export function packNumbers(numbers: readonly (number | undefined)[]): Uint8Array | null {
  const bytes = [0]
  numbers.forEach((number, index) => {
    if (number === undefined) return
    bytes[0] = (bytes[0] ?? 0) | (1 << index)
    let rest = number
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
    bytes.push(rest)
  })
  return bytes.length === 1 ? null : Uint8Array.from(bytes)
}

export function unpackNumbers(bytes: Uint8Array | null, length: number): (number | undefined)[] {
  const numbers: (number | undefined)[] = Array(length).fill(undefined)
  eachPacked(bytes, length, (index, value) => {
    numbers[index] = value
  })
  return numbers
}

/** Adds packed numbers to sums, place by place. */
export function addPacked(sums: number[], bytes: Uint8Array | null): void {
  eachPacked(bytes, sums.length, (index, value) => {
    sums[index] = (sums[index] ?? 0) + value
  })
}

function eachPacked(bytes: Uint8Array | null, length: number, found: (index: number, value: number) => void): void {
  if (bytes === null) return
  const present = bytes[0] ?? 0
  let at = 1
  for (let index = 0; index < length; index++) {
    if ((present & (1 << index)) === 0) continue
    let value = 0
    for (let scale = 1; ; scale *= 0x80) {
      const byte = bytes[at++]
      if (byte === undefined) throw new Error(`packed numbers end in the middle at byte ${at - 1}`)
      value += (byte & 0x7f) * scale
      if (byte < 0x80) break
    }
    found(index, value)
  }
}

export const packTimings = (timings: Timings | undefined): Uint8Array | null =>
  timings === undefined
    ? null
    : packNumbers(phaseNames.map((name) => (timings[name] === undefined ? undefined : toTenths(timings[name]))))

export function unpackTimings(bytes: Uint8Array | null): Timings | null {
  if (bytes === null) return null
  const tenths = unpackNumbers(bytes, phaseNames.length)
  const timings: Timings = {}
  phaseNames.forEach((name, index) => {
    const value = tenths[index]
    if (value !== undefined) timings[name] = toMs(value)
  })
  return timings
}
