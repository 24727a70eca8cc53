/**
 * Files of what was seen: screenshots, reports, traces, HARs. They are in the database because one file must stay one
 * file, and because several processes may serve what one of them made. `data` stands last, so that lists never read it.
 */
export const up = (): string[] => [
  `create table artifact (
    id $id,
    project_id bigint,
    monitor_id bigint,
    person_id bigint,
    slot_at bigint not null,
    state text,
    type text not null,
    name text not null,
    size integer not null,
    expires_at bigint not null,
    data $bytes not null
  )`,
  'create index artifact_by_monitor on artifact (monitor_id, slot_at) where monitor_id is not null',
  'create index artifact_by_expiry on artifact (expires_at)',
  `create table project_picture (
    project_id bigint not null primary key,
    url text not null,
    taken_at bigint not null,
    tried_at bigint not null,
    screenshot $bytes,
    thumbnail $bytes
  )`,
]
