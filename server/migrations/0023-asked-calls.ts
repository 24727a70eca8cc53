/**
 * A call whose caller was asked for something goes on when they come again. `asked_at`: when they were asked, null while
 * it runs; `asked`: how often; `resumed_at`: when they came last.
 */
export const up = (): string[] => [
  'alter table open_call add column asked_at bigint',
  'alter table open_call add column asked integer not null default 0',
  'alter table open_call add column resumed_at bigint',
]
