import type { EventId, EventStore, JSONRPCMessage, StreamId } from '@modelcontextprotocol/server'

const mostEvents = 200

/** The last events of a session, so that a client whose stream broke goes on where it was (`Last-Event-ID`). */
export class RecentEvents implements EventStore {
  readonly #events: { id: EventId; streamId: StreamId; message: JSONRPCMessage }[] = []
  #last = 0

  async storeEvent(streamId: StreamId, message: JSONRPCMessage): Promise<EventId> {
    const id = `${streamId}_${++this.#last}`
    this.#events.push({ id, streamId, message })
    if (this.#events.length > mostEvents) this.#events.shift()
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
