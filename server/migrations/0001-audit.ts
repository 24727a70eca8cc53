export const up = (): string[] => [
  `create table audit_entry (
    id bigint primary key,
    at bigint not null,
    actor_kind text not null,
    actor_id bigint,
    person_id bigint,
    actor_name text,
    door text not null,
    address text,
    user_agent text,
    action text not null,
    target_kind text,
    target_id text,
    target_label text,
    outcome text not null,
    input text,
    details text,
    hash text not null
  )`,
  'create index audit_entry_at on audit_entry (at)',
  'create index audit_entry_person on audit_entry (person_id, id)',
  'create index audit_entry_action on audit_entry (action, id)',
  'create index audit_entry_target on audit_entry (target_kind, target_id)',
  // The end of the chain. Its row is the lock that puts writers in line, and it shows when lines were cut off the end.
  'create table audit_head (id integer primary key, last_id bigint not null, hash text not null)',
  "insert into audit_head (id, last_id, hash) values (1, 0, '')",
]
