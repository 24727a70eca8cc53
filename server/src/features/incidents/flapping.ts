/**
 * The flap rule of Nagios: of the last 21 results, each of the 20 possible changes between down and not down weighs
 * 0.80 (oldest) to 1.18 (newest); their sum over 20 is the percentage. Counted in hundredths, so it is exact.
 */
const samples = 21
const weights = Array.from({ length: samples - 1 }, (_, index) => 80 + 2 * index)
const startsAt = 30
const endsAt = 20

export interface FlapHistory {
  /** The newest result in bit 0; 1 is down. */
  readonly history: number
  readonly seen: number
}

export const withResult = ({ history, seen }: FlapHistory, isDown: boolean): FlapHistory => ({
  history: ((history << 1) | (isDown ? 1 : 0)) & ((1 << samples) - 1),
  seen: Math.min(samples, seen + 1),
})

/** Percent, or null while there are fewer than 21 results. */
function flapPercent({ history, seen }: FlapHistory): number | null {
  if (seen < samples) return null
  const changes = history ^ (history >> 1)
  let sum = 0
  for (let index = 0; index < weights.length; index++) {
    // Bit 0 of `changes` is the newest change, which weighs most.
    if (changes & (1 << (weights.length - 1 - index))) sum += weights[index] ?? 0
  }
  return sum / 20
}

/** Between the two thresholds things stay as they are. */
export function isFlapping(flapping: boolean, history: FlapHistory): boolean {
  const percent = flapPercent(history)
  if (percent === null) return flapping
  return flapping ? percent > endsAt : percent >= startsAt
}
