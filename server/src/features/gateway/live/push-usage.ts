import { type Clock, second } from '#kernel/clock.ts'
import type { Events } from '#platform/db/contract.ts'
import { type Hub, Throttle } from '#platform/ws/index.ts'
import { callsRecorded } from '../gateway-events.ts'

/** However many calls come, whoever shows them hears of it once a second. */
const everyMs = second

/** Tells open consoles that tool calls were recorded: everybody of their own, of any
 * those who may see them all, and those who watch over limits. */
export function pushUsage(parts: { readonly events: Events; readonly clock: Clock; readonly hub: Hub }): {
  stop(): void
} {
  const { events, clock, hub } = parts
  const personIds = new Set<number>()
  const throttle = new Throttle<true>(
    clock,
    everyMs,
    () => true,
    () => {
      for (const personId of personIds) hub.toPerson(personId, news)
      personIds.clear()
      hub.toTopic('usage', news)
      hub.toTopic('limits', news)
    },
  )
  events.after(callsRecorded, (recorded) => {
    for (const personId of recorded.personIds) personIds.add(personId)
    throttle.add(0, true)
  })
  return { stop: () => throttle.stop() }
}

const news = { type: 'usage' } as const
