import type { Insertable } from 'kysely'
import type { Monitor } from '#features/projects/index.ts'
import type { Database } from '#platform/db/contract.ts'

/** Rows for rooms that only need a project or monitor to be there. The verbs themselves are tested with their room. */
export async function insertTestProject(
  database: Database,
  fields: { title?: string; url?: string; at?: number } = {},
): Promise<number> {
  const { title = '시험 프로젝트', url = 'https://example.com/', at = Date.parse('2026-03-01T00:00:00Z') } = fields
  const [row] = await database.transaction((tx) =>
    tx.all<{ id: number }>(
      `insert into project (title, url, check_interval, is_public, custom_headers, is_active, is_paused, state,
         state_since, search_text, created_at, updated_at)
       values (?, ?, 60, 1, '[]', 1, 0, 'unknown', ?, ?, ?, ?) returning id`,
      [title, url, at, `${title} ${url}`.toLowerCase(), at, at],
    ),
  )
  if (!row) throw new Error('the project was not inserted')
  return row.id
}

export async function insertTestMonitor(
  database: Database,
  projectId: number,
  fields: Partial<Omit<Monitor, 'id' | 'projectId'>> = {},
): Promise<Monitor> {
  const draft: Omit<Monitor, 'id'> = {
    projectId,
    kind: 'http',
    name: 'HTTP',
    options: { url: 'https://example.com/' },
    checkInterval: 60,
    timeout: 30,
    retryCount: 3,
    alertThreshold: 3,
    recoveryThreshold: 1,
    timeLimit: null,
    isAlertEnabled: true,
    isPaused: false,
    isDefault: false,
    createdAt: Date.parse('2026-03-01T00:00:00Z'),
    ...fields,
  }
  const values: Insertable<Record<string, string | number | null>> = {
    project_id: draft.projectId,
    kind: draft.kind,
    name: draft.name,
    options: JSON.stringify(draft.options),
    check_interval: draft.checkInterval,
    timeout: draft.timeout,
    retry_count: draft.retryCount,
    alert_threshold: draft.alertThreshold,
    recovery_threshold: draft.recoveryThreshold,
    time_limit: draft.timeLimit,
    is_alert_enabled: draft.isAlertEnabled ? 1 : 0,
    is_paused: draft.isPaused ? 1 : 0,
    is_default: draft.isDefault ? 1 : 0,
    search_text: draft.name.toLowerCase(),
    created_at: draft.createdAt,
    updated_at: draft.createdAt,
  }
  const columns = Object.keys(values)
  const [row] = await database.transaction((tx) =>
    tx.all<{ id: number }>(
      `insert into monitor (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')}) returning id`,
      Object.values(values) as (string | number | null)[],
    ),
  )
  if (!row) throw new Error('the monitor was not inserted')
  return { ...draft, id: row.id }
}
