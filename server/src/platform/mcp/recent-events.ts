import type { EventId, EventStore, JSONRPCMessage, StreamId } from '@modelcontextprotocol/server'

const mostEvents = 200
/** Of all that is kept, by a rough count: sessions are many. */
const mostLetters = 1_048_576

/** The last events of a session, so that a client whose stream broke goes on where it was (`Last-Event-ID`). */
export class RecentEvents implements EventStore {
  readonly #events: { id: EventId; streamId: StreamId; message: JSONRPCMessage; letters: number }[] = []
  #last = 0
  #letters = 0

  async storeEvent(streamId: StreamId, message: JSONRPCMessage): Promise<EventId> {
    const id = `${streamId}_${++this.#last}`
    const letters = lettersIn(message)
    this.#events.push({ id, streamId, message, letters })
    this.#letters += letters
    while (this.#events.length > mostEvents || (this.#letters > mostLetters && this.#events.length > 1))
      this.#letters -= this.#events.shift()?.letters ?? 0
    return id
  }

  async getStreamIdForEventId(eventId: EventId): Promise<StreamId | undefined> {
    return this.#events.find(({ id }) => id === eventId)?.streamId
  }

  /** Only of the stream that broke, and only what came after. */
  async replayEventsAfter(
    lastEventId: EventId,
    { send }: { send: (eventId: EventId, message: JSONRPCMessage) => Promise<void> },
  ): Promise<StreamId> {
    const at = this.#events.findIndex(({ id }) => id === lastEventId)
    const streamId = this.#events[at]?.streamId
    if (streamId === undefined) return ''
    for (const event of this.#events.slice(at + 1)) if (event.streamId === streamId) await send(event.id, event.message)
    return streamId
  }
}

function lettersIn(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 8
  let letters = 8
  for (const key in value) letters += key.length + lettersIn((value as Record<string, unknown>)[key])
  return letters
}
