/** A syllable of Hangul takes nearly twice the room of a Latin letter. */
const hangulWidth = 1.8

/** How much room labels need side by side, in Latin letters. */
export const roomFor = (labels: readonly string[]): number =>
  labels.reduce(
    (total, label) => total + [...label].reduce((sum, one) => sum + (one >= '\u1100' ? hangulWidth : 1), 0),
    0,
  )
