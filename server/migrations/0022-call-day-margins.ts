/**
 * Sums of days by tool and by caller alone. Who uses which tool is a row for each pair; lists of tools and of people need
 * not add all of those up.
 */
const sums = 'sum(calls), sum(duration_ms)'

export const up = (): string[] => [
  `create table call_day_tool (
    day_at bigint not null,
    tool text not null,
    outcome text not null,
    door text not null,
    calls bigint not null,
    duration_ms bigint not null,
    primary key (day_at, tool, outcome, door)
  )`,
  `insert into call_day_tool (day_at, tool, outcome, door, calls, duration_ms)
   select day_at, tool, outcome, door, ${sums} from call_day group by day_at, tool, outcome, door`,
  `create table call_day_caller (
    day_at bigint not null,
    person_id bigint not null,
    token_id bigint not null,
    outcome text not null,
    door text not null,
    calls bigint not null,
    duration_ms bigint not null,
    primary key (day_at, person_id, token_id, outcome, door)
  )`,
  `insert into call_day_caller (day_at, person_id, token_id, outcome, door, calls, duration_ms)
   select day_at, person_id, token_id, outcome, door, ${sums} from call_day
   group by day_at, person_id, token_id, outcome, door`,
]
