import { monitorLimits } from '@bongsu/contract/projects.ts'
import { usualThreshold } from '@bongsu/contract/rhythm.ts'
import type { InputOf, OutputOf } from '#lib/api.ts'
import type { CheckKind } from '#lib/check-kinds.ts'
import type { RhythmValues } from '#ui/watch/rhythm-fields.tsx'

export type Monitor = OutputOf<'get-monitor'>

export interface MonitorValues extends RhythmValues {
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
  readonly is_alert_enabled: boolean
}

/** The interval of a kind that follows its project is left unsaid: the server knows the project's. */
export const blankMonitor = (
  { defaults, is_signalled }: Pick<CheckKind, 'defaults' | 'is_signalled'>,
  options: MonitorValues['options'] = {},
): MonitorValues => ({
  name: '',
  options,
  is_alert_enabled: true,
  check_interval: defaults.cycles === undefined ? defaults.check_interval : null,
  timeout: defaults.timeout,
  retry_count: monitorLimits.retryCount.default,
  alert_threshold: usualThreshold(defaults, is_signalled),
  recovery_threshold: monitorLimits.recoveryThreshold.default,
  time_limit: null,
})

export const valuesOf = (monitor: Monitor): MonitorValues => ({
  name: monitor.name,
  options: monitor.options,
  is_alert_enabled: monitor.is_alert_enabled,
  check_interval: monitor.check_interval,
  timeout: monitor.timeout,
  retry_count: monitor.retry_count,
  alert_threshold: monitor.alert_threshold,
  recovery_threshold: monitor.recovery_threshold,
  time_limit: monitor.time_limit,
})

export const creationInput = (
  projectId: number,
  kind: string,
  { name, options, ...rest }: MonitorValues,
): InputOf<'create-monitor'> => ({
  id: projectId,
  kind,
  ...(name.trim() ? { name: name.trim() } : {}),
  options: { ...options },
  ...rest,
})

/** Options go whole, because what is left out of them is meant to go; the server keeps the secrets it never showed. */
export function changesInput(id: number, values: MonitorValues, before: MonitorValues): InputOf<'update-monitor'> {
  const { options, ...rest } = values
  const changed = Object.entries(rest).filter(([name, value]) => value !== before[name as keyof typeof rest])
  return {
    id,
    ...Object.fromEntries(changed),
    ...(JSON.stringify(options) === JSON.stringify(before.options) ? {} : { options: { ...options } }),
  }
}

/** Where the form shows that a secret is set. */
export const secretPaths = ({ secrets }: Pick<Monitor, 'secrets'>): ReadonlySet<string> =>
  new Set(secrets.map((path) => `options.${path}`))

/** The toolbox names options plainly; in this form they stand below `options`. */
export const belowOptions = (fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).map(([path, message]) => [path === '' ? 'options' : `options.${path}`, message]),
  )
