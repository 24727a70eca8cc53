import type { OutcomeErrorCode, OutcomeState } from '@bongsu/contract/states.ts'

/** Numbers in the database for words. They are on people's disks: add, never change. `up` is 0 because it costs no byte. */
const stateNumbers = { up: 0, degraded: 1, down: 2, unknown: 3 } as const satisfies Record<OutcomeState, number>

const errorNumbers = {
  dns: 1,
  connect: 2,
  tls: 3,
  timeout: 4,
  http: 5,
  assertion: 6,
  slow: 7,
  expiry: 8,
  config: 9,
  own_fault: 10,
} as const satisfies Record<OutcomeErrorCode, number>

const words = <Word extends string>(numbers: Readonly<Record<Word, number>>): ReadonlyMap<number, Word> =>
  // Safe because the entries of a record have its own keys.
  new Map((Object.entries(numbers) as [Word, number][]).map(([word, number]) => [number, word]))

const stateWords = words<OutcomeState>(stateNumbers)
const errorWords = words<OutcomeErrorCode>(errorNumbers)

export const stateNumber = (state: OutcomeState): number => stateNumbers[state]
export const stateWord = (number: number): OutcomeState => stateWords.get(number) ?? 'unknown'
export const errorNumber = (code: OutcomeErrorCode | undefined): number | null =>
  code === undefined ? null : errorNumbers[code]
export const errorWord = (number: number | null): OutcomeErrorCode | null =>
  number === null ? null : (errorWords.get(number) ?? null)

/** Bits of `flags`, eight at most: the number of retries lies above them. */
export const flag = {
  inMaintenance: 1,
  /** Left out of figures: the window's accounting is `exclude`. */
  excluded: 2,
  /** The window's accounting is `as_up`. */
  countsAsUp: 4,
  manual: 8,
  /** The duration is the work of the check, not the response time of the target: kept out of sums over monitors. */
  apart: 16,
} as const
