import { createHash } from 'node:crypto'
import { packText, unpackText } from '../shared/packed-text.ts'

/** What a page was when it last counted. */
export interface Baseline {
  readonly hash: string
  /** ms since the epoch. Together with the hash it names one change, however many looks see it. */
  readonly since: number
  /** Compressed, base64; null where it was too large to keep, so that a change is noticed but cannot be shown. */
  readonly packed: string | null
}

export interface Memory {
  readonly baseline: Baseline
  /** Another content, seen so many looks in a row. */
  readonly candidate: { readonly hash: string; readonly count: number } | null
  /** Looks in a row each of which saw something else than the look before. */
  readonly restless: number
}

const longestPacked = 60_000

/** SHA-256, hex. */
export const hashOf = (page: string): string => createHash('sha256').update(page).digest('hex')

export const baselineOf = (page: string, hash: string, since: number): Baseline => ({
  hash,
  since,
  packed: packText(page, longestPacked),
})

export const pageOf = ({ packed }: Baseline): string | null => unpackText(packed)

export type Step =
  /** Nothing was known, or all is as it was. */
  | { readonly is: 'first' | 'same'; readonly memory: Memory }
  /** Different, but not often enough in a row to count, or so often that it means nothing. */
  | { readonly is: 'unsure' | 'restless'; readonly memory: Memory }
  | { readonly is: 'changed'; readonly memory: Memory; readonly before: Baseline }

/** So many looks in a row, each with something new: what moves all the time has no changes that anybody wants to hear of. */
const mostRestless = 3

/** What it means to see `page` now. `confirm`: how many looks in a row must see the same before it counts. */
export function step(before: Memory | undefined, page: string, now: number, confirm: number): Step {
  const hash = hashOf(page)
  if (!before) return { is: 'first', memory: { baseline: baselineOf(page, hash, now), candidate: null, restless: 0 } }
  const { baseline, candidate } = before
  if (hash === baseline.hash) return { is: 'same', memory: { baseline, candidate: null, restless: 0 } }
  const isNew = hash !== candidate?.hash
  const count = isNew ? 1 : candidate.count + 1
  const restless = isNew ? Math.min(before.restless + 1, mostRestless) : 0
  const isRestless = restless >= mostRestless
  if (count < confirm) {
    return { is: isRestless ? 'restless' : 'unsure', memory: { baseline, candidate: { hash, count }, restless } }
  }
  const memory = { baseline: baselineOf(page, hash, now), candidate: null, restless }
  return isRestless ? { is: 'restless', memory } : { is: 'changed', memory, before: baseline }
}
