import type { Operations } from '@bongsu/contract/api.generated.ts'

type Output<Name extends keyof Operations> = Operations[Name]['output']
export type Project = Output<'list-projects'>['items'][number]
export type ProjectDetail = Output<'get-project'>
export type Monitor = Output<'get-monitor'>
export type Incident = Output<'list-incidents'>['items'][number]
export type CheckKind = Output<'list-check-kinds'>['items'][number]

const at = '2026-03-01T00:00:00.000Z'

/** Things as the API gives them, for tests of pages: say only what the test is about. */
export const sampleProject = (changes: Partial<Project> = {}): Project => ({
  id: 1,
  title: '결제 승인 API',
  url: 'https://pay.example.com/approve',
  host_name: null,
  ip_address: null,
  description: null,
  check_interval: 300,
  status_interval: 300,
  time_limit: null,
  is_public: false,
  category: null,
  tags: [],
  custom_headers: [],
  owner_id: 1,
  owner_name: null,
  alert_email: null,
  webhook_url: null,
  has_alert_email: false,
  has_webhook_url: false,
  is_active: true,
  deleted_at: null,
  is_paused: false,
  state: 'up',
  state_since: at,
  maintenance_mode: false,
  maintenance_message: null,
  maintenance_ends_at: null,
  monitor_count: 1,
  monitor_states: { up: 1, degraded: 0, down: 0, unknown: 0, paused: 0 },
  last_checked_at: at,
  last_response_ms: 42,
  created_at: at,
  updated_at: at,
  ...changes,
})

export const sampleMonitor = (changes: Partial<Monitor> = {}): Monitor => ({
  id: 11,
  project_id: 1,
  project_title: '결제 승인 API',
  kind: 'http',
  name: 'HTTP(S)',
  options: { url: 'https://pay.example.com/approve' },
  secrets: [],
  check_interval: 300,
  timeout: 30,
  retry_count: 3,
  alert_threshold: 3,
  recovery_threshold: 1,
  time_limit: null,
  is_alert_enabled: true,
  is_paused: false,
  is_default: true,
  state: 'up',
  state_since: at,
  is_flapping: false,
  last_checked_at: at,
  last_state: 'up',
  last_duration_ms: 42,
  last_message: 'HTTP 200 응답을 받았습니다.',
  last_error_code: null,
  open_incident_id: null,
  created_at: at,
  ...changes,
})

export const sampleDetail = (changes: Partial<ProjectDetail> = {}): ProjectDetail => ({
  ...sampleProject(),
  monitors: [sampleMonitor()],
  ...changes,
})

export const sampleIncident = (changes: Partial<Incident> = {}): Incident => ({
  id: 5,
  state: 'open',
  project: { id: 1, title: '결제 승인 API' },
  monitor: { id: 11, name: 'HTTP(S)', kind: 'http' },
  opened_at: at,
  confirmed_at: at,
  resolved_at: null,
  resolution: null,
  duration_ms: 60_000,
  message: 'HTTP 503 응답을 받았습니다.',
  error_code: 'http',
  failures: 3,
  acknowledged_at: null,
  acknowledged_by: null,
  ...changes,
})

export const sampleKind: CheckKind = {
  kind: 'tcp',
  label: 'TCP 포트',
  summary: 'TCP 포트가 열려 있는지 확인합니다.',
  group: 'network',
  schema: {
    type: 'object',
    properties: {
      host: { type: 'string', label: { ko: '호스트', en: 'Host' } },
      port: { type: 'integer', minimum: 1, maximum: 65_535, label: { ko: '포트', en: 'Port' } },
    },
    required: ['host', 'port'],
  },
  secrets: [],
  example: { host: 'example.com', port: 22 },
  defaults: { check_interval: 300, timeout: 15 },
  timeout: { min: 1, max: 120, default: 15, unit: 's' },
  is_signalled: false,
  takes_recording: false,
}

export const pageOf = <Row>(items: Row[]) => ({ items, total: items.length, page: 1, page_size: 20 })
