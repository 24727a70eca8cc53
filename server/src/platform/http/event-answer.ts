import { PassThrough } from 'node:stream'
import type { ProgressView } from '@bongsu/contract/progress.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { httpProblem } from './errors.ts'

/** Proxies close what has been silent for a minute. */
const aliveMs = 15_000

export const wantsEvents = ({ headers }: FastifyRequest): boolean =>
  /\btext\/event-stream\b/i.test(headers.accept ?? '')

/**
 * Answers with server-sent events: `progress` as often as there is news, then once `result` with what would have been
 * the whole answer, or `error` with the body of a refusal. What is refused before there is news has its own status, as
 * without events.
 */
export async function answerInEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  work: (onProgress: (progress: ProgressView) => void) => Promise<unknown>,
): Promise<FastifyReply> {
  const stream = new PassThrough()
  const say = (event: string, data: unknown): void => {
    // Whoever has gone is told nothing more.
    if (!stream.destroyed) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  const { promise: news, resolve: hasNews } = Promise.withResolvers<void>()
  const running = work((progress) => {
    say('progress', progress)
    hasNews()
  })
  await Promise.race([running, news])
  const alive = setInterval(() => stream.destroyed || stream.write(':\n\n'), aliveMs)
  running
    .then(
      (output) => say('result', output),
      (error: unknown) => {
        const { status, body } = httpProblem(error, request.language)
        if (status === 500 && !reply.raw.destroyed)
          request.log.error({ err: error, url: request.routeOptions.url }, 'a request failed on our side')
        say('error', body)
      },
    )
    .finally(() => {
      clearInterval(alive)
      stream.end()
    })
  reply.header('content-type', 'text/event-stream; charset=utf-8')
  reply.header('cache-control', 'no-store')
  // nginx would keep it back until it is complete.
  reply.header('x-accel-buffering', 'no')
  return reply.send(stream)
}
