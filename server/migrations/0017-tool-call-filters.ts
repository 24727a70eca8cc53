/** With the columns that lists are filtered by beside the time, counting and skipping need not open the rows, which are wide. */
export const up = (): string[] => [
  'create index tool_call_filters on tool_call (started_at, outcome, door, source)',
  'drop index tool_call_started',
]
