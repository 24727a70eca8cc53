/**
 * Something that happened, told to rooms that stand later. A room declares the type beside its noun.
 *
 * - `within` handlers run inside the transaction that emits: what they write commits or rolls back with it.
 * - `after` handlers run once that transaction has committed; a failing one is logged and harms nobody.
 * - An event whose `reach` is `everywhere` also arrives in the other processes of the installation, so its payload is
 *   plain JSON. It is a hint to look, never the record: losing one loses nothing.
 */
export interface EventType<Payload> {
  readonly name: string
  readonly reach: 'here' | 'everywhere'
  readonly payload?: Payload
}

export const eventType = <Payload>(name: string, reach: 'here' | 'everywhere' = 'here'): EventType<Payload> => ({
  name,
  reach,
})

export type WithinHandler<Tx, Payload> = (tx: Tx, payload: Payload) => Promise<void>
export type AfterHandler<Payload> = (payload: Payload) => void | Promise<void>
