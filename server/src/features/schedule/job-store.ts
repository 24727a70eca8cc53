import type { Db, Tx } from '#platform/db/contract.ts'

export type JobOutcome = 'running' | 'done' | 'failed' | 'interrupted'

export interface JobRun {
  readonly id: number
  readonly job: string
  readonly trigger: 'schedule' | 'manual'
  readonly startedAt: number
  readonly endedAt: number | null
  readonly outcome: JobOutcome
  readonly report: Readonly<Record<string, number | string>> | null
  readonly error: string | null
}

interface JobRunRow {
  id: number
  job: string
  trigger_by: 'schedule' | 'manual'
  started_at: number
  ended_at: number | null
  outcome: JobOutcome
  report: string | null
  error: string | null
}

const runOf = (row: JobRunRow): JobRun => ({
  id: row.id,
  job: row.job,
  trigger: row.trigger_by,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  outcome: row.outcome,
  // Safe because only `endRun` writes the column.
  report: row.report === null ? null : (JSON.parse(row.report) as JobRun['report']),
  error: row.error,
})

export async function beginRun(tx: Tx, job: string, trigger: JobRun['trigger'], at: number): Promise<number> {
  const [row] = await tx.all<{ id: number }>(
    `insert into job_run (job, trigger_by, started_at, outcome) values (?, ?, ?, 'running') returning id`,
    [job, trigger, at],
  )
  if (!row) throw new Error(`the run of job "${job}" was not recorded`)
  return row.id
}

export async function endRun(
  db: Db,
  id: number,
  end: Pick<JobRun, 'outcome' | 'report' | 'error'>,
  at: number,
): Promise<void> {
  const report = end.report === null ? null : JSON.stringify(end.report)
  await db.run('update job_run set ended_at = ?, outcome = ?, report = ?, error = ? where id = ?', [
    at,
    end.outcome,
    report,
    end.error,
    id,
  ])
}

/** Runs whose process is gone: their lease has lapsed, or belongs to a later run. */
export const closeAbandonedRuns = (db: Db, storeNow: number, now: number): Promise<number> =>
  db.run(
    `update job_run set outcome = 'interrupted', ended_at = ?
     where outcome = 'running' and not exists (
       select 1 from lease where lease.name = 'job:' || job_run.job and lease.until > ?
     )`,
    [now, storeNow],
  )

export async function jobRun(db: Db, id: number): Promise<JobRun | undefined> {
  const [row] = await db.all<JobRunRow>('select * from job_run where id = ?', [id])
  return row && runOf(row)
}

/** The latest run of every job. */
export async function lastRuns(db: Db): Promise<Map<string, JobRun>> {
  const rows = await db.all<JobRunRow>(
    'select r.* from job_run r join (select max(id) as id from job_run group by job) latest on latest.id = r.id',
  )
  return new Map(rows.map((row) => [row.job, runOf(row)]))
}

export async function searchRuns(
  db: Db,
  filter: { job?: string | undefined; outcome?: JobOutcome | undefined },
  limit: number,
  offset: number,
): Promise<{ runs: JobRun[]; total: number }> {
  const conditions = ['1 = 1']
  const params: string[] = []
  for (const [column, value] of [
    ['job', filter.job],
    ['outcome', filter.outcome],
  ] as const) {
    if (value === undefined) continue
    conditions.push(`${column} = ?`)
    params.push(value)
  }
  const where = conditions.join(' and ')
  const [counted] = await db.all<{ total: number }>(`select count(*) as total from job_run where ${where}`, params)
  const rows = await db.all<JobRunRow>(
    `select * from job_run where ${where} order by started_at desc, id desc limit ? offset ?`,
    [...params, limit, offset],
  )
  return { runs: rows.map(runOf), total: Number(counted?.total ?? 0) }
}

export const forgetRunsBefore = (db: Db, before: number): Promise<number> =>
  db.run(`delete from job_run where started_at < ? and outcome <> 'running'`, [before])

export async function disabledJobs(db: Db): Promise<Set<string>> {
  const rows = await db.all<{ job: string }>('select job from job_switch where is_enabled = 0')
  return new Set(rows.map((row) => row.job))
}

export const switchJob = (tx: Tx, job: string, isEnabled: boolean): Promise<number> =>
  tx.run(
    `insert into job_switch (job, is_enabled) values (?, ?)
     on conflict (job) do update set is_enabled = excluded.is_enabled`,
    [job, isEnabled ? 1 : 0],
  )
