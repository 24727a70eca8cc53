import { text } from '@bongsu/contract/text.ts'
import type { FastifyRequest } from 'fastify'
import { Failure } from '#kernel/errors.ts'

/**
 * A browser sends our cookie along with requests that other sites make. A request proved by cookie that changes anything
 * must therefore come from our own pages: Sec-Fetch-Site says so in every current browser, Origin in the others.
 * Requests proved by a header cannot be forged that way.
 */
export function refuseCrossSite(request: FastifyRequest): void {
  if (request.caller.proof !== 'cookie' || request.method === 'GET' || request.method === 'HEAD') return
  if (!isSameOrigin(request)) {
    throw new Failure(
      'forbidden',
      text('다른 사이트에서 온 요청은 받지 않습니다.', 'Requests from other sites are not accepted.'),
    )
  }
}

export function isSameOrigin(request: Pick<FastifyRequest, 'headers' | 'host'>): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = request.headers.origin
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  const { protocol, host } = new URL(origin)
  // Through URL on both sides, so that a default port that is written out compares equal.
  return /^https?:$/.test(protocol) && host === new URL(`${protocol}//${request.host}`).host
}
