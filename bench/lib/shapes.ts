import type { Timings } from '../../contract/src/outcome.ts'
import { packTimings, toTenths } from '../../server/src/features/results/phases.ts'
import {
  addResult,
  emptyRollUp,
  mergeRollUp,
  type RollUp,
  rowOfRollUp,
} from '../../server/src/features/results/roll-up.ts'

/** Numbers between 0 and 1 that are the same in every run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** An answer over TLS from somewhere on the internet: most around 120 ms, some much slower. */
export function someTimings(random: () => number): Timings & { readonly total: number } {
  const spread = Math.exp((random() + random() + random() - 1.5) * 0.8)
  const timings = {
    dns_ms: 4 * spread,
    connect_ms: 25 * random() + 10,
    tls_ms: 30 * spread,
    ttfb_ms: 60 * spread,
    download_ms: 5 * random(),
  }
  return { ...timings, total: Object.values(timings).reduce((sum, ms) => sum + ms, 0) }
}

const kinds = 48

/** Roll-ups as so many results make them, in some variety: what the tables of an installation are full of. */
export function rollUpShapes(results: number, random: () => number): RollUp[] {
  return Array.from({ length: kinds }, () => {
    const rollUp = emptyRollUp()
    for (let n = 0; n < results; n++) {
      const timings = someTimings(random)
      const state = random() < 0.999 ? 0 : 2
      addResult(rollUp, { state, duration: toTenths(timings.total), phases: packTimings(timings), flags: 0 })
    }
    return rollUp
  })
}

/** The shape that all of them make together. */
export function together(shapes: readonly RollUp[]): RollUp {
  const all = emptyRollUp()
  for (const shape of shapes) mergeRollUp(all, shape)
  return all
}

export const asRow = (rollUp: RollUp) => rowOfRollUp(0, 0, rollUp)
