import { Gauge, type Registry } from 'prom-client'
import type { Clock } from '#kernel/clock.ts'
import type { Db } from '#platform/db/contract.ts'
import { deadDeliveries } from './delivery-log-store.ts'
import { isOpen } from './delivery-store.ts'

/**
 * How much waits to be told: of the whole installation, so every process says the same. Read when somebody asks; a store
 * that cannot be read leaves these figures out and the rest of `/metrics` as it is.
 */
export function addOutboxMetrics(registry: Registry, store: Db, clock: Clock): void {
  const gauge = (name: string, help: string, labelNames: string[], read: (it: Gauge) => Promise<void>): void => {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        this.reset()
        if (labelNames.length === 0) this.remove()
        await read(this).catch(() => undefined)
      },
    })
  }
  gauge('bongsu_outbox_depth', 'Messages that are still to be sent, by state.', ['state'], async (depth) => {
    const open = await openByState(store)
    for (const state of openStates) depth.set({ state }, open.get(state)?.waiting ?? 0)
  })
  gauge('bongsu_outbox_oldest_seconds', 'How long the oldest message on its way has waited.', [], async (oldest) => {
    const open = await openByState(store)
    const now = clock.now()
    const since = Math.min(...onTheirWay.map((state) => open.get(state)?.since ?? now))
    oldest.set(Math.max(0, now - since) / 1000)
  })
  gauge('bongsu_outbox_dead', 'Messages that were given up and not sent again since.', [], async (dead) =>
    dead.set(await deadDeliveries(store)),
  )
}

/** Held ones wait on purpose: for a quiet hour to pass, for a storm to be told as one. */
const onTheirWay = ['pending', 'claimed']
const openStates = [...onTheirWay, 'held']

async function openByState(
  store: Db,
): Promise<ReadonlyMap<string, { readonly waiting: number; readonly since: number }>> {
  const rows = await store.all<{ state: string; waiting: number; since: number }>(
    `select state, count(*) as waiting, min(created_at) as since from delivery where ${isOpen} group by state`,
  )
  return new Map(rows.map(({ state, ...open }) => [state, open]))
}
