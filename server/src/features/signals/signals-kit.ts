import { serviceKey } from '#kernel/service.ts'
import type { Sealer } from '#platform/secrets/sealer.ts'

/** What the verbs of this room share. Not part of its face. */
export interface SignalsKit {
  readonly sealer: Sealer
  /** Where this installation is reached, without a trailing slash; null when nobody has said. */
  publicUrl(): string | null
}

export const signalsKit = serviceKey<SignalsKit>('signals.kit')
