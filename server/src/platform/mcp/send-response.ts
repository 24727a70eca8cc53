import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Exchange } from './open-exchanges.ts'

/** A web-standard response through Fastify: a JSON answer whole, an event stream as it comes, never held back by a proxy. */
export async function sendResponse(reply: FastifyReply, response: Response, exchange: Exchange): Promise<FastifyReply> {
  reply.code(response.status)
  for (const [name, value] of response.headers) reply.header(name, value)
  if (response.body === null) {
    exchange.end()
    return reply.send()
  }
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return reply.send(await response.text())
  reply.header('x-accel-buffering', 'no')
  reply.header('cache-control', 'no-cache, no-transform')
  // Safe because both are the web streams of this Node; the two packages of types only disagree on the name.
  return reply.send(Readable.fromWeb(response.body as import('node:stream/web').ReadableStream))
}
