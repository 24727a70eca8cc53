/**
 * When a monitor is looked at. Time is cut into slots of its interval, beginning at its own phase, so that the same
 * monitors keep the same seconds across restarts and all of them together are spread evenly.
 */
const goldenRatio32 = 0x9e3779b1

/**
 * The golden ratio as multiplier spreads ids that follow each other as evenly as can be, however many there are
 * (Fibonacci hashing): five thousand monitors made in a row never bunch up.
 */
export const phaseOf = (monitorId: number, intervalMs: number): number =>
  Math.floor(((Math.imul(monitorId, goldenRatio32) >>> 0) / 2 ** 32) * intervalMs)

/** The beginning of the slot that `at` is in. */
export const slotAt = (at: number, phase: number, intervalMs: number): number =>
  Math.floor((at - phase) / intervalMs) * intervalMs + phase

/** The first slot that begins at or after `at`. */
export const nextSlot = (at: number, phase: number, intervalMs: number): number =>
  slotAt(at + intervalMs - 1, phase, intervalMs)
