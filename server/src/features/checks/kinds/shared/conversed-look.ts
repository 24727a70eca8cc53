import type { AssertionResult } from '@bongsu/contract/outcome.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { ConversationFailure, Conversed, Security } from '#platform/outbound/index.ts'
import type { Seen } from '../contract.ts'
import { assertionText } from './answer-verdict.ts'
import { failedLook } from './failed-look.ts'
import { type Refusal, refusedPart } from './server-refusal.ts'

/** How a dialogue went that reached its end, as the kind tells it. */
export interface Told {
  readonly refusal?: Refusal | undefined
  readonly assertions?: readonly AssertionResult[]
  readonly evidence: Readonly<Record<string, unknown>>
  /** Said when nothing was wrong. */
  readonly message: Text
}

/** What a look saw in a dialogue with a server, whichever way it ended. */
export function conversedLook<Value>(
  answer: Conversed<Value> | ConversationFailure,
  tell: (value: Value) => Told,
): Seen {
  if (!answer.ok)
    return failedLook(answer, answer.step === undefined ? {} : { failed_step: answer.step, steps: answer.steps ?? [] })
  const { refusal, assertions = [], evidence, message } = tell(answer.value)
  const seen = {
    durationMs: answer.durationMs,
    timings: answer.timings,
    ...(assertions.length > 0 ? { assertions } : {}),
  }
  const place = {
    address: answer.remote.address,
    port: answer.remote.port,
    ...evidence,
    ...securityEvidence(answer.security),
    steps: answer.steps,
  }
  if (refusal) {
    const part = refusedPart(refusal)
    return { ...seen, ...part, evidence: { ...place, ...part.evidence } }
  }
  const wrong = assertions.find(({ passed }) => !passed)
  if (wrong) return { ...seen, state: 'down', errorCode: 'assertion', message: assertionText([wrong]), evidence: place }
  return { ...seen, state: 'up', message, evidence: place }
}

export const securityEvidence = (security: Security | undefined): Record<string, unknown> =>
  security
    ? {
        tls: security.protocol,
        cipher: security.cipher,
        ...(security.certificate ? { certificate: security.certificate } : {}),
      }
    : {}
