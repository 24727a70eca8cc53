import { type Checks, createChecks, kindOf, type LookMemory, type Outcome } from '#features/checks/index.ts'
import { type Clock, systemClock } from '#kernel/clock.ts'
import type { Room } from '#kernel/room.ts'
import { Services } from '#kernel/service.ts'
import type { Browsers } from '#platform/browser/index.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import { createOutbound, type Outbound, outboundKey, type ResolverOptions } from '#platform/outbound/index.ts'

export interface ChecksKitOptions {
  /** CIDRs that may be reached; all of loopback unless said. */
  readonly allowed?: readonly string[]
  readonly resolver?: ResolverOptions
  /** In the place of the system's ping. */
  readonly pingProgram?: string
  readonly clock?: Clock
  readonly isConnected?: () => Promise<boolean>
  /** A browser with the same way out; none unless given. */
  readonly browsers?: Browsers
}

export interface ChecksKit {
  readonly checks: Checks
  readonly room: Room<AnyOperation>
  readonly outbound: Outbound
  readonly services: Services
  readonly faults: { kind: string; error: unknown }[]
  /** Reads options as they would be when saved, and looks once. Options that would be refused throw. */
  look(kind: string, options: Record<string, unknown>, timeoutMs?: number, before?: LookMemory): Promise<Outcome>
}

/** The checks room with a real way out, for looks at loopback servers. */
export function openChecks(options: ChecksKitOptions = {}): ChecksKit {
  const { allowed = ['127.0.0.0/8', '::1'], clock = systemClock } = options
  const services = new Services()
  const outbound = createOutbound({
    allowed: () => allowed,
    forbidden: () => [],
    ...(options.resolver ? { resolver: options.resolver } : {}),
    ...(options.pingProgram ? { pingProgram: options.pingProgram } : {}),
  })
  services.provide(outboundKey, outbound)
  const faults: { kind: string; error: unknown }[] = []
  const { checks, room } = createChecks({
    outbound,
    clock,
    services,
    onFault: (kind, error) => void faults.push({ kind, error }),
    ...(options.browsers ? { browsers: options.browsers } : {}),
    ...(options.isConnected ? { isConnected: options.isConnected } : {}),
  })
  return {
    checks,
    room,
    outbound,
    services,
    faults,
    look(name, raw, timeoutMs = 5000, before?: LookMemory) {
      const parsed = kindOf(name)?.options.parse(raw)
      return checks.lookOnce(name, parsed ?? raw, { timeoutMs, ...(before ? { before } : {}) })
    },
  }
}
