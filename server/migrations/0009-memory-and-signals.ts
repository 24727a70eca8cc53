/**
 * What a look leaves for the next look at the same monitor, and the inbox of kinds that are signalled: the address
 * (found by the hash of its token, shown from its sealed one), what came in, and when nobody listened.
 */
export const up = (): string[] => [
  `create table look_memory (
    monitor_id bigint not null primary key,
    slot_at bigint not null,
    scope text not null,
    memory text not null
  )`,
  `create table signal_address (
    monitor_id bigint not null primary key,
    token_hash text not null,
    token_sealed text not null,
    opened_at bigint not null
  )`,
  'create unique index signal_address_by_token on signal_address (token_hash)',
  `create table signal (
    id $id,
    monitor_id bigint not null,
    sort text not null,
    at bigint not null,
    exit_code integer,
    run_ms bigint,
    body text,
    came_from text
  )`,
  'create index signal_by_monitor on signal (monitor_id, id)',
  'create index signal_by_sort on signal (monitor_id, sort, id)',
  `create table signal_listening (
    id integer primary key,
    heard_at bigint not null,
    deaf_from bigint,
    deaf_until bigint
  )`,
]
