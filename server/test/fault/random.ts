/** A seeded generator (mulberry32): a failing run is repeated by its seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const between = (random: () => number, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1))
export const pick = <Item>(random: () => number, items: readonly Item[]): Item =>
  items[between(random, 0, items.length - 1)] as Item
