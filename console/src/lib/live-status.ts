import type { StatusMessage } from '@bongsu/contract/live.ts'
import type { LiveMessage } from './live.ts'

interface Shown {
  readonly id: number
  readonly monitor_count: number
  readonly last_checked_at: string | null
  readonly last_response_ms: number | null
}

/**
 * Writes a look into the projects on screen. The message speaks for one monitor of the project: how long it took is the
 * project's response time only when it has an HTTP status, or when there is no other monitor.
 */
export function withStatus<Project extends Shown>(projects: readonly Project[], message: LiveMessage): Project[] {
  const data = message.data as StatusMessage['data']
  return projects.map((project) => {
    if (project.id !== message.project_id) return project
    const isResponse = data.status_code !== null || project.monitor_count === 1
    return {
      ...project,
      last_checked_at: message.timestamp ?? project.last_checked_at,
      ...(isResponse ? { last_response_ms: data.response_time_ms } : {}),
    }
  })
}
