import type { Socket } from 'node:net'
import { type Language, text } from '@bongsu/contract/text.ts'
import fastifyCookie from '@fastify/cookie'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify'
import { Failure } from '#kernel/errors.ts'
import type { Logger } from '#platform/log/log.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import type { RunOperation } from '#platform/operations/runner.ts'
import type { Authenticate } from './contract.ts'
import { isSameOrigin, refuseCrossSite } from './cross-site.ts'
import { httpProblem } from './errors.ts'
import { addOperationRoutes, type RateRules, requestLanguage } from './operation-routes.ts'
import { createRateLimiter, type OnLimited } from './rate-limit.ts'
import { addSecurityHeaders } from './security-headers.ts'

export interface HttpParts {
  readonly operations: readonly AnyOperation[]
  readonly run: RunOperation
  readonly authenticate: Authenticate
  readonly rateRules: RateRules
  readonly onLimited?: OnLimited
  readonly defaultLanguage: () => Language
  /** How many proxies stand in front (X-Forwarded-For is believed that deep); 0 believes nobody. */
  readonly trustedProxies: number
  readonly log: Logger
  now(): number
}

const maxBodyBytes = 1_048_576

/** The HTTP door: every operation as a route, plus what `addRoutes` callers hang on it before it listens. */
export async function createHttp(parts: HttpParts): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: parts.log.child({ part: 'http' }) as FastifyBaseLogger,
    // Nothing is logged of a request that goes well, so none needs a logger of its own.
    childLoggerFactory: (logger) => logger,
    bodyLimit: maxBodyBytes,
    trustProxy: (_address, hop) => hop < parts.trustedProxies,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    // An address that cannot be read never reaches the hooks below, so it is answered here, in the same shape.
    frameworkErrors: (error, _request, reply: FastifyReply) => {
      const { status, body } = httpProblem(error, parts.defaultLanguage())
      void reply.code(status).send(body)
    },
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket, parts.defaultLanguage()),
  })
  await app.register(fastifyCookie)
  acceptEmptyJson(app)
  acceptForms(app)
  const limit = createRateLimiter(parts.rateRules, parts.now, parts.onLimited)

  app.decorateRequest('caller', null as never)
  app.decorateRequest('language', null as never)
  app.addHook('onRequest', async (request, reply) => {
    addSecurityHeaders(request, reply)
    request.caller = { actor: { kind: 'anonymous' }, proof: 'none' }
    request.language = parts.defaultLanguage()
    request.caller = await parts.authenticate(request)
    request.language = requestLanguage(request, parts.defaultLanguage())
    refuseCrossSite(request)
    limit(request, reply)
  })

  // Whoever was refused before their body had come would otherwise be read to its end, however long that is.
  app.addHook('onSend', async ({ raw }, reply) => {
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = raw.headers
    if (!raw.complete && (encoding !== undefined || length !== '0')) reply.header('connection', 'close')
  })

  app.setErrorHandler((error, request, reply) => {
    const { status, body, retryAfterSeconds } = httpProblem(error, request.language ?? parts.defaultLanguage())
    if (status === 500 && !reply.raw.destroyed)
      request.log.error({ err: error, url: request.routeOptions.url }, 'a request failed on our side')
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
    return reply.code(status).send(body)
  })
  app.setNotFoundHandler((request) => {
    throw new Failure(
      'not_found',
      text(`${request.method} 요청을 받을 주소가 없습니다.`, `There is nothing at this address for ${request.method}.`),
    )
  })
  addOperationRoutes(app, parts.operations, parts.run)
  return app
}

/** What is not HTTP, has more headers than Node reads (16 KB), or does not come to its end is answered too. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket, language: Language): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const { status, failure } = unreadable[error.code ?? ''] ?? notHttp
  const body = JSON.stringify(httpProblem(failure, language).body)
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

const notHttp = {
  status: '400 Bad Request',
  failure: new Failure('validation', text('요청을 해석할 수 없습니다.', 'This request cannot be read.')),
}
const unreadable: Readonly<Record<string, typeof notHttp>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    failure: new Failure(
      'too_large',
      text('요청 헤더가 너무 큽니다(최대 16 KB).', 'The request headers are too large (at most 16 KB).'),
    ),
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    failure: new Failure(
      'validation',
      text('요청이 제한 시간(30초) 안에 다 오지 않았습니다.', 'The request did not come to its end within 30 seconds.'),
    ),
  },
}

/** `POST …/pause` without a body, but with the header most clients always send, is not an error. */
function acceptEmptyJson(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') return done(null, undefined)
    try {
      done(null, JSON.parse(body as string))
    } catch {
      done(Object.assign(new Error('invalid JSON'), { statusCode: 400 }), undefined)
    }
  })
  app.removeContentTypeParser('text/plain')
}

/**
 * A form is the one body another site can send without asking first, so only operations that say so take one, and never
 * from a foreign page: signing a visitor in as somebody else is an attack too.
 */
function acceptForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (request, body, done) => {
    if (request.routeOptions.config.acceptsForm && isSameOrigin(request)) {
      return done(null, Object.fromEntries(new URLSearchParams(body as string)))
    }
    done(
      Object.assign(new Error('no form here'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 }),
      undefined,
    )
  })
}
