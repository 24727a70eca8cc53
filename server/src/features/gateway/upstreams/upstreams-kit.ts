import { serviceKey } from '#kernel/service.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import type { Sealer } from '#platform/secrets/sealer.ts'
import type { UpstreamDesk } from './upstream-desk.ts'

/** What the verbs about upstream servers share. */
export interface UpstreamsKit {
  readonly desk: UpstreamDesk
  readonly sealer: Sealer
  /** The verb of the projects that adds a monitor. */
  createMonitor(): AnyOperation
  /** Names that tools of the product have. */
  ownNames(): ReadonlySet<string>
}

export const upstreamsKit = serviceKey<UpstreamsKit>('upstreams-kit')
