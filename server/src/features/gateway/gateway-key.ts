import type { Actor } from '#kernel/operation.ts'
import { serviceKey } from '#kernel/service.ts'
import type { Gateway } from './gateway.ts'
import type { OfferedServer } from './servers/contract.ts'
import type { VirtualServer } from './servers/virtual-server.ts'
import type { ToolSource } from './sources/contract.ts'
import type { Tool } from './tools/tool.ts'

/** What this room's verbs and the doors share. */
export interface GatewayService {
  readonly gateway: Gateway
  /** The tools this actor sees, in catalogue order. */
  toolsFor(actor: Actor): Tool[]
  /** Whoever may use it. */
  toolNamed(name: string): Tool | undefined
  sources(): readonly ToolSource[]
  /** What `/mcp` (null) or `/mcp/{slug}` offers this actor; undefined when there is no such address for them. */
  server(actor: Actor, slug: string | null): OfferedServer | undefined
  /** What a virtual server would offer this actor, also one that is not switched on or not stored. */
  preview(actor: Actor, server: VirtualServer): OfferedServer
  timeZone(): string
}

export const gatewayKey = serviceKey<GatewayService>('gateway')
