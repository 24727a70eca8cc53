import type { SignalSort } from '@bongsu/contract/signals.ts'

/** One message of a watched thing, as it came in. ms since the epoch. */
export interface SignalReceived {
  readonly monitorId: number
  readonly sort: SignalSort
  readonly at: number
  readonly exitCode: number | null
  readonly body: string | null
  readonly cameFrom: string | null
}

export interface StoredSignal extends SignalReceived {
  readonly id: number
  readonly runMs: number | null
}

/** Bytes. */
export const longestBody = 10_240
/** Of each sort, so that a flood of log lines cannot push out the last success. */
export const keptOfEachSort = 100

/** What follows the token in the address: nothing, `success`, `start`, `fail`, `log`, or an exit code. */
export function readSort(word: string | undefined): Pick<SignalReceived, 'sort' | 'exitCode'> | null {
  if (word === undefined || word === '' || word === 'success') return { sort: 'success', exitCode: null }
  if (word === 'start' || word === 'fail' || word === 'log') return { sort: word, exitCode: null }
  if (!/^\d{1,3}$/.test(word) || Number(word) > 255) return null
  return { sort: Number(word) === 0 ? 'success' : 'fail', exitCode: Number(word) }
}
