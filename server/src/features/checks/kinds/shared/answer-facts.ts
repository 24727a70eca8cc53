import type { HttpAnswer } from '#platform/outbound/index.ts'
import type { Unjudged } from '../../judging/body-judge.ts'
import type { Seen } from '../contract.ts'
import { decodeText } from './decode-text.ts'

export type Facts = Omit<Seen, 'state' | 'message' | 'errorCode'>

/** How much of an unexpected answer is kept to be read by people. */
const excerptBytes = 2_048
const excerptLength = 500

/** For `keepBytes`: where nobody asks about the body, the beginning of an error page is still worth reading. */
export const excerptOfErrors = (status: number): number => (status >= 400 ? excerptBytes : 0)

/** What every answer over HTTP tells, whatever is made of it. */
export function factsOf(answer: HttpAnswer, { max_body_kb }: { readonly max_body_kb: number }): Facts {
  const { remote, redirects, certificate } = answer
  return {
    durationMs: answer.durationMs,
    timings: answer.timings,
    statusCode: answer.status,
    evidence: {
      address: remote.address,
      port: remote.port,
      http_version: answer.httpVersion,
      received_bytes: answer.receivedBytes,
      ...(answer.bodyCut ? { body_cut_at_kb: max_body_kb } : {}),
      ...(redirects.length > 0 ? { url: answer.url, redirects } : {}),
      ...(certificate ? { certificate } : {}),
    },
  }
}

export function withExcerpt(facts: Facts, answer: HttpAnswer): Facts {
  if (answer.body.length === 0) return facts
  const type = answer.headers['content-type']
  const excerpt = decodeText(answer.body.subarray(0, excerptBytes), type).slice(0, excerptLength)
  return {
    ...facts,
    evidence: { ...facts.evidence, ...(type ? { content_type: type.slice(0, 200) } : {}), body_excerpt: excerpt },
  }
}

/** The answer came, but what was asked about it could not be applied. */
export const notJudged = (facts: Facts, { problem, fault }: Unjudged): Seen => ({
  ...facts,
  state: 'unknown',
  errorCode: fault === 'own' ? 'own_fault' : 'config',
  message: problem,
})
