import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'

/** How long the beginning of an answer waits for its end: a call that is quick goes out as one piece. */
const holdMs = 10
/** More than one answer ever is: whoever lets this much wait has stopped reading. */
export const mostWaiting = 16 * 1_048_576

/** A web-standard response on the wire: a quick answer whole, an event stream as it comes, never held back by a proxy. */
export function sendResponse(reply: FastifyReply, response: Response): FastifyReply {
  const { raw } = reply
  reply.hijack()
  raw.statusCode = response.status
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
  for (const [name, value] of response.headers) raw.setHeader(name, value)
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    raw.setHeader('x-accel-buffering', 'no')
    raw.setHeader('cache-control', 'no-cache, no-transform')
  }
  if (response.body === null) raw.end()
  else if (isWhole(response))
    response.bytes().then(
      (body) => raw.end(body),
      () => raw.destroy(),
    )
  else pass(response.body.getReader(), raw).catch(() => raw.destroy())
  return reply
}

/** Made in one piece, so there is nothing to wait for. */
const isWhole = ({ headers }: Response): boolean => headers.get('content-type') === 'application/json'

async function pass(from: ReadableStreamDefaultReader<Uint8Array>, to: ServerResponse): Promise<void> {
  const held: Uint8Array[] = []
  let isHolding = true
  const patience = setTimeout(() => {
    isHolding = false
    to.flushHeaders()
    for (const chunk of held.splice(0)) to.write(chunk)
  }, holdMs)
  // Whoever has gone reads no more, and whoever writes learns of it.
  to.once('close', () => void from.cancel().catch(() => undefined))
  try {
    for (;;) {
      const { done, value } = await from.read()
      if (done) break
      if (isHolding) held.push(value)
      else if (to.writableLength <= mostWaiting) to.write(value)
      // Whoever fills this stream does not wait for its reader, so what waits must be counted here.
      else throw new Error('the reader takes nothing')
    }
    to.end(held.length === 0 ? undefined : Buffer.concat(held))
  } finally {
    clearTimeout(patience)
  }
}
