import type { Engine } from '#platform/db/contract.ts'

/**
 * Results. A row of `result` is small because there are very many: codes instead of words, durations in tenths of a
 * millisecond, phases packed into some bytes. Only what was not up keeps words (`result_evidence`), besides the newest
 * look at each monitor (`latest_look`). The roll-ups answer everything that is older or wider than a page of raw rows.
 */
export const up = (engine: Engine): string[] => {
  const withoutRowid = engine === 'sqlite' ? ' without rowid' : ''
  const rollUp = (name: string) => `create table ${name} (
    monitor_id bigint not null,
    bucket_at bigint not null,
    up integer not null,
    degraded integer not null,
    down integer not null,
    unknown integer not null,
    maintenance integer not null,
    measured integer not null,
    sum bigint not null,
    min integer,
    max integer,
    histogram $bytes,
    phases $bytes,
    primary key (monitor_id, bucket_at)
  )${withoutRowid}`
  return [
    `create table result (
      monitor_id bigint not null,
      slot_at bigint not null,
      state smallint not null,
      duration integer not null,
      phases $bytes,
      status_code smallint,
      retries smallint not null,
      error smallint,
      flags smallint not null,
      primary key (monitor_id, slot_at)
    )${withoutRowid}`,
    `create table result_evidence (
      monitor_id bigint not null,
      slot_at bigint not null,
      message text not null,
      evidence text,
      assertions text,
      primary key (monitor_id, slot_at)
    )`,
    `create table latest_look (
      monitor_id bigint not null primary key,
      slot_at bigint not null,
      checked_at bigint not null,
      state smallint not null,
      duration integer not null,
      phases $bytes,
      status_code smallint,
      retries smallint not null,
      error smallint,
      flags smallint not null,
      message text not null,
      evidence text,
      assertions text,
      expires_at bigint
    )`,
    'create index latest_look_by_expiry on latest_look (expires_at) where expires_at is not null',
    rollUp('roll_up_five_minutes'),
    rollUp('roll_up_hour'),
    rollUp('roll_up_day'),
    `create table roll_up_progress (
      size text not null primary key,
      closed_to bigint not null,
      done_to bigint not null
    )`,
    'create table purged_monitor (monitor_id bigint not null primary key)',
    `create table late_result (
      monitor_id bigint not null,
      slot_at bigint not null,
      primary key (monitor_id, slot_at)
    )${withoutRowid}`,
  ]
}
