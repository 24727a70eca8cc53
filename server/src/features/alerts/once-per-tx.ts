import type { Tx } from '#platform/db/contract.ts'

/** A batch of a thousand changes reads the same list once. */
export function oncePerTx<Value>(read: (tx: Tx) => Promise<Value>): (tx: Tx) => Promise<Value> {
  const known = new WeakMap<Tx, Promise<Value>>()
  return (tx) => {
    let value = known.get(tx)
    if (!value) {
      value = read(tx)
      known.set(tx, value)
    }
    return value
  }
}
