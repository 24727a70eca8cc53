/**
 * What the schedule must remember across processes and restarts: who leads (leases), whether checking is switched on,
 * when which job ran and how it ended, and what each process says of itself.
 */
export const up = (): string[] => [
  `create table lease (
    name text primary key,
    holder text not null,
    until bigint not null,
    fence integer not null
  )`,
  `create table schedule_switch (
    id integer primary key,
    is_running integer not null,
    changed_at bigint not null,
    changed_by bigint
  )`,
  `create table process_report (
    process text primary key,
    seen_at bigint not null,
    report text not null
  )`,
  `create table job_switch (
    job text primary key,
    is_enabled integer not null
  )`,
  `create table job_run (
    id $id,
    job text not null,
    trigger_by text not null,
    started_at bigint not null,
    ended_at bigint,
    outcome text not null,
    report text,
    error text
  )`,
  'create index job_run_by_job on job_run (job, started_at)',
  `create table installation (
    id integer primary key,
    name text not null
  )`,
]
