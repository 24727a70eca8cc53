import type { ProgressView } from '@bongsu/contract/progress.ts'
import type { Language, Text } from '@bongsu/contract/text.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Doing } from './kinds/contract.ts'
import { phaseWords } from './look-phases.ts'
import { redacted } from './redact.ts'

/** What a look does now. `atMs` counts from its beginning, on the monotonic clock. */
export interface LookProgress extends Omit<Doing, 'label' | 'isPart'> {
  readonly atMs: number
  readonly label: Text
  readonly isPart: boolean
}

export interface TellParts {
  readonly clock: Clock
  /** Kept out of what is told. */
  readonly secrets: readonly string[]
  onProgress(progress: LookProgress): void
}

/** A dialogue that hangs in a loop must not fill the wire. */
const mostTold = 500

/** How a look tells what it does: with the time, in words, without secrets, and the same thing not twice in a row. */
export function teller({ clock, secrets, onProgress }: TellParts): (doing: Doing) => void {
  const startedAt = clock.monotonic()
  const clean = ({ ko, en }: Text): Text => ({ ko: redacted(ko, secrets), en: redacted(en, secrets) })
  let last = ''
  let told = 0
  let hasWhole = false
  return ({ phase, label, isPart = false, step, plan }) => {
    const isRepeated = phase === last && label === undefined && step === undefined
    if (isRepeated || told >= mostTold) return
    last = phase
    told += 1
    hasWhole ||= !isPart
    onProgress({
      atMs: Math.round(clock.monotonic() - startedAt),
      phase,
      label: clean(label ?? phaseWords(phase)),
      isPart: isPart && hasWhole,
      ...(step ? { step } : {}),
      ...(plan ? { plan: plan.map(clean) } : {}),
    })
  }
}

export const progressView = (
  { atMs, phase, label, isPart, step, plan }: LookProgress,
  language: Language,
): ProgressView => ({
  at_ms: atMs,
  phase,
  label: label[language],
  is_part: isPart,
  ...(step ? { step } : {}),
  ...(plan ? { plan: plan.map((one) => one[language]) } : {}),
})
