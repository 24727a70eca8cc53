import { text } from '@bongsu/contract/text.ts'
import type { Outcome } from '#features/checks/index.ts'
import type { Monitor } from '#features/projects/index.ts'
import type { Look } from '#features/results/index.ts'

/** An outcome as a kind would give it; the rest of a look as the schedule would. */
export function testOutcome(state: Outcome['state'], fields: Partial<Outcome> = {}): Outcome {
  const failed = state === 'down'
  return {
    state,
    message: failed
      ? text('HTTP 503 응답을 받았습니다.', 'It answered HTTP 503.')
      : text('정상입니다.', 'All is well.'),
    durationMs: 120,
    timings: { dns_ms: 1.2, connect_ms: 4.1, tls_ms: 20.3, ttfb_ms: 80.2, download_ms: 3.4 },
    statusCode: failed ? 503 : 200,
    evidence: { url: 'https://example.com/', address: '192.0.2.1' },
    ...(failed ? { errorCode: 'http' } : {}),
    ...(state === 'unknown' ? { errorCode: 'own_fault' } : {}),
    ...fields,
  }
}

export function testLook(
  monitor: Monitor,
  slotAt: number,
  state: Outcome['state'] = 'up',
  fields: Partial<Omit<Look, 'outcome'>> & { outcome?: Partial<Outcome> } = {},
): Look {
  return {
    monitor,
    slotAt,
    startedAt: slotAt,
    attempts: 1,
    trigger: 'schedule',
    maintenance: null,
    ...fields,
    outcome: testOutcome(state, fields.outcome),
  }
}
