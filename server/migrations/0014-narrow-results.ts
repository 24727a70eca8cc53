import type { Engine } from '#platform/db/contract.ts'

/**
 * A row of `result` in fewer bytes (docs/decisions/0005-a-row-a-result.md). PostgreSQL pads every column to its size and
 * pays eight bytes more for a row with a null as soon as there are more than eight columns: so there are eight, the wide
 * ones first, and retries share a number with the flags (above their eight bits).
 */
export const up = (engine: Engine): string[] => [
  `create table narrow_result (
    slot_at bigint not null,
    monitor_id integer not null,
    duration integer not null,
    state smallint not null,
    flags smallint not null,
    status_code smallint,
    error smallint,
    phases $bytes,
    primary key (monitor_id, slot_at)
  )${engine === 'sqlite' ? ' without rowid' : ''}`,
  `insert into narrow_result (slot_at, monitor_id, duration, state, flags, status_code, error, phases)
   select slot_at, monitor_id, duration, state, flags + retries * 256, status_code, error, phases
   from result order by monitor_id, slot_at`,
  'drop table result',
  'alter table narrow_result rename to result',
  ...(engine === 'postgres' ? ['alter index narrow_result_pkey rename to result_pkey'] : []),
  'update latest_look set flags = flags + retries * 256 where retries > 0',
  'alter table latest_look drop column retries',
]
