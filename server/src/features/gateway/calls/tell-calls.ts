import { type Clock, second } from '#kernel/clock.ts'
import type { Events } from '#platform/db/contract.ts'
import { type Hub, Throttle } from '#platform/ws/index.ts'
import { callsRecorded } from '../gateway-events.ts'

/** However many calls an agent makes, a console looks again at most once in this time. */
const everyMs = second
/** Stands for "somebody" among the ids of people. */
const anybody = 0

/** Tells open consoles that calls were recorded: people of their own, and whoever watches everybody's use. */
export function tellCalls({ events, clock, hub }: { events: Events; clock: Clock; hub: Hub }): { stop(): void } {
  const news = new Throttle<number>(
    clock,
    everyMs,
    () => true,
    (personId) => {
      if (personId === anybody) hub.toTopic('usage', { type: 'tool-calls', mine: false })
      else hub.toPerson(personId, { type: 'tool-calls', mine: true })
    },
  )
  events.after(callsRecorded, ({ personIds }) => {
    news.add(anybody, anybody)
    for (const personId of personIds) if (hub.isOnline(personId)) news.add(personId, personId)
  })
  return news
}
