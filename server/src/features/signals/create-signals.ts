import type { Checks } from '#features/checks/index.ts'
import { type MonitorChange, monitorChanged, projectsKey } from '#features/projects/index.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Room } from '#kernel/room.ts'
import type { Services } from '#kernel/service.ts'
import type { Database, Events, Tx } from '#platform/db/contract.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import type { Sealer } from '#platform/secrets/sealer.ts'
import { openAddress } from './address-store.ts'
import { Listening } from './listening.ts'
import { signalsOperations } from './operations.ts'
import { forgetSignals, inboxOf } from './signal-store.ts'
import { signalsKey } from './signals-key.ts'
import { signalsKit } from './signals-kit.ts'

export interface SignalsParts {
  readonly database: Database
  readonly events: Events
  readonly clock: Clock
  readonly services: Services
  readonly sealer: Sealer
  readonly kinds: Pick<Checks, 'kindOf'>
  /** Whether this process has a door at which signals arrive. */
  readonly listens: boolean
  readonly publicUrl: () => string | null
  warn(message: string): void
}

export function createSignals(parts: SignalsParts): { room: Room<AnyOperation> } {
  const { database, events, clock, services, sealer, listens, publicUrl } = parts
  const listening = new Listening(database, clock, parts.warn)
  services.provide(signalsKey, { inboxOf }).provide(signalsKit, { sealer, publicUrl })
  events.within(monitorChanged, (tx, { monitorId, change }) => follow(tx, monitorId, change))
  return {
    room: {
      name: 'signals',
      operations: signalsOperations,
      async start() {
        if (listens) await listening.start()
      },
      stop: () => listening.stop(),
    },
  }

  async function follow(tx: Tx, monitorId: number, change: MonitorChange): Promise<void> {
    if (change === 'purged') return forgetSignals(tx, monitorId)
    if (change !== 'created') return
    const monitor = await services.use(projectsKey).monitor(tx, monitorId)
    if (monitor && parts.kinds.kindOf(monitor.kind)?.isSignalled) {
      await openAddress(tx, sealer, monitorId, clock.now())
    }
  }
}
