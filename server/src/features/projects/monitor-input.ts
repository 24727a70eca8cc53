import type { monitorInput } from '@bongsu/contract/projects.ts'
import { longestInterval } from '@bongsu/contract/rhythm.ts'
import type { z } from 'zod'
import type { MonitorKind } from './monitor-kinds.ts'
import type { MonitorChanges } from './monitor-store.ts'
import { requireInterval } from './project-input.ts'

type MonitorSettings = Omit<z.output<z.ZodObject<typeof monitorInput>>, 'kind' | 'options'>

/** Everything of a monitor but its options. Null never undoes a default, except the time limit, where it means none. */
export function settingsOf(input: MonitorSettings, kind: MonitorKind, shortest: number): MonitorChanges {
  const changes: { -readonly [Name in keyof MonitorChanges]: MonitorChanges[Name] } = {}
  if (input.name) changes.name = input.name
  if (input.check_interval) {
    requireInterval('check_interval', input.check_interval, { shortest, longest: longestInterval(kind.defaults) })
    changes.checkInterval = input.check_interval
  }
  if (input.timeout) changes.timeout = input.timeout
  if (input.retry_count) changes.retryCount = input.retry_count
  if (input.alert_threshold) changes.alertThreshold = input.alert_threshold
  if (input.recovery_threshold) changes.recoveryThreshold = input.recovery_threshold
  if (input.time_limit !== undefined) changes.timeLimit = input.time_limit
  if (typeof input.is_alert_enabled === 'boolean') changes.isAlertEnabled = input.is_alert_enabled
  if (typeof input.is_paused === 'boolean') changes.isPaused = input.is_paused
  return changes
}
