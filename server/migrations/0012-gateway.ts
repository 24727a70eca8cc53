export const up = (): string[] => [
  `create table limit_rule (
    id $id,
    subject_kind text not null,
    subject text not null,
    target_kind text not null,
    target text not null,
    span text not null,
    most bigint not null,
    changed_at bigint not null
  )`,
  'create unique index limit_rule_about on limit_rule (subject_kind, subject, target_kind, target, span)',
  // The default that everybody has until an administrator says otherwise, and the one role that is not held back.
  `insert into limit_rule (subject_kind, subject, target_kind, target, span, most, changed_at)
   values ('default', '', 'all', '', 'day', 1000, 0), ('role', 'admin', 'all', '', 'day', -1, 0)`,
  'create table limit_counter (counter text primary key, window_from bigint not null, used bigint not null)',
  'create index limit_counter_window on limit_counter (window_from)',

  'create table call_state (id integer primary key, next_id bigint not null)',
  'insert into call_state (id, next_id) values (1, 1)',
  // Calls that run now. What is still here when its process is gone was interrupted.
  `create table open_call (
    id bigint primary key,
    started_at bigint not null,
    person_id bigint,
    token_id bigint,
    actor_name text,
    door text not null,
    address text,
    server text,
    source text,
    tool text not null,
    arguments text not null
  )`,
  `create table tool_call (
    id bigint primary key,
    started_at bigint not null,
    person_id bigint,
    token_id bigint,
    actor_name text,
    door text not null,
    address text,
    server text,
    source text,
    tool text not null,
    arguments text not null,
    duration_ms integer not null,
    outcome text not null,
    result text,
    reason text
  )`,
  'create index tool_call_started on tool_call (started_at)',
  'create index tool_call_person on tool_call (person_id, started_at)',
  'create index tool_call_token on tool_call (token_id, started_at)',
  'create index tool_call_tool on tool_call (tool, started_at)',
  `create table call_hour (
    hour_at bigint not null,
    tool text not null,
    person_id bigint not null,
    token_id bigint not null,
    outcome text not null,
    source text not null,
    calls bigint not null,
    duration_ms bigint not null,
    primary key (hour_at, tool, person_id, token_id, outcome)
  )`,
]
