import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { z } from 'zod'
import type { HttpAnswer, HttpRequest } from '#platform/outbound/index.ts'
import type { Unjudged } from '../../judging/body-judge.ts'
import { withoutSecrets } from '../../redact.ts'
import type { LookContext, Seen } from '../contract.ts'
import { type Facts, factsOf, notJudged, withExcerpt } from './answer-facts.ts'
import { slowText, statusResult, statusText } from './answer-verdict.ts'
import { fetchAnswer } from './fetch-answer.ts'
import type { pageFields } from './request-fields.ts'

export type PageOptions = z.output<z.ZodObject<typeof pageFields>>

/** What a kind makes of a page that came as it should. `evidence` is added to what every answer tells. */
export type PageVerdict = Pick<Seen, 'state' | 'message' | 'errorCode' | 'notices' | 'remember'> & {
  readonly assertions?: readonly AssertionResult[]
  readonly evidence?: Readonly<Record<string, unknown>>
}

export interface PageLook {
  /** How much of the body is needed; all of it up to its cap unless said. */
  readonly keepBytes?: HttpRequest['keepBytes']
  /** `tokens`: what proved who we are and must not be seen on the page. */
  judge(answer: HttpAnswer, tokens: readonly string[]): Promise<PageVerdict | Unjudged>
}

/**
 * Fetches a page for kinds that look at what is on it. A status nobody expected ends the look there: the words on an
 * error page say nothing about those on the page.
 */
export async function lookAtPage(options: PageOptions, context: LookContext, page: PageLook): Promise<Seen> {
  const fetched = await fetchAnswer(options, context, page.keepBytes)
  if ('seen' in fetched) return fetched.seen
  const { answer, tokens } = fetched
  return withoutSecrets(await judged(options, answer, tokens, page), tokens)
}

async function judged(
  options: PageOptions,
  answer: HttpAnswer,
  tokens: readonly string[],
  page: PageLook,
): Promise<Seen> {
  const facts = factsOf(answer, options)
  const status = statusResult(answer.status, options.expected_status)
  if (!status.passed) {
    return {
      ...withExcerpt({ ...facts, assertions: [status] }, answer),
      state: 'down',
      errorCode: 'http',
      message: statusText(answer.status, options.expected_status),
    }
  }
  const verdict = await page.judge(answer, tokens)
  if ('problem' in verdict) return notJudged(facts, verdict)
  const seen = slowed(options, answer, { ...facts, ...verdict, evidence: evidenceOf(facts, verdict) })
  return { ...seen, assertions: [status, ...(verdict.assertions ?? [])] }
}

const evidenceOf = (facts: Facts, { evidence = {} }: PageVerdict): Seen['evidence'] => ({
  ...evidence,
  ...facts.evidence,
})

function slowed({ degraded_ms: limit }: PageOptions, { durationMs }: HttpAnswer, seen: Seen): Seen {
  if (seen.state !== 'up' || limit === undefined || durationMs <= limit) return seen
  return { ...seen, state: 'degraded', errorCode: 'slow', message: slowText(durationMs, limit) }
}

/** What was not found may stand in the part of the body that was not read. */
export const readSoFar = ({ ko, en }: Text, { bodyCut }: HttpAnswer, { max_body_kb: kb }: PageOptions): Text =>
  bodyCut
    ? text(`${ko} 본문의 처음 ${kb} KB만 읽었습니다.`, `${en} Only the first ${kb} KB of the body were read.`)
    : { ko, en }
