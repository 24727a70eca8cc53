import type { ProgressView } from '@bongsu/contract/progress.ts'

/** `heardAt`: ms since the epoch, by this clock. */
export type HeardProgress = ProgressView & { readonly heardAt: number }

/** One line of what is done, was done, or is still to come. */
export interface ProgressLine {
  readonly label: string
  readonly is: 'done' | 'now' | 'ahead'
  readonly isPart: boolean
  /** Of a step: its number, from 1. */
  readonly number?: number
  /** Ms it took; null while it lasts and before. */
  readonly tookMs: number | null
  /** Since when, by this clock, where it is being done now. */
  readonly since?: number
}

/**
 * What was told so far as a list: every whole thing, the parts of the one that is being done, and the steps that are
 * known to come.
 */
export function progressLines(heard: readonly HeardProgress[]): readonly ProgressLine[] {
  const wholes = heard.filter(({ is_part }) => !is_part)
  const lastWhole = heard.findLastIndex(({ is_part }) => !is_part)
  const lineOf = (one: HeardProgress, next: HeardProgress | undefined): ProgressLine => ({
    label: one.label,
    is: next === undefined ? 'now' : 'done',
    isPart: one.is_part,
    ...(one.step ? { number: one.step.number } : {}),
    tookMs: next === undefined ? null : Math.max(0, next.at_ms - one.at_ms),
    ...(next === undefined ? { since: one.heardAt } : {}),
  })
  const lines = wholes.map((one, index) => lineOf(one, wholes[index + 1]))
  const parts = heard.slice(lastWhole + 1).map((one, index, all) => lineOf(one, all[index + 1]))
  return [...lines, ...parts, ...stepsAhead(heard)]
}

/** How much of what is to be done has been done, 0…1; undefined where nobody knows. */
export function progressShare(heard: readonly HeardProgress[]): number | undefined {
  const step = heard.findLast((one) => one.step !== undefined)?.step
  return step && (step.number - 1) / step.total
}

function stepsAhead(heard: readonly HeardProgress[]): ProgressLine[] {
  const plan = heard.find((one) => one.plan !== undefined)?.plan ?? []
  const begun = heard.findLast((one) => one.step !== undefined)?.step?.number ?? 0
  const last = heard.findLast((one) => !one.is_part)
  // What comes after the steps, such as keeping their pictures, has no number: none of them is to come then.
  const done = begun > 0 && last?.step === undefined ? plan.length : begun
  return plan.slice(done).map((label, index) => ({
    label,
    is: 'ahead' as const,
    isPart: false,
    number: done + index + 1,
    tookMs: null,
  }))
}
