import type { Text } from '@bongsu/contract/text.ts'
import { Failure, isFailure } from '#kernel/errors.ts'
import { internalError, UpstreamRefusal, type UpstreamSession } from '#platform/mcp/index.ts'
import { type RedactionRules, redacted } from './redact-result.ts'
import { fits } from './shape-result.ts'
import { type CallPeer, NotRun } from './sources/contract.ts'
import type { Json } from './tools/tool.ts'

/** What everything that a source says is held to on its way to a caller. */
export interface PassingRules {
  readonly resultBytes: number
  readonly redaction: RedactionRules
}

/**
 * What a source said instead of a result, held to the rules of results: an error is no way around them. Anything that is
 * not its words (a fault of ours, an abort) stays what it is.
 */
export function passableError(error: unknown, { resultBytes, redaction }: PassingRules): unknown {
  const clean = (words: string): string => (redacted({ words }, redaction) as { readonly words: string }).words
  const said = ({ ko, en }: Text): Text => ({ ko: clean(ko), en: clean(en) })
  if (error instanceof UpstreamRefusal) {
    const { data } = redacted({ data: error.data }, redaction)
    const kept = fits(data, resultBytes) ? data : undefined
    return new UpstreamRefusal(error.code, clean(error.message.slice(0, resultBytes)), kept)
  }
  if (error instanceof NotRun) return new NotRun(said(error.text))
  if (!isFailure(error)) return error
  const { details } = redacted({ details: error.details }, redaction)
  return new Failure(error.code, said(error.text), details)
}

/** Of all that one call may ask its caller: who answers may be a model that never tires, at the caller's cost. */
const mostQuestions = 100

/** The caller's side as a source may reach it: progress, log messages and questions without what the rules hide. */
export function passingPeer(peer: CallPeer, rules: () => PassingRules): CallPeer {
  let questions = 0
  return {
    get capabilities() {
      return peer.capabilities
    },
    ...(peer.comesAgain ? { comesAgain: true } : {}),
    async notify(method, params) {
      const shown = passable(params, rules())
      if (shown) await peer.notify(method, shown)
    },
    async request(method, params, signal) {
      if (++questions > mostQuestions)
        throw new UpstreamRefusal(internalError, `More than ${mostQuestions} questions in one call`)
      const shown = passable(params, rules())
      if (!shown) throw new UpstreamRefusal(internalError, 'The question is larger than is passed on')
      return peer.request(method, shown, signal)
    },
  }
}

/** The caller's session as a source may reach it. */
export const passingSession = (session: UpstreamSession, rules: () => PassingRules): UpstreamSession => ({
  ...session,
  notify(method, params) {
    const shown = passable(params, rules())
    if (shown) session.notify(method, shown)
  },
})

/** Undefined where it is larger than a result may be: in part it would be of no use. */
const passable = (params: Json, { resultBytes, redaction }: PassingRules): Json | undefined =>
  fits(params, resultBytes) ? redacted(params, redaction) : undefined
