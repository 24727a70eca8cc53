import { text } from '@bongsu/contract/text.ts'
import type { HttpAnswer, HttpMethod } from '#platform/outbound/index.ts'
import type { DeliveryContext, DeliveryResult } from '../contract.ts'

export interface Post {
  readonly url: string
  readonly method?: HttpMethod
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

const webhookTimeoutMs = 20_000
const longestRetryAfterMs = 3_600_000
/** Enough of an answer to learn why; a receiver's novel is not ours to keep. */
const answerBytes = 4096

/**
 * Sends JSON and reads the answer the way every HTTP receiver means it: 2xx took it, 410 wants no more, redirects are
 * not followed (the message would land where nobody chose), Retry-After is obeyed up to an hour. `refine` knows better
 * for services that say more.
 */
export async function postJson(
  post: Post,
  context: DeliveryContext,
  refine?: (answer: HttpAnswer) => DeliveryResult | null,
): Promise<DeliveryResult> {
  const answer = await context.http({
    url: post.url,
    method: post.method ?? 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...post.headers },
    body: post.body,
    redirects: 0,
    timeoutMs: webhookTimeoutMs,
    maxBodyBytes: answerBytes,
    signal: context.signal,
  })
  if (!answer.ok) {
    const refusedByUs = answer.fault === 'config'
    return { ok: false, again: 'later', message: answer.message, unreachable: !refusedByUs }
  }
  return refine?.(answer) ?? plainVerdict(answer, context.clock.now())
}

export function plainVerdict(answer: HttpAnswer, now: number): DeliveryResult {
  const { status } = answer
  if (status >= 200 && status < 300) return { ok: true, status }
  if (status === 410) {
    return {
      ok: false,
      again: 'gone',
      status,
      message: text(
        '받는 쪽이 더 이상 받지 않는다고 답했습니다(HTTP 410). 채널을 껐습니다.',
        'The receiver wants no more messages (HTTP 410). The channel was switched off.',
      ),
    }
  }
  const message =
    status >= 300 && status < 400
      ? text(
          `다른 주소로 보내는 응답(HTTP ${status})은 따라가지 않습니다. 채널의 주소를 고치세요.`,
          `It answered with a redirect (HTTP ${status}), which is not followed. Correct the channel's address.`,
        )
      : text(`받는 쪽이 HTTP ${status}(으)로 답했습니다.`, `The receiver answered HTTP ${status}.`)
  return { ok: false, again: 'later', status, message, ...retryAfter(answer.headers['retry-after'], now) }
}

/** Seconds or a date (RFC 9110 10.2.3), capped: nobody may silence us for a day. */
export function retryAfter(value: string | undefined, now: number): { retryAfterMs?: number } {
  if (value === undefined || value.trim() === '') return {}
  const seconds = Number(value)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now
  return Number.isFinite(ms) && ms > 0 ? { retryAfterMs: Math.min(ms, longestRetryAfterMs) } : {}
}

/** A refusal that names what the service said, for services whose message is worth reading. */
export const refused = (
  again: 'permanent' | 'later',
  status: number,
  service: string,
  said: string,
): DeliveryResult => {
  const words = said.replaceAll(/\s+/g, ' ').trim().slice(0, 200)
  return {
    ok: false,
    again,
    status,
    message: text(
      `${service}이(가) 거절했습니다(HTTP ${status}${words ? `: ${words}` : ''}).`,
      `${service} refused it (HTTP ${status}${words ? `: ${words}` : ''}).`,
    ),
  }
}
