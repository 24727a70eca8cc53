/** A binary heap of what is due, the earliest first. */
export interface Due {
  readonly dueAt: number
}

export class DueHeap<Item extends Due> {
  readonly #items: Item[] = []

  get size(): number {
    return this.#items.length
  }

  peek(): Item | undefined {
    return this.#items[0]
  }

  push(item: Item): void {
    const items = this.#items
    let at = items.length
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = items[parent] as Item
      if (above.dueAt <= item.dueAt) break
      items[at] = above
      at = parent
    }
    items[at] = item
  }

  pop(): Item | undefined {
    const items = this.#items
    const first = items[0]
    const last = items.pop()
    if (last === undefined || items.length === 0) return first
    let at = 0
    for (;;) {
      const child = this.#smallerChild(at)
      if (child === -1 || (items[child] as Item).dueAt >= last.dueAt) break
      items[at] = items[child] as Item
      at = child
    }
    items[at] = last
    return first
  }

  clear(): void {
    this.#items.length = 0
  }

  #smallerChild(at: number): number {
    const left = 2 * at + 1
    if (left >= this.#items.length) return -1
    const right = left + 1
    if (right >= this.#items.length) return left
    return (this.#items[right] as Item).dueAt < (this.#items[left] as Item).dueAt ? right : left
  }
}
