import { monitorLimits } from '@bongsu/contract/projects.ts'
import type { InputOf, OutputOf } from '#lib/api.ts'
import type { RhythmValues } from '#ui/watch/rhythm-fields.tsx'

export type Project = OutputOf<'get-project'>

export interface HeaderValue {
  readonly name: string
  /** `undefined` keeps what the server has. */
  readonly value: string | undefined
  readonly isSet: boolean
}

export interface ProjectValues extends RhythmValues {
  readonly url: string
  readonly title: string
  readonly description: string
  readonly category: string
  readonly tags: readonly string[]
  readonly host_name: string
  readonly ip_address: string
  readonly is_public: boolean
  readonly alert_email: string
  readonly webhook_url: string
  readonly is_alert_enabled: boolean | null
  readonly headers: readonly HeaderValue[]
}

export const blankProject: ProjectValues = {
  url: '',
  title: '',
  description: '',
  category: '',
  tags: [],
  host_name: '',
  ip_address: '',
  is_public: false,
  alert_email: '',
  webhook_url: '',
  is_alert_enabled: null,
  headers: [],
  check_interval: monitorLimits.checkInterval.default,
  time_limit: null,
  timeout: null,
  retry_count: null,
  alert_threshold: null,
  recovery_threshold: null,
}

export const valuesOf = (project: Project): ProjectValues => ({
  ...blankProject,
  url: project.url,
  title: project.title,
  description: project.description ?? '',
  category: project.category ?? '',
  tags: project.tags,
  host_name: project.host_name ?? '',
  ip_address: project.ip_address ?? '',
  is_public: project.is_public,
  alert_email: project.alert_email ?? '',
  webhook_url: project.webhook_url ?? '',
  headers: project.custom_headers.map(({ name }) => ({ name, value: undefined, isSet: true })),
  check_interval: project.check_interval,
  time_limit: project.time_limit,
})

/** People type `example.com`; what is asked for is an address. */
export const withScheme = (url: string): string => {
  const typed = url.trim()
  return typed === '' || /^[a-z][a-z\d+.-]*:/i.test(typed.replace(/:\d+(\/|$)/, '$1')) ? typed : `https://${typed}`
}

/** The host without `www.`: a name to begin with. */
export function suggestedTitle(url: string): string {
  const host = URL.parse(withScheme(url))?.hostname ?? ''
  return host.replace(/^www\./, '')
}

const thresholds = ['timeout', 'retry_count', 'alert_threshold', 'recovery_threshold'] as const

/** Only what was said: the server's defaults hold for the rest. */
export function creationInput(values: ProjectValues): InputOf<'create-project'> {
  return {
    url: withScheme(values.url),
    title: values.title.trim() || suggestedTitle(values.url),
    ...(values.check_interval === null ? {} : { check_interval: values.check_interval }),
    ...textParts(values),
    ...saidThresholds(values),
    ...(values.time_limit === null ? {} : { time_limit: values.time_limit }),
    ...(values.tags.length > 0 ? { tags: [...values.tags] } : {}),
    ...(values.is_public ? { is_public: true } : {}),
    ...(values.headers.length > 0 ? { custom_headers: headersInput(values.headers) } : {}),
  }
}

function textParts(values: ProjectValues) {
  const names = ['description', 'category', 'host_name', 'ip_address', 'alert_email', 'webhook_url'] as const
  return Object.fromEntries(names.flatMap((name) => (values[name].trim() === '' ? [] : [[name, values[name].trim()]])))
}

const saidThresholds = (values: ProjectValues) =>
  Object.fromEntries(
    [...thresholds, 'is_alert_enabled' as const].flatMap((name) =>
      values[name] === null ? [] : [[name, values[name]]],
    ),
  )

/** A header whose value was not typed anew goes as null: the server keeps what it has. */
const headersInput = (headers: readonly HeaderValue[]): Record<string, string | null> =>
  Object.fromEntries(
    headers
      .filter(({ name }) => name.trim() !== '')
      .map(({ name, value, isSet }) => [name.trim(), value ?? (isSet ? null : '')]),
  )

/** Only what differs from before: fields that a person may not see are never sent back empty. */
export function changesInput(id: number, values: ProjectValues, before: ProjectValues): InputOf<'update-project'> {
  const texts = [
    'title',
    'url',
    'description',
    'category',
    'host_name',
    'ip_address',
    'alert_email',
    'webhook_url',
  ] as const
  const changed: Record<string, unknown> = {}
  for (const name of texts)
    if (values[name] !== before[name]) changed[name] = name === 'url' ? withScheme(values.url) : values[name].trim()
  for (const name of ['check_interval', 'time_limit', 'is_public'] as const)
    if (values[name] !== before[name]) changed[name] = values[name]
  if (JSON.stringify(values.tags) !== JSON.stringify(before.tags)) changed.tags = [...values.tags]
  if (JSON.stringify(values.headers) !== JSON.stringify(before.headers))
    changed.custom_headers = headersInput(values.headers)
  return { id, ...changed, ...saidThresholds(values) }
}
