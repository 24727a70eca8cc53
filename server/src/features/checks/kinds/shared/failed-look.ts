import type { OutcomeErrorCode } from '@bongsu/contract/states.ts'
import type { FailurePhase, OutboundFailure } from '#platform/outbound/index.ts'
import type { Seen } from '../contract.ts'

const errorCodes: Readonly<Record<FailurePhase, OutcomeErrorCode>> = {
  guard: 'config',
  dns: 'dns',
  connect: 'connect',
  tls: 'tls',
  timeout: 'timeout',
  http: 'http',
  body: 'http',
  smtp: 'http',
  protocol: 'assertion',
  aborted: 'own_fault',
}

/** What a look saw when it did not get through. A refused address and a mistake in the options say nothing of the target. */
export function failedLook(failure: OutboundFailure, evidence: Readonly<Record<string, unknown>> = {}): Seen {
  const { fault, message, durationMs, timings, phase, code, remote } = failure
  const seen = {
    message,
    durationMs,
    timings,
    evidence: {
      ...evidence,
      failed_at: phase,
      code,
      ...(remote ? { address: remote.address, port: remote.port } : {}),
    },
  }
  if (fault === 'config') return { ...seen, state: 'unknown', errorCode: 'config' }
  if (fault === 'own') return { ...seen, state: 'unknown', errorCode: 'own_fault' }
  return { ...seen, state: 'down', errorCode: errorCodes[phase], ...(fault === 'target' ? {} : { doubt: fault }) }
}
