/**
 * A mergeable log-linear histogram of durations in ms: bucket boundaries grow by 2 %, so any quantile read from it, also
 * after merging, is within 1 % of a true sample (about 2 % promised). Values at or below 0.1 ms share bucket 0.
 */
const gamma = 1.02
const logGamma = Math.log(gamma)
const smallest = 0.1

export type Histogram = Map<number, number>

export const bucketOf = (value: number): number =>
  value <= smallest ? 0 : Math.ceil(Math.log(value / smallest) / logGamma)

/** The value a bucket stands for: the middle of its bounds, which halves the error. */
export const bucketValue = (bucket: number): number =>
  bucket === 0 ? smallest : (smallest * gamma ** bucket * 2) / (1 + gamma)

export function addValue(histogram: Histogram, value: number): void {
  const bucket = bucketOf(value)
  histogram.set(bucket, (histogram.get(bucket) ?? 0) + 1)
}

export function mergeInto(target: Histogram, source: Histogram): void {
  for (const [bucket, count] of source) target.set(bucket, (target.get(bucket) ?? 0) + count)
}

/** The nearest-rank quantile (0 < q <= 1) of everything added, or null when there is nothing. */
export function quantile(histogram: Histogram, q: number): number | null {
  let total = 0
  for (const count of histogram.values()) total += count
  if (total === 0) return null
  const rank = Math.max(1, Math.ceil(q * total))
  let seen = 0
  for (const bucket of [...histogram.keys()].sort((a, b) => a - b)) {
    seen += histogram.get(bucket) ?? 0
    if (seen >= rank) return bucketValue(bucket)
  }
  return null
}

/** Bytes for a database column: pairs of unsigned LEB128 numbers (bucket gap, count) in bucket order. */
export function encodeHistogram(histogram: Histogram): Uint8Array {
  const bytes: number[] = []
  const put = (value: number) => {
    let rest = value
    while (rest >= 0x80) {
      bytes.push((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    bytes.push(rest)
  }
  let previous = 0
  for (const bucket of [...histogram.keys()].sort((a, b) => a - b)) {
    put(bucket - previous)
    put(histogram.get(bucket) ?? 0)
    previous = bucket
  }
  return Uint8Array.from(bytes)
}

export function decodeHistogram(bytes: Uint8Array): Histogram {
  const histogram: Histogram = new Map()
  mergeEncoded(histogram, bytes)
  return histogram
}

/** Adds what `encodeHistogram` made, without a histogram in between: a chart reads thousands of them. */
export function mergeEncoded(target: Histogram, bytes: Uint8Array): void {
  let bucket = 0
  let isCount = false
  let value = 0
  let scale = 1
  for (const byte of bytes) {
    value += (byte & 0x7f) * scale
    scale *= 0x80
    if (byte >= 0x80) continue
    if (isCount) target.set(bucket, (target.get(bucket) ?? 0) + value)
    else bucket += value
    isCount = !isCount
    value = 0
    scale = 1
  }
  if (isCount || scale !== 1) throw new Error(`histogram ends in the middle of a number at byte ${bytes.length}`)
}
