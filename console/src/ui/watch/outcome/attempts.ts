import type { OutcomeState } from '@bongsu/contract/states.ts'
import type { Text } from '@bongsu/contract/text.ts'
import type { Evidence } from './evidence.ts'

/** One try inside a look, as the evidence of the look keeps it. */
export interface Attempt {
  readonly ended_at: string
  readonly state: OutcomeState
  readonly duration_ms: number
  readonly message: Text | string
}

const states: readonly string[] = ['up', 'degraded', 'down', 'unknown']

/** The tries in the evidence, or none when what is there is not what we know. */
export function attemptsIn(evidence: Evidence | null | undefined): readonly Attempt[] {
  const list = evidence?.attempts
  return Array.isArray(list) && list.every(isAttempt) ? list : []
}

function isAttempt(value: unknown): value is Attempt {
  if (typeof value !== 'object' || value === null) return false
  const { ended_at, state, duration_ms, message } = value as Readonly<Record<string, unknown>>
  return (
    typeof ended_at === 'string' &&
    states.includes(String(state)) &&
    typeof duration_ms === 'number' &&
    (typeof message === 'string' || isText(message))
  )
}

const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Text>).ko === 'string'
