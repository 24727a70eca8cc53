/** Intervals people choose, in seconds. A stored value that is none of them is offered beside them. */
const choices = [10, 30, 60, 120, 180, 300, 600, 900, 1800, 3600, 21_600, 43_200, 86_400]

export const intervalChoices = (max: number, current?: number | null): number[] =>
  [...new Set([...choices.filter((seconds) => seconds >= 60 && seconds <= max), ...(current ? [current] : [])])].sort(
    (a, b) => a - b,
  )

type Unit = 'seconds' | 'minutes' | 'hours' | 'days'

/** The largest unit that says it in a whole number: 300 s are 5 minutes, 90 s stay seconds. */
export function intervalUnit(seconds: number): { unit: Unit; count: number } {
  if (seconds >= 86_400 && seconds % 86_400 === 0) return { unit: 'days', count: seconds / 86_400 }
  if (seconds >= 3600 && seconds % 3600 === 0) return { unit: 'hours', count: seconds / 3600 }
  if (seconds >= 60 && seconds % 60 === 0) return { unit: 'minutes', count: seconds / 60 }
  return { unit: 'seconds', count: seconds }
}

interface Rhythm {
  readonly check_interval: number
  readonly timeout: number
  readonly retry_count: number
  readonly alert_threshold: number
}

/**
 * The longest a dead target stays untold, in ms: it may die right after a good look, then so many slots must fail, and
 * the deciding look takes its tries and the pauses between them (1 s, 2 s, 4 s …), capped by the slot.
 */
export function detectionMs({ check_interval, timeout, retry_count, alert_threshold }: Rhythm): number {
  const pauses = 2 ** Math.max(0, retry_count) - 1
  const look = Math.min(check_interval, timeout * (retry_count + 1) + pauses)
  return (check_interval * alert_threshold + look) * 1000
}
