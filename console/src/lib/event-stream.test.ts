import { expect, it } from 'vitest'
import { eventsOf, isEventStream } from './event-stream.ts'

/** An answer that comes in pieces, cut wherever the network likes. */
function answerIn(pieces: readonly (string | Uint8Array)[]): Response {
  const bytes = pieces.map((piece) => (typeof piece === 'string' ? new TextEncoder().encode(piece) : piece))
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of bytes) controller.enqueue(piece)
      controller.close()
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
}

async function all(answer: Response) {
  const events = []
  for await (const event of eventsOf(answer)) events.push(event)
  return events
}

it('gives events as they were sent, however they were cut', async () => {
  const sent = 'event: progress\ndata: {"label":"연결"}\n\n:\n\nevent: result\ndata: {"state":"up"}\n\n'
  const bytes = new TextEncoder().encode(sent)
  const expected = [
    { event: 'progress', data: { label: '연결' } },
    { event: 'result', data: { state: 'up' } },
  ]
  expect(await all(answerIn([sent]))).toEqual(expected)
  expect(await all(answerIn(Array.from(bytes, (byte) => Uint8Array.of(byte))))).toEqual(expected)
})

it('gives nothing of an event that never came to its end', async () => {
  expect(await all(answerIn(['event: progress\ndata: {"a":1}\n\n', 'event: result\ndata: {"sta']))).toHaveLength(1)
})

it('knows a streamed answer from any other', () => {
  expect(isEventStream(answerIn([]))).toBe(true)
  expect(isEventStream(new Response('{}', { headers: { 'content-type': 'application/json' } }))).toBe(false)
})
