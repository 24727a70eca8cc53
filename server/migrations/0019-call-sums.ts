/**
 * Sums of calls that figures of a month are read from in a moment: by the hour in detail and for everything together,
 * with how long calls took as a histogram, and by the day (UTC) in detail. What is kept of single calls is summed up
 * anew, so that its doors are known; of older hours they are not ('').
 */
const hour = 3_600_000
const day = 86_400_000

const hourOf = `started_at - started_at % ${hour}`
/** The first hour that single calls are kept of as a whole. */
const kept = `(select coalesce(min(${hourOf}) + ${hour}, 9007199254740991) from tool_call)`

const detail = 'person_id, token_id, outcome, door, source, calls, duration_ms'

export const up = (): string[] => [
  'alter table call_hour rename to call_hour_before',
  `create table call_hour (
    tool text not null,
    hour_at bigint not null,
    person_id bigint not null,
    token_id bigint not null,
    outcome text not null,
    door text not null,
    source text not null,
    calls bigint not null,
    duration_ms bigint not null,
    histogram $bytes,
    constraint call_hour_key primary key (tool, hour_at, person_id, token_id, outcome, door)
  )`,
  `insert into call_hour (tool, hour_at, ${detail})
   select tool, ${hourOf}, coalesce(person_id, 0), coalesce(token_id, 0), outcome, door, min(coalesce(source, '')),
     count(*), sum(duration_ms)
   from tool_call where started_at >= ${kept}
   group by tool, ${hourOf}, coalesce(person_id, 0), coalesce(token_id, 0), outcome, door`,
  `insert into call_hour (tool, hour_at, ${detail})
   select tool, hour_at, person_id, token_id, outcome, '', source, calls, duration_ms
   from call_hour_before where hour_at < ${kept}`,
  'drop table call_hour_before',
  'create index call_hour_at on call_hour (hour_at)',
  'create index call_hour_person on call_hour (person_id, hour_at)',
  'create index call_hour_token on call_hour (token_id, hour_at)',

  `create table call_hour_total (
    hour_at bigint not null,
    outcome text not null,
    door text not null,
    calls bigint not null,
    duration_ms bigint not null,
    histogram $bytes,
    primary key (hour_at, outcome, door)
  )`,
  `insert into call_hour_total (hour_at, outcome, door, calls, duration_ms)
   select hour_at, outcome, door, sum(calls), sum(duration_ms) from call_hour group by hour_at, outcome, door`,

  `create table call_day (
    day_at bigint not null,
    tool text not null,
    person_id bigint not null,
    token_id bigint not null,
    outcome text not null,
    door text not null,
    source text not null,
    calls bigint not null,
    duration_ms bigint not null,
    primary key (day_at, tool, person_id, token_id, outcome, door)
  )`,
  `insert into call_day (day_at, tool, ${detail})
   select hour_at - hour_at % ${day}, tool, person_id, token_id, outcome, door, min(source), sum(calls),
     sum(duration_ms)
   from call_hour group by hour_at - hour_at % ${day}, tool, person_id, token_id, outcome, door`,
]
