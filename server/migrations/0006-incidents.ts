/**
 * Incidents. `state_interval` is what uptime is computed from: the confirmed state of a monitor without overlaps, in exact
 * ms; time in no interval is time nobody looked. The partial unique indexes hold what must never break: one open interval
 * and one open incident a monitor, however many recorders judge at once.
 */
export const up = (): string[] => [
  `create table state_interval (
    monitor_id bigint not null,
    from_at bigint not null,
    to_at bigint,
    state text not null,
    primary key (monitor_id, from_at)
  )`,
  'create unique index state_interval_open on state_interval (monitor_id) where to_at is null',
  `create table state_change (
    id $id,
    monitor_id bigint not null,
    project_id bigint not null,
    what text not null,
    from_state text not null,
    to_state text not null,
    at bigint not null,
    confirmed_at bigint not null,
    incident_id bigint,
    message text not null,
    error_code text,
    duration_ms double precision,
    down_for_ms bigint,
    failures integer not null,
    suppressed text
  )`,
  'create index state_change_by_monitor on state_change (monitor_id, id)',
  'create index state_change_by_project on state_change (project_id, id)',
  `create table incident (
    id $id,
    monitor_id bigint not null,
    project_id bigint not null,
    kind text not null,
    monitor_name text not null,
    project_title text not null,
    opened_at bigint not null,
    confirmed_at bigint not null,
    resolved_at bigint,
    resolution text,
    message text not null,
    error_code text,
    evidence text,
    failures integer not null,
    acknowledged_at bigint,
    acknowledged_by bigint,
    acknowledged_name text,
    search_text text not null
  )`,
  'create unique index incident_open on incident (monitor_id) where resolved_at is null',
  'create index incident_by_opening on incident (opened_at, id)',
  // What every dashboard asks for; few rows, however many incidents there have been.
  'create index incident_open_by_opening on incident (opened_at, id) where resolved_at is null',
  'create index incident_by_project on incident (project_id, opened_at)',
  'create index incident_by_monitor on incident (monitor_id, opened_at)',
  `create table incident_event (
    id $id,
    incident_id bigint not null references incident (id) on delete cascade,
    at bigint not null,
    kind text not null,
    message text not null,
    details text,
    person_id bigint,
    person_name text
  )`,
  'create index incident_event_by_incident on incident_event (incident_id, at, id)',
  `create table notice (
    id $id,
    monitor_id bigint not null,
    project_id bigint not null,
    type text not null,
    severity text not null,
    message text not null,
    at bigint not null,
    suppressed text
  )`,
  'create index notice_by_monitor on notice (monitor_id, id)',
  'create index notice_by_project on notice (project_id, id)',
  `create table notice_seen (
    monitor_id bigint not null,
    type text not null,
    notice_key text not null,
    seen_at bigint not null,
    primary key (monitor_id, type, notice_key)
  )`,
]
