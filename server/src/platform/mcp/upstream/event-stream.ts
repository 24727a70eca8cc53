import { UpstreamFailure } from './contract.ts'

export interface StreamEvent {
  readonly id: string | undefined
  readonly data: string
}

export interface EventStreamParts {
  /** One event, in letters. */
  readonly longest: number
  /** All of the stream, in bytes; a stream that is meant to stay open has no such end. */
  readonly most?: number
  /** Called with each piece that came; where it gives a promise, the next piece is read when that is done. */
  pace?(bytes: number): Promise<void> | undefined
  /** The server asks for this pause before a next connection (`retry:`). */
  onRetry?(ms: number): void
}

/**
 * The events of a `text/event-stream` (WHATWG HTML, "server-sent events") as they come. A server of somebody else may
 * send without end, so both an event and the whole are bounded; what the stream itself throws goes on to the reader.
 */
export async function* eventStream(
  body: AsyncIterable<Buffer>,
  { longest, most = Number.POSITIVE_INFINITY, pace, onRetry }: EventStreamParts,
): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder()
  let rest = ''
  let bytes = 0
  let event = new Event()
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > most) throw tooLarge()
    rest += decoder.decode(chunk, { stream: true })
    let from = 0
    for (let end = lineEnd(rest, from); end; end = lineEnd(rest, from)) {
      const line = rest.slice(from, end.at)
      from = end.next
      if (line !== '') {
        event.add(line, onRetry)
        if (event.length > longest) throw tooLarge()
        continue
      }
      if (event.hasData) yield event.made()
      event = new Event(event.lastId)
    }
    rest = rest.slice(from)
    if (rest.length + event.length > longest) throw tooLarge()
    await pace?.(chunk.length)
  }
}

/** Where a line ends and the next begins; a CR at the very end may be half of a CRLF, so it waits. */
function lineEnd(text: string, from: number): { at: number; next: number } | undefined {
  const lf = text.indexOf('\n', from)
  const cr = text.indexOf('\r', from)
  if (cr === -1 || (lf !== -1 && lf < cr)) return lf === -1 ? undefined : { at: lf, next: lf + 1 }
  if (cr === text.length - 1) return undefined
  return { at: cr, next: text[cr + 1] === '\n' ? cr + 2 : cr + 1 }
}

class Event {
  lastId: string | undefined
  length = 0
  #data: string[] = []

  constructor(lastId?: string) {
    this.lastId = lastId
  }

  get hasData(): boolean {
    return this.#data.length > 0
  }

  add(line: string, onRetry?: (ms: number) => void): void {
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1)
    if (field === 'data') {
      this.#data.push(value)
      this.length += value.length + 1
    } else if (field === 'id' && !value.includes('\0')) this.lastId = value.slice(0, 1000)
    else if (field === 'retry' && /^\d{1,9}$/.test(value)) onRetry?.(Number(value))
  }

  made(): StreamEvent {
    return { id: this.lastId, data: this.#data.length === 1 ? (this.#data[0] as string) : this.#data.join('\n') }
  }
}

const tooLarge = (): UpstreamFailure => new UpstreamFailure('it sends more than is taken', false)
