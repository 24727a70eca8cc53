import type { Timings } from '@bongsu/contract/outcome.ts'

/** In the order they happen. */
export const phaseNames = ['dns_ms', 'connect_ms', 'tls_ms', 'ttfb_ms', 'download_ms'] as const
export type PhaseName = (typeof phaseNames)[number]

/** Fixed colours: a phase has the same one in every waterfall and every chart. */
export const phaseColors: Readonly<Record<PhaseName, string>> = {
  dns_ms: 'chart-5',
  connect_ms: 'chart-2',
  tls_ms: 'chart-4',
  ttfb_ms: 'chart-1',
  download_ms: 'chart-3',
}

export interface Phase {
  readonly name: PhaseName
  readonly ms: number
  /** Where it begins, as a share of the whole. */
  readonly start: number
  readonly share: number
}

/** The phases of one look, end to end. Time that no phase explains (retries, our own work) is left over at the end. */
export function phasesOf(timings: Timings | null | undefined, totalMs: number): Phase[] {
  const present = phaseNames.flatMap((name) => (timings?.[name] === undefined ? [] : [{ name, ms: timings[name] }]))
  const sum = present.reduce((total, { ms }) => total + ms, 0)
  const whole = Math.max(totalMs, sum)
  if (whole <= 0) return []
  let before = 0
  return present.map(({ name, ms }) => {
    const start = before / whole
    before += ms
    return { name, ms, start, share: ms / whole }
  })
}
