import type { Language } from '@bongsu/contract/text.ts'
import type { Actor, Origin } from '#kernel/operation.ts'
import type { UpstreamSession } from '#platform/mcp/index.ts'
import type { OfferedServer } from './servers/contract.ts'
import type { CallPeer } from './sources/contract.ts'
import type { Json } from './tools/tool.ts'

/** Whoever asks, and how far their door reaches. */
export interface Asking {
  readonly actor: Actor
  readonly language: Language
  readonly origin: Origin
  /** What the address offers that the call came in at; the whole catalogue where it is left out. */
  readonly server?: OfferedServer | undefined
  /** Aborts when the caller has gone or takes the call back. */
  readonly signal: AbortSignal
  readonly peer?: CallPeer | undefined
  readonly session?: UpstreamSession | undefined
  readonly meta?: Json | undefined
  readonly goesOn?: Json | undefined
}
