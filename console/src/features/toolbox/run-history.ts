import type { OutcomeView } from '@bongsu/contract/outcome.ts'
import { useMemo } from 'react'
import { deviceStore } from '#lib/device-store.ts'
import { type Options, targetOf } from '#ui/watch/target.ts'
import { withoutSecrets } from './secrets.ts'

/** One run as it is kept on this device: what was asked and how it ended, without secrets and without what came back. */
export interface PastRun {
  readonly id: string
  readonly kind: string
  readonly options: Options
  readonly target: string
  readonly state: OutcomeView['state']
  readonly message: string
  readonly duration_ms: number
  readonly at: string
  /** Secrets were taken out of the options. */
  readonly hadSecrets: boolean
}

interface Kept {
  readonly runs: readonly PastRun[]
}

const most = 30
const nothing: Kept = { runs: [] }
const store = deviceStore('toolbox', nothing)

/** Whole outcomes stay as long as the page is not loaded anew: bodies and headers do not belong on a disk. */
const outcomes = new Map<string, OutcomeView>()
export interface RunHistory {
  readonly runs: readonly PastRun[]
  add(kind: string, options: Options, secrets: readonly string[], outcome: OutcomeView): void
  clear(): void
}

export function useRunHistory(): RunHistory {
  const { kept, key } = store.useKept()
  const { runs } = kept
  return useMemo(
    () => ({
      runs,
      add: (kind, options, secrets, outcome) => {
        const run = pastRun(kind, options, secrets, outcome)
        outcomes.set(run.id, outcome)
        store.write(key, { runs: [run, ...store.read(key).runs].slice(0, most) })
      },
      clear: () => {
        outcomes.clear()
        store.write(key, nothing)
      },
    }),
    [runs, key],
  )
}

export const outcomeOf = (id: string): OutcomeView | undefined => outcomes.get(id)

function pastRun(kind: string, options: Options, secrets: readonly string[], outcome: OutcomeView): PastRun {
  const { state, message, duration_ms, checked_at } = outcome
  const kept = withoutSecrets(options, secrets)
  return {
    id: `${Date.parse(checked_at).toString(36)}${Math.random().toString(36).slice(2, 6)}`,
    kind,
    options: kept,
    target: targetOf(kept),
    ...{ state, message, duration_ms },
    at: checked_at,
    hadSecrets: JSON.stringify(kept) !== JSON.stringify(options),
  }
}
