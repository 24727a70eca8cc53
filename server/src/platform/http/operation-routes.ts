import { type Language, text } from '@bongsu/contract/text.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '#kernel/errors.ts'
import type { AnyOperation, Cookies } from '#platform/operations/operation.ts'
import type { Call, RunOperation } from '#platform/operations/runner.ts'
import { answerInEvents, wantsEvents } from './event-answer.ts'
import { urlReader } from './input.ts'

export interface RateRule {
  readonly max: number
  readonly windowMs: number
}
/** What is counted: the groups of operations, and `api` calls of the console (proved by its cookie) on their own. */
export type RateKind = NonNullable<AnyOperation['rate']> | 'console'
export type RateRules = (kind: RateKind) => RateRule

/** One route for each operation: path, query and body become its input, in that order of authority. */
export function addOperationRoutes(app: FastifyInstance, operations: readonly AnyOperation[], run: RunOperation): void {
  for (const operation of operations) {
    const { method, path, status = 200 } = operation.http
    const fromUrl = urlReader(operation.input)
    app.route({
      method,
      url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      config: { rateGroup: operation.rate ?? 'api', acceptsForm: operation.http.acceptsForm ?? false },
      handler: async (request, reply) => {
        const body = bodyFields(request)
        const input = {
          ...body,
          ...fromUrl(request.query as Record<string, unknown>),
          ...fromUrl(request.params as Record<string, unknown>),
        }
        const call: Call = {
          actor: request.caller.actor,
          language: request.language,
          origin: { door: 'http', address: request.ip, ...userAgent(request) },
          signal: goneSignal(reply),
          cookies: cookieJar(request, reply),
        }
        if (operation.progress && wantsEvents(request))
          return answerInEvents(request, reply, (onProgress) => run(operation, input, { ...call, onProgress }))
        const output = await run(operation, input, call)
        reply.code(status)
        return status === 204 ? null : output
      },
    })
  }
}

declare module 'fastify' {
  interface FastifyContextConfig {
    rateGroup?: NonNullable<AnyOperation['rate']>
    acceptsForm?: boolean
  }
}

function bodyFields(request: FastifyRequest): Record<string, unknown> {
  const body = request.body
  if (body === undefined || body === null) return {}
  if (typeof body === 'object' && !Array.isArray(body)) return body as Record<string, unknown>
  throw new Failure('validation', text('본문은 JSON 객체여야 합니다.', 'The body must be a JSON object.'))
}

const userAgent = (request: FastifyRequest) => {
  const value = request.headers['user-agent']
  return value === undefined ? {} : { userAgent: value.slice(0, 300) }
}

/** Aborts when the client hangs up before it has its answer. (A request closes as soon as its body was read.) */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort(new Error('the client has gone'))
  })
  return controller.signal
}

const cookieJar = (request: FastifyRequest, reply: FastifyReply): Cookies => {
  const shared = { httpOnly: true, sameSite: 'lax', path: '/', secure: request.protocol === 'https' } as const
  return {
    isSecure: shared.secure,
    get: (name) => request.cookies[name],
    set: (name, value, maxAgeMs) =>
      void reply.setCookie(name, value, { ...shared, maxAge: Math.floor(maxAgeMs / 1000) }),
    clear: (name) => void reply.clearCookie(name, shared),
  }
}

/**
 * The language of a request. What a program asks for in `Accept-Language` is deliberate and goes first; a browser sends
 * its own with everything, so beside its cookie the person's choice does. Then the person's, then the installation's.
 */
export function requestLanguage(request: FastifyRequest, fallback: Language): Language {
  const { language, proof } = request.caller
  const wanted = wantedLanguage(request.headers['accept-language'])
  return (proof === 'cookie' ? (language ?? wanted) : (wanted ?? language)) ?? fallback
}

function wantedLanguage(header: string | undefined): Language | undefined {
  const ranked = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().split(/;\s*q=/)
      return { language: tag.slice(0, 2).toLowerCase(), weight: quality === undefined ? 1 : Number(quality) || 0 }
    })
    .sort((a, b) => b.weight - a.weight)
  for (const { language, weight } of ranked) if (weight > 0 && (language === 'ko' || language === 'en')) return language
  return undefined
}
