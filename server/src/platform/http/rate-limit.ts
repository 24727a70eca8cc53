import { isIPv6 } from 'node:net'
import { text } from '@bongsu/contract/text.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '#kernel/errors.ts'
import type { RateKind, RateRules } from './operation-routes.ts'
import { Windows } from './windows.ts'

/** Told of every request that is refused for being one too many; must not throw. */
export type OnLimited = (request: FastifyRequest) => void

/**
 * P55: fixed windows per group and caller. A person is counted as one, whichever of their sessions and tokens they use, a
 * service token as itself, a stranger by address (IPv6 by /64, because one host owns a whole /64). What the console asks
 * for is counted apart from what a person's programs ask for: a screen full of figures must not use up what a script may
 * do, nor the other way round. Says `X-RateLimit-*` on every limited answer, `Retry-After` on a refusal.
 * Counted per process: with several API processes each admits its own share.
 */
export function createRateLimiter(rules: RateRules, now: () => number, onLimited?: OnLimited) {
  const windows = new Windows()

  return (request: FastifyRequest, reply: FastifyReply): void => {
    const kind = rateKind(request)
    if (!kind) return
    const { max, windowMs } = rules(kind)
    const { used, seconds } = windows.count(`${kind}:${callerKey(kind, request)}`, windowMs, now())
    reply.header('x-ratelimit-limit', max)
    reply.header('x-ratelimit-remaining', Math.max(0, max - used))
    reply.header('x-ratelimit-reset', seconds)
    if (used <= max) return
    onLimited?.(request)
    throw new Failure(
      'rate_limited',
      text('요청이 너무 많습니다. 잠시 후 다시 시도해주세요.', 'Too many requests. Please try again in a moment.'),
      { limit: max, window_seconds: windowMs / 1000, retry_after_seconds: seconds },
    )
  }
}

function rateKind(request: FastifyRequest): RateKind | undefined {
  const group = request.routeOptions.config?.rateGroup
  return group === 'api' && request.caller.proof === 'cookie' ? 'console' : group
}

/** Whoever signs in or up is counted as a stranger, whatever proof came along: a token is no further row of guesses. */
function callerKey(kind: RateKind, request: FastifyRequest): string {
  const { actor } = request.caller
  const isStranger = kind === 'sign-in' || kind === 'sign-up'
  if (!isStranger && (actor.kind === 'person' || actor.kind === 'token')) {
    if (actor.personId !== null) return `person:${actor.personId}`
    if (actor.kind === 'token') return `token:${actor.tokenId}`
  }
  return `address:${networkOf(request.ip)}`
}

/** IPv4 as it is, IPv6 cut to its /64. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address
  const [head = '', tail] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail?.split(':').filter(Boolean) ?? []
  const full = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right]
  return full.slice(0, 4).join(':')
}
