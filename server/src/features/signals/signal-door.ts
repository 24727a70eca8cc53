import type { IncomingMessage } from 'node:http'
import { text } from '@bongsu/contract/text.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '#kernel/clock.ts'
import { Failure, notFound } from '#kernel/errors.ts'
import type { Services } from '#kernel/service.ts'
import type { Database } from '#platform/db/contract.ts'
import { receiveSignal } from './receive-signal.ts'
import { longestBody, readSort } from './signal.ts'
import { SignalLimit } from './signal-limit.ts'

export interface SignalDoorParts {
  readonly database: Database
  readonly services: Services
  readonly clock: Clock
}

/** Of a body that is longer than what is kept, the rest is read and dropped up to here; then we hang up. */
const mostReadBytes = 10_485_760

/**
 * `GET`, `HEAD` or `POST /api/v1/heartbeat/{token}[/start|success|fail|log|<exit code>]`, so that `curl` at the end of a
 * crontab line is all it takes. No sign-in: the token is the key. The body of any type is kept as text. Answers `OK`
 * once the signal is safe; 404 for a token nobody has; 429 beyond 60 a minute.
 */
export function addSignalDoor(app: FastifyInstance, parts: SignalDoorParts): void {
  const limit = new SignalLimit(parts.clock)
  app.register(async (door) => {
    door.removeAllContentTypeParsers()
    door.addContentTypeParser('*', (_request: FastifyRequest, payload: IncomingMessage) => readStart(payload))
    door.addHook('onResponse', async (request) => {
      // Whoever is still sending has been answered.
      if (!request.raw.complete) request.raw.destroy()
    })
    for (const url of ['/api/v1/heartbeat/:token', '/api/v1/heartbeat/:token/:word']) {
      door.route<{ Params: { token: string; word?: string } }>({
        method: ['GET', 'HEAD', 'POST'],
        url,
        handler: async (request, reply) => {
          await receive(request, reply)
          return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store').send('OK\n')
        },
      })
    }
  })

  async function receive(
    request: FastifyRequest<{ Params: { token: string; word?: string } }>,
    reply: FastifyReply,
  ): Promise<void> {
    const { token, word } = request.params
    const asked = readSort(word)
    if (!asked) throw notFound(noSuchSort)
    const stranger = `address ${request.ip}`
    if (limit.isUsedUp(stranger)) throw tooMany(reply, 60)
    const wait = limit.take(`token ${token}`)
    if (wait !== null) throw tooMany(reply, wait)
    const isKept = await receiveSignal(parts.database, parts.services, token, {
      ...asked,
      at: parts.clock.now(),
      body: typeof request.body === 'string' && request.body !== '' ? request.body : null,
      cameFrom: request.ip,
    })
    if (isKept) return
    limit.take(stranger)
    throw notFound(noSuchToken)
  }
}

const noSuchToken = text('이 주소로 신호를 받는 모니터', 'A monitor that is signalled at this address')
const noSuchSort = text(
  '이런 신호(사용 가능: start, success, fail, log, 종료 코드 0~255)',
  'Such a signal (known: start, success, fail, log, an exit code from 0 to 255)',
)

function tooMany(reply: FastifyReply, seconds: number): Failure {
  reply.header('retry-after', seconds)
  return new Failure(
    'rate_limited',
    text('신호가 너무 많습니다. 잠시 뒤 다시 보내세요.', 'Too many signals. Send it again in a moment.'),
    { retry_after_seconds: seconds },
  )
}

/** The first 10 KB as text; characters cut in two and bytes that are none are shown as such. */
function readStart(payload: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const kept: Buffer[] = []
    let read = 0
    // PostgreSQL keeps no NUL in text.
    const done = () => resolve(Buffer.concat(kept).toString('utf8').replaceAll('\0', '\uFFFD'))
    payload.on('data', (bytes: Buffer) => {
      if (read < longestBody) kept.push(bytes.subarray(0, longestBody - read))
      read += bytes.length
      if (read <= mostReadBytes) return
      payload.pause()
      done()
    })
    payload.once('end', done)
    payload.once('error', reject)
    payload.once('close', () => reject(new Error('the client has gone')))
  })
}
