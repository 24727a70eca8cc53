import { type Clock, second } from '#kernel/clock.ts'
import type { Events } from '#platform/db/contract.ts'
import { type Hub, Throttle } from '#platform/ws/index.ts'
import { toolsOffered } from '../gateway-events.ts'
import { upstreamsChanged } from '../upstreams/upstream-events.ts'

/** A server that comes and goes must not make every console ask again without end. */
const everyMs = second

/** Tells open consoles that tools, upstream servers or virtual servers are other than before: what of it, they ask. */
export function pushTools(parts: { readonly events: Events; readonly clock: Clock; readonly hub: Hub }): {
  stop(): void
} {
  const { events, clock, hub } = parts
  const throttle = new Throttle<true>(
    clock,
    everyMs,
    () => true,
    () => hub.toAll({ type: 'tools' }),
  )
  events.after(toolsOffered, () => throttle.add(0, true))
  events.after(upstreamsChanged, () => throttle.add(0, true))
  return { stop: () => throttle.stop() }
}
