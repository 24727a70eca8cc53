/** Lists of calls in other orders than time: each walks its index instead of putting a month of calls in order. */
export const up = (): string[] => [
  'create index tool_call_duration on tool_call (duration_ms, started_at)',
  'create index tool_call_outcome on tool_call (outcome, started_at)',
]
