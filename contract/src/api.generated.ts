// Written by `npm run generate` from the operations. Do not edit.

export type AddedPerson = { id: number; email: string; login_id: string | null; name: string; role: "admin" | "manager" | "user" | "viewer"; is_enabled: boolean; is_approved: boolean; is_locked: boolean; locked_until: (string) | (null); phone: string | null; language: "ko" | "en"; time_zone: string; email_notifications: boolean; last_login_at: (string) | (null); created_at: string; generated_password: string | null }
export type AlertTemplate = { key: "status_error" | "status_recovered" | "degraded" | "slow_response" | "ssl_error" | "domain_expiry" | "content_change" | "keyword" | "definition_change" | "flapping" | "monitoring_error" | "reminder" | "group" | "test"; title: string; events: ("down" | "recovered" | "degraded" | "slow_response" | "ssl_expiring" | "ssl_expired" | "certificate_changed" | "domain_expiring" | "domain_expired" | "content_changed" | "keyword" | "definition_changed" | "flapping" | "monitoring_error" | "no_longer_degraded" | "flapping_ended" | "monitoring_error_ended" | "reminder" | "group" | "test")[]; texts: Record<string, { subject: string; body: string; is_changed: boolean; updated_at: (string) | (null) }> }
export type Artifact = { id: number; type: "screenshot" | "report" | "trace" | "har"; name: string; mime: string; size: number }
export type AssertionResult = { what: string; expected: string; got: string; passed: boolean }
export type AuditEntry = { id: number; at: string; actor_kind: "anonymous" | "person" | "token" | "system"; actor_id: (number) | (null); person_id: (number) | (null); actor_name: string | null; door: "http" | "websocket" | "mcp" | "stdio" | "cli" | "system"; address: string | null; user_agent: string | null; action: string; target_kind: string | null; target_id: string | null; target_label: string | null; outcome: "done" | "refused" | "failed"; input: unknown; details: unknown; hash: string }
export type AuditVerification = { ok: boolean; checked: number; first_broken_id: (number) | (null); message: string }
export type Channel = { id: number; kind: string; name: string; target: string; options: Record<string, unknown>; secrets: (string)[]; language: "ko" | "en"; scope: ChannelScope; events: ("down" | "recovered" | "degraded" | "slow_response" | "ssl_expiring" | "ssl_expired" | "certificate_changed" | "domain_expiring" | "domain_expired" | "content_changed" | "keyword" | "definition_changed" | "flapping" | "monitoring_error")[]; min_severity: "info" | "warning" | "critical"; is_enabled: boolean; disabled_reason: string | null; quiet_hours: (QuietHours) | (null); reminder_minutes: (number) | (null); escalation_minutes: (number) | (null); fallback_channel_id: (number) | (null); managed_by: ({ project_id: number; field: "alert_email" | "webhook_url" }) | (null); health: ChannelHealth; created_at: string; updated_at: string }
export type ChannelHealth = { consecutive_failures: number; last_delivered_at: (string) | (null); last_failed_at: (string) | (null); last_error: string | null; waiting: number; dead: number }
export type ChannelKind = { kind: string; label: string; summary: string; schema: Record<string, unknown>; secrets: (string)[]; example: Record<string, unknown>; can_rotate_secret: boolean }
export type ChannelPage = { items: (Channel)[]; total: number; page: number; page_size: number }
export type ChannelScope = { projects: "all" | "chosen"; project_ids: (number)[]; tags: (string)[] }
export type ChannelScopeInput = { projects?: "all" | "chosen"; project_ids?: (number)[]; tags?: (string)[] }
export type ChannelWithSecrets = { id: number; kind: string; name: string; target: string; options: Record<string, unknown>; secrets: (string)[]; language: "ko" | "en"; scope: ChannelScope; events: ("down" | "recovered" | "degraded" | "slow_response" | "ssl_expiring" | "ssl_expired" | "certificate_changed" | "domain_expiring" | "domain_expired" | "content_changed" | "keyword" | "definition_changed" | "flapping" | "monitoring_error")[]; min_severity: "info" | "warning" | "critical"; is_enabled: boolean; disabled_reason: string | null; quiet_hours: (QuietHours) | (null); reminder_minutes: (number) | (null); escalation_minutes: (number) | (null); fallback_channel_id: (number) | (null); managed_by: ({ project_id: number; field: "alert_email" | "webhook_url" }) | (null); health: ChannelHealth; created_at: string; updated_at: string; generated: Record<string, string> }
export type Chart = { range: "6h" | "24h" | "3d" | "7d" | "30d" | "90d" | "1y"; from: string; to: string; step_ms: number; points: (ChartPoint)[]; total: { p50_ms: number | null; p95_ms: number | null; avg_ms: number | null; min_ms: number | null; max_ms: number | null; availability: number | null; counts: { up: number; degraded: number; down: number; unknown: number; maintenance: number }; phases: (Timings) | (null) } }
export type ChartPoint = { at: string; p50_ms: number | null; p95_ms: number | null; avg_ms: number | null; min_ms: number | null; max_ms: number | null; availability: number | null; counts: { up: number; degraded: number; down: number; unknown: number; maintenance: number }; phases: (Timings) | (null) }
export type CheckKind = { kind: string; label: string; summary: string; group: "web" | "network" | "certificate" | "mail" | "data"; schema: Record<string, unknown>; secrets: (string)[]; example: Record<string, unknown>; defaults: { check_interval: number; timeout: number; cycles?: number }; timeout: { min: number; max: number; default: number; unit: "s" | "ms" }; is_signalled: boolean; takes_recording: boolean }
export type DashboardStats = { total_projects: number; active_projects: number; available_projects: number; unavailable_projects: number; overall_availability: number | null; avg_response_time: number | null; total_alerts: number; unresolved_alerts: number; ssl_expiring_soon: number; domain_expiring_soon: number }
export type DashboardSummary = { at: string; projects: Record<string, number>; open_incidents: (Incident)[]; open_incident_count: number; unacknowledged_count: number; expiring: (ExpiringTarget)[]; availability_24h: number | null }
export type Delivery = { id: string; channel_id: (number) | (null); channel_name: string; channel_kind: string; person_id: (number) | (null); event: "down" | "recovered" | "degraded" | "slow_response" | "ssl_expiring" | "ssl_expired" | "certificate_changed" | "domain_expiring" | "domain_expired" | "content_changed" | "keyword" | "definition_changed" | "flapping" | "monitoring_error" | "no_longer_degraded" | "flapping_ended" | "monitoring_error_ended" | "reminder" | "group" | "test"; severity: "info" | "warning" | "critical"; state: "pending" | "claimed" | "held" | "delivered" | "dead" | "merged" | "dropped"; message: string; project_id: (number) | (null); project_title: string | null; monitor_id: (number) | (null); monitor_name: string | null; incident_id: (number) | (null); attempts: number; next_attempt_at: (string) | (null); held_for: ("quiet_hours" | "reminder" | "escalation" | "storm") | (null); last_status: (number) | (null); last_error: string | null; merged_into: string | null; fallback_for: string | null; created_at: string; finished_at: (string) | (null) }
export type DeliveryPage = { items: (Delivery)[]; total: number; page: number; page_size: number }
export type DeliveryReport = { delivery_id: string; ok: boolean; message: string; status: (number) | (null); duration_ms: number }
export type Done = { message: string }
export type DuplicateCheck = { is_available: boolean; taken: ("email" | "login_id")[] }
export type ExpiringTarget = { project: { id: number; title: string }; monitor: { id: number; name: string; kind: string }; expires_at: string; days_left: number }
export type HistorySlot = { slot_at: string; state: "up" | "degraded" | "down" | "unknown" | "maintenance"; duration_ms: number }
export type HistoryStrips = { items: ({ monitor_id: number; slots: (HistorySlot)[] })[] }
export type Incident = { id: number; state: "open" | "resolved"; project: { id: number; title: string }; monitor: { id: number; name: string; kind: string }; opened_at: string; confirmed_at: string; resolved_at: (string) | (null); resolution: ("recovered" | "paused" | "deleted") | (null); duration_ms: number; message: string; error_code: ("dns" | "connect" | "tls" | "timeout" | "http" | "assertion" | "slow" | "expiry" | "config" | "own_fault") | (null); failures: number; acknowledged_at: (string) | (null); acknowledged_by: ({ id: (number) | (null); name: string }) | (null) }
export type IncidentDeliveryPage = { items: (Delivery)[]; total: number; page: number; page_size: number; people_notified: number }
export type IncidentDetail = { id: number; state: "open" | "resolved"; project: { id: number; title: string }; monitor: { id: number; name: string; kind: string }; opened_at: string; confirmed_at: string; resolved_at: (string) | (null); resolution: ("recovered" | "paused" | "deleted") | (null); duration_ms: number; message: string; error_code: ("dns" | "connect" | "tls" | "timeout" | "http" | "assertion" | "slow" | "expiry" | "config" | "own_fault") | (null); failures: number; acknowledged_at: (string) | (null); acknowledged_by: ({ id: (number) | (null); name: string }) | (null); evidence: (Record<string, unknown>) | (null); timeline: (IncidentEvent)[]; deliveries: (IncidentEvent)[] }
export type IncidentEvent = { id: number; at: string; kind: "failed" | "confirmed" | "changed" | "recovered" | "failed_again" | "flapping_started" | "flapping_ended" | "unknown" | "known_again" | "told" | "not_told" | "acknowledged" | "unacknowledged" | "note" | "resolved"; message: string; details: (Record<string, unknown>) | (null); person: ({ id: (number) | (null); name: string }) | (null) }
export type IncidentPage = { items: (Incident)[]; total: number; page: number; page_size: number }
export type Invitation = { id: number; email: string | null; role: "admin" | "manager" | "user" | "viewer"; created_at: string; expires_at: string; used_at: (string) | (null) }
export type Job = { name: string; title: string; every_ms: (number) | (null); cron: string | null; is_enabled: boolean; next_at: (string) | (null); last_run: (JobRun) | (null) }
export type JobRun = { id: number; job: string; trigger: "schedule" | "manual"; started_at: string; ended_at: (string) | (null); duration_ms: (number) | (null); outcome: "running" | "done" | "failed" | "interrupted"; report: (Record<string, string | number>) | (null); error: string | null }
export type KeptRun = { slot_at: string; state: "up" | "degraded" | "down" | "unknown"; expires_at: string; artifacts: (Artifact)[] }
export type Limit = { id: number; subject_kind: "token" | "person" | "role" | "default"; subject: string; subject_name: string | null; target_kind: "all" | "tool" | "tag"; target: string; window: "minute" | "day" | "month"; max: number }
export type LimitExplanation = { person: ({ id: number; name: string }) | (null); token: ({ id: number; name: string }) | (null); role: "admin" | "manager" | "user" | "viewer"; tool: string | null; rules: ({ limit: Limit; holds: boolean; quota: (Quota) | (null) })[] }
export type LimitStanding = { person: ({ id: number; name: string | null }) | (null); token: ({ id: number; name: string | null }) | (null); role: ("admin" | "manager" | "user" | "viewer") | (null); calls_today: number; quota: (Quota) | (null); state: "unlimited" | "normal" | "near" | "over" }
export type Maintenance = { id: number; project_id: number; title: string | null; message: string | null; accounting: "exclude" | "count" | "as_up"; time_zone: string; schedule: MaintenanceSchedule; is_now: boolean; is_open: boolean; is_over: boolean; next: ({ from: string; to: string })[]; created_by: (number) | (null); created_at: string }
export type MaintenanceNow = { maintenance_mode: boolean; maintenance_message: string | null; maintenance_ends_at: (string) | (null); accounting: ("exclude" | "count" | "as_up") | (null) }
export type MaintenanceSchedule = ({ type: "once"; starts_at: string; ends_at: string }) | ({ type: "weekly"; days: ("sun" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat")[]; from: string; to: string }) | ({ type: "monthly"; days: (number)[]; from: string; to: string }) | ({ type: "cron"; expression: string; minutes: number })
export type Me = { id: number; email: string; login_id: string | null; name: string; role: "admin" | "manager" | "user" | "viewer"; phone: string | null; picture: string | null; theme: "light" | "dark" | "system"; language: "ko" | "en"; time_zone: string; email_notifications: boolean; last_login_at: (string) | (null); created_at: string; permissions: ("self.read" | "self.write" | "projects.read" | "projects.write" | "projects.delete" | "checks.run" | "incidents.write" | "channels.read" | "channels.write" | "notifications.own" | "notifications.broadcast" | "templates.write" | "deliveries.read" | "scheduler.read" | "scheduler.control" | "people.read" | "people.write" | "tokens.manage" | "tools.call" | "limits.read" | "limits.write" | "usage.read" | "gateway.write" | "sign-ins.read" | "audit.read" | "settings.read" | "settings.write")[] }
export type Monitor = { id: number; project_id: number; project_title: string; kind: string; name: string; options: Record<string, unknown>; secrets: (string)[]; check_interval: number; timeout: number; retry_count: number; alert_threshold: number; recovery_threshold: number; time_limit: (number) | (null); is_alert_enabled: boolean; is_paused: boolean; is_default: boolean; state: "up" | "degraded" | "down" | "unknown" | "maintenance" | "paused"; state_since: (string) | (null); is_flapping: boolean; last_checked_at: (string) | (null); last_state: ("up" | "degraded" | "down" | "unknown") | (null); last_duration_ms: number | null; last_message: string | null; last_error_code: ("dns" | "connect" | "tls" | "timeout" | "http" | "assertion" | "slow" | "expiry" | "config" | "own_fault") | (null); open_incident_id: (number) | (null); created_at: string }
export type MyUsage = { calls_today: number; succeeded_today: number; quotas: (Quota)[]; top_tools: ({ tool: string; calls: number })[] }
export type NewInvitation = { id: number; email: string | null; role: "admin" | "manager" | "user" | "viewer"; created_at: string; expires_at: string; used_at: (string) | (null); code: string }
export type NewToken = { token: string; id: number; kind: "personal" | "service"; name: string; hint: string; owner: ({ id: number; name: string }) | (null); role: "admin" | "manager" | "user" | "viewer"; scopes: ("read" | "write" | "tools")[]; tools: ((string)[]) | (null); cidrs: (string)[]; allows_query: boolean; state: "active" | "expired" | "revoked" | "suspended"; created_at: string; expires_at: (string) | (null); revoked_at: (string) | (null); last_used_at: (string) | (null); last_used_address: string | null }
export type Notice = { id: number; project: { id: number; title: string }; monitor: { id: number; name: string; kind: string }; type: "slow_response" | "ssl_expiring" | "ssl_expired" | "domain_expiring" | "domain_expired" | "content_changed" | "keyword" | "definition_changed" | "certificate_changed"; severity: "info" | "warning" | "critical"; message: string; details: (Record<string, unknown>) | (null); at: string; suppressed: ("maintenance" | "alerts_off" | "flapping" | "blind") | (null) }
export type NoticePage = { items: (Notice)[]; total: number; page: number; page_size: number }
export type Notification = { id: number; type: "down" | "recovered" | "degraded" | "slow_response" | "ssl_expiring" | "ssl_expired" | "certificate_changed" | "domain_expiring" | "domain_expired" | "content_changed" | "keyword" | "definition_changed" | "flapping" | "monitoring_error" | "no_longer_degraded" | "flapping_ended" | "monitoring_error_ended" | "reminder" | "group" | "test" | "account_locked" | "approval_wanted" | "job_failed" | "channel_failing" | "broadcast" | "usage"; severity: "info" | "warning" | "critical"; title: string; message: string; project_id: (number) | (null); monitor_id: (number) | (null); incident_id: (number) | (null); link: string | null; is_read: boolean; read_at: (string) | (null); created_at: string }
export type NotificationPage = { items: (Notification)[]; total: number; page: number; page_size: number }
export type Outcome = { state: "up" | "degraded" | "down" | "unknown"; checked_at: string; duration_ms: number; message: string; error_code?: "dns" | "connect" | "tls" | "timeout" | "http" | "assertion" | "slow" | "expiry" | "config" | "own_fault"; timings?: Timings; evidence: Record<string, unknown> }
export type Person = { id: number; email: string; login_id: string | null; name: string; role: "admin" | "manager" | "user" | "viewer"; is_enabled: boolean; is_approved: boolean; is_locked: boolean; locked_until: (string) | (null); phone: string | null; language: "ko" | "en"; time_zone: string; email_notifications: boolean; last_login_at: (string) | (null); created_at: string }
export type Preferences = { theme: "light" | "dark" | "system"; language: "ko" | "en"; time_zone: string; email_notifications: boolean; timezone: string }
export type Project = { id: number; title: string; url: string; host_name: string | null; ip_address: string | null; description: string | null; check_interval: number; status_interval: number; time_limit: (number) | (null); is_public: boolean; category: string | null; tags: (string)[]; custom_headers: ({ name: string; has_value: boolean })[]; owner_id: (number) | (null); owner_name: string | null; alert_email: string | null; webhook_url: string | null; has_alert_email: boolean; has_webhook_url: boolean; is_active: boolean; deleted_at: (string) | (null); is_paused: boolean; state: "up" | "degraded" | "down" | "unknown" | "maintenance" | "paused"; state_since: string; maintenance_mode: boolean; maintenance_message: string | null; maintenance_ends_at: (string) | (null); monitor_count: number; monitor_states: { up: number; degraded: number; down: number; unknown: number; paused: number }; last_checked_at: (string) | (null); last_response_ms: number | null; created_at: string; updated_at: string }
export type ProjectCheck = { project_id: number; items: ({ monitor_id: number; name: string; kind: string; outcome: Outcome })[] }
export type ProjectDetail = { id: number; title: string; url: string; host_name: string | null; ip_address: string | null; description: string | null; check_interval: number; status_interval: number; time_limit: (number) | (null); is_public: boolean; category: string | null; tags: (string)[]; custom_headers: ({ name: string; has_value: boolean })[]; owner_id: (number) | (null); owner_name: string | null; alert_email: string | null; webhook_url: string | null; has_alert_email: boolean; has_webhook_url: boolean; is_active: boolean; deleted_at: (string) | (null); is_paused: boolean; state: "up" | "degraded" | "down" | "unknown" | "maintenance" | "paused"; state_since: string; maintenance_mode: boolean; maintenance_message: string | null; maintenance_ends_at: (string) | (null); monitor_count: number; monitor_states: { up: number; degraded: number; down: number; unknown: number; paused: number }; last_checked_at: (string) | (null); last_response_ms: number | null; created_at: string; updated_at: string; monitors: (Monitor)[] }
export type ProjectFacets = { categories: ({ value: string; count: number })[]; tags: ({ value: string; count: number })[]; states: ({ value: string; count: number })[]; total: number }
export type ProjectScreenshot = { project_id: number; taken_at: string; is_cached: boolean; screenshot_url: string; thumbnail_url: string }
export type ProjectSwitch = { project_id: number; is_running: boolean }
export type ProjectUptimes = { time_zone: string; items: ({ project_id: number; uptime_24h: number | null; uptime_7d: number | null; uptime_30d: number | null; uptime_90d: number | null; days: (UptimeDay)[] })[] }
export type QuietHours = { from: string; to: string; time_zone: string }
export type QuietHoursInput = { from: string; to: string; time_zone: string }
export type Quota = { limit: number; used: number; remaining: (number) | (null); window: "minute" | "day" | "month"; target_kind: "all" | "tool" | "tag"; target: string; from_rule: "token" | "person" | "role" | "default"; resets_at: string }
export type Registered = { id: number; email: string; login_id: string | null; name: string; role: "admin" | "manager" | "user" | "viewer"; is_approved: boolean; message: string }
export type ResetPassword = { generated_password: string | null }
export type Result = { monitor_id: number; slot_at: string; state: "up" | "degraded" | "down" | "unknown"; duration_ms: number; status_code: (number) | (null); error_code: ("dns" | "connect" | "tls" | "timeout" | "http" | "assertion" | "slow" | "expiry" | "config" | "own_fault") | (null); attempts: number; timings: (Timings) | (null); is_manual: boolean; in_maintenance: boolean; message: string | null }
export type ResultDetail = { monitor_id: number; slot_at: string; state: "up" | "degraded" | "down" | "unknown"; duration_ms: number; status_code: (number) | (null); error_code: ("dns" | "connect" | "tls" | "timeout" | "http" | "assertion" | "slow" | "expiry" | "config" | "own_fault") | (null); attempts: number; timings: (Timings) | (null); is_manual: boolean; in_maintenance: boolean; message: string | null; evidence: (Record<string, unknown>) | (null); assertions: ((AssertionResult)[]) | (null) }
export type ResultPage = { items: (Result)[]; next_cursor: string | null }
export type SchedulerStatus = { is_running: boolean; changed_at: (string) | (null); leader: string | null; running_projects: number; stopped_projects: number; monitors: number; in_flight: number; waiting: number; queue_depth: number; checks_per_minute: number; checks_done: number; lateness: { p50_ms: number | null; p99_ms: number | null }; skipped: { late: number; overlap: number; crowded: number; queue: number; missed: number }; blind_since: (string) | (null); per_kind: ({ kind: string; monitors: number; checks: { up: number; degraded: number; down: number; unknown: number } })[]; failures: ({ monitor_id: number; monitor_name: string; project_id: number; project_title: string; state: "up" | "degraded" | "down" | "unknown"; since: string; message: string | null })[]; processes: ({ name: string; roles: (string)[]; seen_at: string; in_flight: number })[] }
export type SchedulerSwitch = { is_running: boolean }
export type Session = { id: number; kind: "cookie" | "bearer"; is_current: boolean; address: string | null; user_agent: string | null; created_at: string; last_seen_at: string; ends_at: string }
export type Setting = { key: string; group: "general" | "people" | "monitoring" | "messages" | "tools" | "upkeep" | "rest"; title: { ko: string; en: string }; help: { ko: string; en: string }; schema: Record<string, unknown>; value: Record<string, unknown>; default: Record<string, unknown>; has_secret: Record<string, boolean>; unreadable: (string)[]; pinned: (string)[]; is_default: boolean; can_test: boolean; updated_at: (string) | (null); updated_by: string | null }
export type SettingTestReport = { ok: boolean; message: string; steps: ({ ok: boolean; message: string })[] }
export type SetupState = { needs_first_account: boolean; needs_setup_code: boolean; signup: "open" | "approval" | "invite" | "closed" }
export type SignIn = { id: number; at: string; person_id: (number) | (null); person_name: string | null; login: string; address: string | null; user_agent: string | null; door: string; result: "success" | "refused"; reason: "ok" | "wrong_password" | "unknown_account" | "throttled" | "rate_limited" | "disabled" | "not_approved"; message: string; attempts: number }
export type Signal = { id: number; sort: "start" | "success" | "fail" | "log"; at: string; exit_code: (number) | (null); run_ms: number | null; body: string | null; came_from: string | null }
export type SignalAddress = { monitor_id: number; path: string; url: string | null; opened_at: string }
export type SignedIn = { access_token?: string; refresh_token?: string; token_type?: "bearer"; expires_in: number; user: Me }
export type StateChange = { id: number; project: { id: number; title: string }; monitor: { id: number; name: string; kind: string }; what: "down" | "recovered" | "degraded" | "no_longer_degraded" | "flapping_started" | "flapping_ended" | "unknown" | "known_again" | "first_known"; from: "up" | "degraded" | "down" | "unknown"; to: "up" | "degraded" | "down" | "unknown"; at: string; confirmed_at: string; incident_id: (number) | (null); message: string; suppressed: ("maintenance" | "alerts_off" | "flapping" | "blind") | (null) }
export type StateChangePage = { items: (StateChange)[]; total: number; page: number; page_size: number }
export type TemplateField = { name: string; meaning: string; example: string }
export type TemplatePreview = { subject: string; body: string; html: string; sample: "last_event" | "made_up" }
export type Timings = { dns_ms?: number; connect_ms?: number; tls_ms?: number; ttfb_ms?: number; download_ms?: number }
export type Token = { id: number; kind: "personal" | "service"; name: string; hint: string; owner: ({ id: number; name: string }) | (null); role: "admin" | "manager" | "user" | "viewer"; scopes: ("read" | "write" | "tools")[]; tools: ((string)[]) | (null); cidrs: (string)[]; allows_query: boolean; state: "active" | "expired" | "revoked" | "suspended"; created_at: string; expires_at: (string) | (null); revoked_at: (string) | (null); last_used_at: (string) | (null); last_used_address: string | null }
export type Tool = { name: string; title: string | null; description: string; source: { id: string; title: string }; tags: (string)[]; effect: "read" | "write" | "destructive"; needs_scope: "read" | "write" | "tools"; roles: ("admin" | "manager" | "user" | "viewer")[]; input_schema: Record<string, unknown>; output_schema: (Record<string, unknown>) | (null); annotations: Record<string, unknown> }
export type ToolAnswer = { tool: string; success: boolean; outcome: "success" | "failed" | "refused" | "limited" | "invalid" | "timed_out" | "cancelled" | "unavailable" | "interrupted"; call_id: number; duration_ms: number; result: Record<string, unknown>; problems: ({ path: string; message: string })[] }
export type ToolCall = { id: number; started_at: string; duration_ms: number; person: ({ id: number; name: string | null }) | (null); token: ({ id: number; name: string | null }) | (null); door: string; address: string | null; server: string | null; source: string | null; tool: string; outcome: "success" | "failed" | "refused" | "limited" | "invalid" | "timed_out" | "cancelled" | "unavailable" | "interrupted"; reason: string | null }
export type ToolCallDetail = { id: number; started_at: string; duration_ms: number; person: ({ id: number; name: string | null }) | (null); token: ({ id: number; name: string | null }) | (null); door: string; address: string | null; server: string | null; source: string | null; tool: string; outcome: "success" | "failed" | "refused" | "limited" | "invalid" | "timed_out" | "cancelled" | "unavailable" | "interrupted"; reason: string | null; arguments: unknown; result: (unknown) | (null) }
export type ToolSource = { id: string; title: string; prefix: string; tools: ({ name: string; title: string | null; description: string | null; tool: string })[]; resources: ({ name: string; title: string | null; description: string | null })[]; resource_templates: ({ name: string; title: string | null; description: string | null })[]; prompts: ({ name: string; title: string | null; description: string | null })[] }
export type ToolSummary = { name: string; title: string | null; source: { id: string; title: string }; tags: (string)[]; effect: "read" | "write" | "destructive"; needs_scope: "read" | "write" | "tools"; description: string; calls: number; failures: number }
export type Upstream = { id: number; slug: string; title: string; kind: "http" | "stdio"; is_from_file: boolean; is_in_file: boolean; url: string | null; command: ((string)[]) | (null); credential: { kind: "none" | "shared" | "personal"; header: string; scheme: "bearer" | "plain"; is_set: boolean; is_mine_set: boolean; listed_by: string | null }; least_role: "admin" | "manager" | "user" | "viewer"; tags: (string)[]; prefixes: "on_collision" | "always"; is_enabled: boolean; timeout_seconds: (number) | (null); health: UpstreamHealth; server: ({ name: string; version: string; protocol_version: string; era: "modern" | "legacy" }) | (null); tool_count: number; waiting_count: number; resource_count: number; prompt_count: number; listed_at: (string) | (null); created_at: string; updated_at: string }
export type UpstreamDetail = { id: number; slug: string; title: string; kind: "http" | "stdio"; is_from_file: boolean; is_in_file: boolean; url: string | null; command: ((string)[]) | (null); credential: { kind: "none" | "shared" | "personal"; header: string; scheme: "bearer" | "plain"; is_set: boolean; is_mine_set: boolean; listed_by: string | null }; least_role: "admin" | "manager" | "user" | "viewer"; tags: (string)[]; prefixes: "on_collision" | "always"; is_enabled: boolean; timeout_seconds: (number) | (null); health: UpstreamHealth; server: ({ name: string; version: string; protocol_version: string; era: "modern" | "legacy" }) | (null); tool_count: number; waiting_count: number; resource_count: number; prompt_count: number; listed_at: (string) | (null); created_at: string; updated_at: string; instructions: string | null; resources: ({ name: string; title: string | null; description: string | null })[]; resource_templates: ({ name: string; title: string | null; description: string | null })[]; prompts: ({ name: string; title: string | null; description: string | null })[] }
export type UpstreamHealth = { state: "unknown" | "up" | "down" | "disabled"; since: (string) | (null); last_ok_at: (string) | (null); last_error: string | null; last_error_at: (string) | (null); latency_ms: (number) | (null); breaker: "closed" | "open" | "half_open"; retry_at: (string) | (null) }
export type UpstreamPreview = { ok: boolean; message: string; duration_ms: number; server: ({ name: string; version: string; protocol_version: string; era: "modern" | "legacy" }) | (null); tools: ({ name: string; title: string | null; description: string | null; problems: ({ code: "hidden_characters" | "bad_header" | "too_large" | "bad_schema" | "bad_name" | "needs_task"; message: string })[]; annotations: Record<string, unknown>; definition: Record<string, unknown>; hash: string | null })[]; resource_count: number; prompt_count: number; digest: string | null }
export type UpstreamRefreshed = { ok: boolean; message: string; upstream: Upstream }
export type UpstreamTool = { name: string; title: string | null; description: string | null; problems: ({ code: "hidden_characters" | "bad_header" | "too_large" | "bad_schema" | "bad_name" | "needs_task"; message: string })[]; annotations: Record<string, unknown>; definition: Record<string, unknown>; hash: string | null; state: "approved" | "new" | "changed" | "rejected" | "refused" | "gone"; tool: string | null; alias: string | null; effect: "read" | "write" | "destructive"; is_effect_set: boolean; diff: string | null; changed_at: string; approved_at: (string) | (null); approved_by: string | null }
export type Uptime = { from: string; to: string; up_ms: number; degraded_ms: number; down_ms: number; maintenance_ms: number; unknown_ms: number; no_data_ms: number; uptime_percent: number | null; incidents: number }
export type UptimeDay = { date: string; uptime_percent: number | null; down_ms: number; degraded_ms: number; maintenance_ms: number; no_data_ms: number; incidents: number }
export type UptimeReport = { time_zone: string; periods: Record<string, Uptime>; days: (UptimeDay)[] }
export type UsageStats = { from: string; to: string; calls: number; succeeded: number; failed: number; refused: number; mean_duration_ms: number | null; p50_duration_ms: number | null; p95_duration_ms: number | null; by_outcome: ({ outcome: "success" | "failed" | "refused" | "limited" | "invalid" | "timed_out" | "cancelled" | "unavailable" | "interrupted"; calls: number })[]; by_tool: ({ tool: string; calls: number; succeeded: number; failed: number; refused: number; mean_duration_ms: number | null })[]; by_caller: ({ person_id: (number) | (null); token_id: (number) | (null); name: string | null; calls: number; succeeded: number; failed: number; refused: number; mean_duration_ms: number | null })[]; by_person: ({ person_id: (number) | (null); token_id: (number) | (null); name: string | null; calls: number; succeeded: number; failed: number; refused: number; mean_duration_ms: number | null })[]; heat_map: ((number)[])[]; by_day: ({ date: string; calls: number; succeeded: number; failed: number; refused: number; mean_duration_ms: number | null; p50_duration_ms: number | null; p95_duration_ms: number | null })[]; by_hour: ({ at: string; calls: number; succeeded: number; failed: number; refused: number; mean_duration_ms: number | null; p50_duration_ms: number | null; p95_duration_ms: number | null })[] }
export type VirtualServer = { id: number; slug: string; path: string; title: string; instructions: string | null; is_enabled: boolean; least_role: "admin" | "manager" | "user" | "viewer"; prefixes: "on_collision" | "always"; tool_search: "auto" | "on" | "off"; choices: ({ source: string; tools: ("all") | ((string)[]); resources: ("all") | ((string)[]); prompts: ("all") | ((string)[]); aliases: Record<string, string> })[]; tool_count: number; created_at: string; updated_at: string }
export type VirtualServerDetail = { id: number; slug: string; path: string; title: string; instructions: string | null; is_enabled: boolean; least_role: "admin" | "manager" | "user" | "viewer"; prefixes: "on_collision" | "always"; tool_search: "auto" | "on" | "off"; choices: ({ source: string; tools: ("all") | ((string)[]); resources: ("all") | ((string)[]); prompts: ("all") | ((string)[]); aliases: Record<string, string> })[]; tool_count: number; created_at: string; updated_at: string; is_searched: boolean; tools: ({ name: string; source: string; name_in_source: string; title: string | null; description: string | null; tool: string })[]; resources: ({ name: string; source: string; name_in_source: string; title: string | null; description: string | null })[]; resource_templates: ({ name: string; source: string; name_in_source: string; title: string | null; description: string | null })[]; prompts: ({ name: string; source: string; name_in_source: string; title: string | null; description: string | null })[]; missing: ({ source: string; names: (string)[] })[] }

export interface Operations {
  /** Says that somebody takes care of an incident. Reminders stop. */
  'acknowledge-incident': { input: { id: number; note?: string }; output: IncidentDetail }
  /** Adds a note to the timeline of an incident. */
  'add-incident-note': { input: { id: number; note: string }; output: IncidentDetail }
  /** Adds a person, who can sign in at once. */
  'add-person': { input: { email: string; name: string; role: "admin" | "manager" | "user" | "viewer" | "ROLE_ADMIN" | "ROLE_USER"; password?: string; login_id?: string; phone?: string }; output: AddedPerson }
  /** Lets somebody who signed up sign in. */
  'approve-person': { input: { id: number }; output: Person }
  /** Approves new and changed tools, each by the definition that was seen. One that changed again meanwhile is refused. */
  'approve-upstream-tools': { input: { id: number; tools: ({ name: string; hash: string })[] }; output: { items: (UpstreamTool)[] } }
  /** Puts an announcement into people’s notification centres. */
  'broadcast-notification': { input: { title: string; message: string; severity?: "info" | "warning" | "critical"; link?: (string) | (null); roles?: ("admin" | "manager" | "user" | "viewer" | "ROLE_ADMIN" | "ROLE_USER")[]; person_ids?: (number)[] }; output: { told: number } }
  /** Lists the tools that I may use without their schemas, with their use in the last 30 days. */
  'browse-tools': { input: { q?: string; source?: string; tag?: string; effect?: "read" | "write" | "destructive"; sort?: "catalogue" | "name" | "calls" | "failures"; order?: "asc" | "desc"; page?: number; page_size?: number }; output: { items: (ToolSummary)[]; total: number; page: number; page_size: number; sources: ({ id: string; title: string; tools: number })[]; tags: ({ tag: string; tools: number })[] } }
  /** Calls a tool and answers with its result. */
  'call-tool': { input: { name: string; arguments?: Record<string, unknown>; as_result?: boolean }; output: ToolAnswer }
  /** Takes a maintenance window away; an open one ends now. */
  'cancel-maintenance': { input: { id: number; window_id: number }; output: null }
  /** Changes my password, given the current one. Everywhere else I am signed out. */
  'change-password': { input: { current_password: string; new_password: string }; output: Done }
  /** Checks a monitor now and records the result. Nothing is recorded of a paused one. */
  'check-monitor-now': { input: { id: number }; output: Outcome }
  /** Tells whether an e-mail address or login id is free. */
  'check-person-duplicate': { input: { email?: string; login_id?: string; except_id?: number }; output: DuplicateCheck }
  /** Checks all monitors of a project now and records the results. */
  'check-project-now': { input: { id: number }; output: ProjectCheck }
  /** Copies a monitor with its secrets. The copy may begin paused. */
  'copy-monitor': { input: { id: number; name?: string; project_id?: number; is_paused?: boolean }; output: Monitor }
  /** Adds a place that is told about events. */
  'create-channel': { input: { kind: "email" | "webhook" | "slack" | "discord" | "telegram" | "in_app"; name: string; options: Record<string, unknown>; language?: "ko" | "en"; scope?: ChannelScopeInput; events?: ("down" | "recovered" | "degraded" | "slow_response" | "ssl_expiring" | "ssl_expired" | "certificate_changed" | "domain_expiring" | "domain_expired" | "content_changed" | "keyword" | "definition_changed" | "flapping" | "monitoring_error")[]; min_severity?: "info" | "warning" | "critical"; is_enabled?: boolean; quiet_hours?: (QuietHoursInput) | (null); reminder_minutes?: (number) | (null); escalation_minutes?: (number) | (null); fallback_channel_id?: (number) | (null) }; output: ChannelWithSecrets }
  /** Adds a monitor to a project. */
  'create-monitor': { input: { id: number; kind: string; name?: (string) | (null); options?: Record<string, unknown>; check_interval?: (number) | (null); time_limit?: (number) | (null); is_paused?: boolean | null; timeout?: (number) | (null); retry_count?: (number) | (null); alert_threshold?: (number) | (null); recovery_threshold?: (number) | (null); is_alert_enabled?: boolean | null }; output: Monitor }
  /** Registers a website or service and makes its default monitors (HTTP, for https also certificate and domain). */
  'create-project': { input: { title: string; url: string; host_name?: (string) | (null); ip_address?: ((string) | (string) | ("")) | (null); description?: (string) | (null); check_interval?: (number) | (null); status_interval?: (number) | (null); time_limit?: (number) | (null); is_public?: boolean | null; category?: (string) | (null); tags?: ((string) | ((string)[])) | (null); custom_headers?: ((Record<string, (string) | (null)>) | (string)) | (null); alert_email?: ((string) | ("")) | (null); webhook_url?: (string) | (null); timeout?: (number) | (null); retry_count?: (number) | (null); alert_threshold?: (number) | (null); recovery_threshold?: (number) | (null); is_alert_enabled?: boolean | null; maintenance_mode?: boolean | null; maintenance_message?: (string) | (null); maintenance_ends_at?: (string) | (null) }; output: ProjectDetail }
  /** Makes an access token. Its value is shown in this answer, once. */
  'create-token': { input: { kind?: "personal" | "service"; name: string; role?: "admin" | "manager" | "user" | "viewer" | "ROLE_ADMIN" | "ROLE_USER"; scopes?: ("read" | "write" | "tools")[]; tools?: ((string)[]) | (null); cidrs?: (string)[]; allows_query?: boolean; valid_days?: (number) | (null) }; output: NewToken }
  /** Adds an upstream MCP server. Its first list is approved as it was seen; every change after that waits for approval. */
  'create-upstream': { input: { slug: string; title?: string; url: string; credential?: "none" | "shared" | "personal"; header?: string; scheme?: "bearer" | "plain"; secret?: string; least_role?: "admin" | "manager" | "user" | "viewer"; tags?: (string)[]; prefixes?: "on_collision" | "always"; is_enabled?: boolean; timeout_seconds?: (number) | (null); approve_first?: boolean; previewed?: (string) | (null) }; output: Upstream }
  /** Makes a virtual server at /mcp/{slug} that offers the chosen tools, resources and prompts, and nothing else. */
  'create-virtual-server': { input: { slug: string; title?: string; instructions?: (string) | (null); is_enabled?: boolean; least_role?: "admin" | "manager" | "user" | "viewer"; prefixes?: "on_collision" | "always"; tool_search?: "auto" | "on" | "off"; choices: ({ source: string; tools?: ("all") | ((string)[]); resources?: ("all") | ((string)[]); prompts?: ("all") | ((string)[]); aliases?: Record<string, string> })[] }; output: VirtualServerDetail }
  /** Deletes a channel. The record of what it was sent stays. */
  'delete-channel': { input: { id: number }; output: null }
  /** Removes a usage limit; the next wider one holds then. */
  'delete-limit': { input: { id: number }; output: null }
  /** Deletes a monitor. For 30 days it can be restored with its records. */
  'delete-monitor': { input: { id: number }; output: null }
  /** Takes my own credential for an upstream server away. */
  'delete-my-upstream-credential': { input: { id: number }; output: { is_mine_set: boolean } }
  /** Deletes one of your notifications. */
  'delete-notification': { input: { id: number }; output: null }
  /** Deletes a person. The record keeps the name; the e-mail address and login id become free. */
  'delete-person': { input: { id: number }; output: null }
  /** Deletes a project. Its checks stop; for 30 days it can be restored with all its records. */
  'delete-project': { input: { id: number }; output: null }
  /** Explains which limits hold for a person, a token or a role, and which ones a nearer rule comes before. */
  'explain-limits': { input: { person?: number; token?: number; role?: "admin" | "manager" | "user" | "viewer"; tool?: string }; output: LimitExplanation }
  /** Shows the words of one alert. */
  'get-alert-template': { input: { key: string }; output: AlertTemplate }
  /** Shows one line of the audit record. */
  'get-audit-entry': { input: { id: number }; output: AuditEntry }
  /** Shows one channel. */
  'get-channel': { input: { id: number }; output: Channel }
  /** Shows how response time and availability went over all projects, up to now. */
  'get-dashboard-chart': { input: { range?: "6h" | "24h" | "3d" | "7d" | "30d" | "90d" | "1y" }; output: Chart }
  /** Shows the figures of the whole installation. Availability and response time are of the last 24 hours. */
  'get-dashboard-stats': { input: Record<string, never>; output: DashboardStats }
  /** Shows what needs attention now: projects by state, open incidents, certificates and domains that expire soon. */
  'get-dashboard-summary': { input: Record<string, never>; output: DashboardSummary }
  /** Shows one delivery. */
  'get-delivery': { input: { id: string }; output: Delivery }
  /** Shows the newest results of several monitors at once. */
  'get-history-strips': { input: { monitor_ids: (number)[]; slots?: number }; output: HistoryStrips }
  /** Shows one incident with its timeline. */
  'get-incident': { input: { id: number }; output: IncidentDetail }
  /** Shows my own account. */
  'get-me': { input: Record<string, never>; output: Me }
  /** Shows one monitor. */
  'get-monitor': { input: { id: number }; output: Monitor }
  /** Shows how response time and availability of a monitor went. */
  'get-monitor-chart': { input: { id: number; range?: "6h" | "24h" | "3d" | "7d" | "30d" | "90d" | "1y" }; output: Chart }
  /** Shows the uptime of a monitor: 24 hours, 7, 30 and 90 days, and each of the last 90 days. */
  'get-monitor-uptime': { input: { id: number }; output: UptimeReport }
  /** Shows my theme, language, time zone and e-mail alerts. */
  'get-my-settings': { input: Record<string, never>; output: Preferences }
  /** Shows my use of tools today, and what is left. */
  'get-my-usage': { input: Record<string, never>; output: MyUsage }
  /** Shows one of your notifications. */
  'get-notification': { input: { id: number }; output: Notification }
  /** Shows one person. */
  'get-person': { input: { id: number }; output: Person }
  /** Shows one project with its monitors. A deleted one has is_active false. */
  'get-project': { input: { id: number }; output: ProjectDetail }
  /** Shows how response time and availability of a project went, its monitors together. */
  'get-project-chart': { input: { id: number; range?: "6h" | "24h" | "3d" | "7d" | "30d" | "90d" | "1y" }; output: Chart }
  /** Shows the uptime of a project: 24 hours, 7, 30 and 90 days, and each of the last 90 days. */
  'get-project-uptime': { input: { id: number }; output: UptimeReport }
  /** Shows one result with its evidence. With slot_at = latest, the newest. */
  'get-result': { input: { id: number; slot_at: (string) | ("latest") }; output: ResultDetail }
  /** Shows how checking goes: whether it runs, what is under way, what fails, how late, what was skipped. */
  'get-scheduler-status': { input: Record<string, never>; output: SchedulerStatus }
  /** Shows one system setting. */
  'get-setting': { input: { key: string }; output: Setting }
  /** Tells whether the first account is still to be made, and how people sign up. */
  'get-setup-state': { input: Record<string, never>; output: SetupState }
  /** Shows the address at which a heartbeat monitor is signalled. */
  'get-signal-address': { input: { id: number }; output: SignalAddress }
  /** Reads one token, without its value. */
  'get-token': { input: { id: number }; output: Token }
  /** Reads one tool. */
  'get-tool': { input: { name: string }; output: Tool }
  /** Reads one tool call with its arguments and its result, as far as they are kept. */
  'get-tool-call': { input: { id: number }; output: ToolCallDetail }
  /** Reads one upstream MCP server. */
  'get-upstream': { input: { id: number }; output: UpstreamDetail }
  /** Sums up the use of tools in a stretch of time: by tool, caller, weekday and hour. */
  'get-usage-stats': { input: { person?: number; token?: number; tool?: string; source?: string; outcome?: "success" | "failed" | "refused" | "limited" | "invalid" | "timed_out" | "cancelled" | "unavailable" | "interrupted"; door?: string; from?: string; to?: string }; output: UsageStats }
  /** Reads one virtual server, with what I may use at its address now. */
  'get-virtual-server': { input: { id: number }; output: VirtualServerDetail }
  /** Turns the JSON that Chrome DevTools' Recorder exports into options of a scenario (synthetic); nothing is stored. */
  'import-recording': { input: { recording: { title?: string; steps: ({ type: string; url?: string; value?: string; key?: string; selectors?: ((string) | ((string)[]))[]; width?: number; height?: number; count?: number; operator?: string })[] } }; output: { options: Record<string, unknown>; left_out: (string)[] } }
  /** Makes an invitation. Whoever has its code can sign up without waiting for approval. */
  'invite-person': { input: { email?: string; role?: "admin" | "manager" | "user" | "viewer" | "ROLE_ADMIN" | "ROLE_USER"; valid_days?: number }; output: NewInvitation }
  /** Lists the words of every alert, and the fields they can use. */
  'list-alert-templates': { input: Record<string, never>; output: { items: (AlertTemplate)[]; fields: (TemplateField)[] } }
  /** Lists who did what, newest first. */
  'list-audit': { input: { page?: number; page_size?: number; person?: number; action?: string; outcome?: "done" | "refused" | "failed"; from?: string; to?: string; q?: string }; output: { items: (AuditEntry)[]; total: number; page: number; page_size: number } }
  /** Lists the ways to tell people, with the options of each. */
  'list-channel-kinds': { input: Record<string, never>; output: { items: (ChannelKind)[] } }
  /** Finds the places that are told about events. */
  'list-channels': { input: { page?: number; page_size?: number; q?: string; kind?: "email" | "webhook" | "slack" | "discord" | "telegram" | "in_app"; is_enabled?: boolean; is_managed?: boolean; is_failing?: boolean; project_id?: number }; output: ChannelPage }
  /** Lists the check kinds with the options of each. */
  'list-check-kinds': { input: Record<string, never>; output: { items: (CheckKind)[] } }
  /** Finds what was told to whom, and what became of it. */
  'list-deliveries': { input: { page?: number; page_size?: number; state?: "pending" | "claimed" | "held" | "delivered" | "dead" | "merged" | "dropped"; event?: "down" | "recovered" | "degraded" | "slow_response" | "ssl_expiring" | "ssl_expired" | "certificate_changed" | "domain_expiring" | "domain_expired" | "content_changed" | "keyword" | "definition_changed" | "flapping" | "monitoring_error" | "no_longer_degraded" | "flapping_ended" | "monitoring_error_ended" | "reminder" | "group" | "test"; severity?: "info" | "warning" | "critical"; channel_id?: number; project_id?: number; incident_id?: number; from?: string; to?: string }; output: DeliveryPage }
  /** Shows who was told of an incident, and when. */
  'list-incident-deliveries': { input: { page?: number; page_size?: number; id: number }; output: IncidentDeliveryPage }
  /** Lists incidents, newest first. */
  'list-incidents': { input: { page?: number; page_size?: number; state?: "open" | "resolved"; project_id?: number; monitor_id?: number; acknowledged?: boolean; q?: string; from?: string; to?: string }; output: IncidentPage }
  /** Lists invitations, newest first. */
  'list-invitations': { input: Record<string, never>; output: { items: (Invitation)[] } }
  /** Lists past runs of recurring jobs, newest first. */
  'list-job-runs': { input: { page?: number; page_size?: number; job?: string; outcome?: "running" | "done" | "failed" | "interrupted" }; output: { items: (JobRun)[]; total: number; page: number; page_size: number } }
  /** Lists recurring jobs with when they run next and how they ended last. */
  'list-jobs': { input: Record<string, never>; output: { items: (Job)[] } }
  /** Lists the looks of a monitor of which screenshots, traces or network records are kept, newest first. */
  'list-kept-runs': { input: { id: number }; output: { items: (KeptRun)[] } }
  /** Shows how close those who used tools today are to their limits, the scarcest first. */
  'list-limit-standings': { input: { page?: number; page_size?: number }; output: { items: (LimitStanding)[]; total: number; page: number; page_size: number } }
  /** Lists the usage limits. The nearest one holds: token before person before role before the default. */
  'list-limits': { input: Record<string, never>; output: { items: (Limit)[] } }
  /** Lists the maintenance windows of a project, newest first. */
  'list-maintenance': { input: { id: number }; output: { items: (Maintenance)[] } }
  /** Lists the monitors of all projects. */
  'list-monitors': { input: { page?: number; page_size?: number; q?: string; state?: "up" | "degraded" | "down" | "unknown" | "maintenance" | "paused"; kind?: string; sort?: "name" | "project" | "kind" | "state" | "last_checked_at" | "last_duration_ms"; order?: "asc" | "desc" }; output: { items: (Monitor)[]; total: number; page: number; page_size: number } }
  /** Lists where I am signed in. */
  'list-my-sessions': { input: Record<string, never>; output: { items: (Session)[] } }
  /** Lists the sign-ins to my own account. */
  'list-my-sign-ins': { input: { page?: number; page_size?: number; result?: "success" | "refused"; reason?: "ok" | "wrong_password" | "unknown_account" | "throttled" | "rate_limited" | "disabled" | "not_approved"; from?: string; to?: string; q?: string }; output: { items: (SignIn)[]; total: number; page: number; page_size: number } }
  /** Lists what was told once without being a state (content, certificate or definition changed, soon to expire). */
  'list-notices': { input: { page?: number; page_size?: number; project_id?: number; monitor_id?: number }; output: NoticePage }
  /** Finds your notifications. */
  'list-notifications': { input: { page?: number; page_size?: number; is_read?: boolean; type?: "down" | "recovered" | "degraded" | "slow_response" | "ssl_expiring" | "ssl_expired" | "certificate_changed" | "domain_expiring" | "domain_expired" | "content_changed" | "keyword" | "definition_changed" | "flapping" | "monitoring_error" | "no_longer_degraded" | "flapping_ended" | "monitoring_error_ended" | "reminder" | "group" | "test" | "account_locked" | "approval_wanted" | "job_failed" | "channel_failing" | "broadcast" | "usage"; severity?: "info" | "warning" | "critical"; project_id?: number; incident_id?: number }; output: NotificationPage }
  /** Lists and searches people. */
  'list-people': { input: { page?: number; page_size?: number; q?: string; role?: "admin" | "manager" | "user" | "viewer" | "ROLE_ADMIN" | "ROLE_USER"; is_enabled?: boolean; is_approved?: boolean; is_locked?: boolean; sort?: "name" | "email" | "role" | "last_login_at" | "created_at"; order?: "asc" | "desc" }; output: { items: (Person)[]; total: number; page: number; page_size: number } }
  /** Lists the categories, tags and states that projects can be narrowed by, with counts. */
  'list-project-facets': { input: Record<string, never>; output: ProjectFacets }
  /** Lists the monitors of one project. */
  'list-project-monitors': { input: { id: number; page?: number; page_size?: number; q?: string; state?: "up" | "degraded" | "down" | "unknown" | "maintenance" | "paused"; kind?: string; sort?: "name" | "project" | "kind" | "state" | "last_checked_at" | "last_duration_ms"; order?: "asc" | "desc" }; output: { items: (Monitor)[]; total: number; page: number; page_size: number } }
  /** Lists your notifications about one project. */
  'list-project-notifications': { input: { page?: number; page_size?: number; id: number }; output: NotificationPage }
  /** Shows the uptime of several projects at once. */
  'list-project-uptimes': { input: { project_ids: (number)[]; days?: number }; output: ProjectUptimes }
  /** Lists projects by state, category, tag or search. */
  'list-projects': { input: { page?: number; page_size?: number; q?: string; state?: "up" | "degraded" | "down" | "unknown" | "maintenance" | "paused"; category?: string; tag?: string; is_public?: boolean; mine?: boolean; deleted?: boolean; sort?: "title" | "state" | "created_at" | "state_since" | "category"; order?: "asc" | "desc" }; output: { items: (Project)[]; total: number; page: number; page_size: number } }
  /** Lists the results of a monitor, newest first. */
  'list-results': { input: { id: number; from?: string; to?: string; state?: "up" | "degraded" | "down" | "unknown"; limit?: number; cursor?: string }; output: ResultPage }
  /** Lists all system settings. */
  'list-settings': { input: Record<string, never>; output: { items: (Setting)[] } }
  /** Lists every attempt to sign in, newest first, also for accounts that do not exist. */
  'list-sign-ins': { input: { page?: number; page_size?: number; person?: number; result?: "success" | "refused"; reason?: "ok" | "wrong_password" | "unknown_account" | "throttled" | "rate_limited" | "disabled" | "not_approved"; from?: string; to?: string; q?: string }; output: { items: (SignIn)[]; total: number; page: number; page_size: number } }
  /** Lists the signals a monitor has got, newest first. */
  'list-signals': { input: { id: number; limit?: number }; output: { items: (Signal)[] } }
  /** Lists changes of state, newest first. */
  'list-state-changes': { input: { page?: number; page_size?: number; project_id?: number; monitor_id?: number }; output: StateChangePage }
  /** Lists my tokens; for administrators, everybody’s and the service tokens too. */
  'list-tokens': { input: { mine?: boolean; kind?: "personal" | "service"; usable?: boolean; q?: string; page?: number; page_size?: number }; output: { items: (Token)[]; total: number; page: number; page_size: number } }
  /** Lists tool calls: my own, or for administrators everybody’s. */
  'list-tool-calls': { input: { person?: number; token?: number; tool?: string; source?: string; outcome?: "success" | "failed" | "refused" | "limited" | "invalid" | "timed_out" | "cancelled" | "unavailable" | "interrupted"; door?: string; from?: string; to?: string; sort?: "started_at" | "duration_ms" | "tool" | "outcome"; order?: "asc" | "desc"; page?: number; page_size?: number }; output: { items: (ToolCall)[]; total: number; page: number; page_size: number } }
  /** Lists the sources of tools with all they have, to choose from for a virtual server. */
  'list-tool-sources': { input: Record<string, never>; output: { items: (ToolSource)[] } }
  /** Lists the tools that I may use. */
  'list-tools': { input: { q?: string; source?: string; tag?: string; page?: number; page_size?: number }; output: { items: (Tool)[]; total: number; page: number; page_size: number } }
  /** Lists your notifications that you have not read yet. */
  'list-unread-notifications': { input: { page?: number; page_size?: number }; output: NotificationPage }
  /** Lists the tools of an upstream server: definitions, approvals, and what differs from what was approved. */
  'list-upstream-tools': { input: { id: number; state?: "approved" | "new" | "changed" | "rejected" | "refused" | "gone" }; output: { items: (UpstreamTool)[] } }
  /** Lists upstream MCP servers and how they are: those I may use, or for administrators all. */
  'list-upstreams': { input: Record<string, never>; output: { items: (Upstream)[] } }
  /** Lists virtual servers: those I may use, or for administrators all. */
  'list-virtual-servers': { input: Record<string, never>; output: { items: (VirtualServer)[] } }
  /** Marks all your notifications as read. */
  'mark-all-notifications-read': { input: { project_id?: number }; output: { updated: number } }
  /** Stops the checks of a monitor. */
  'pause-monitor': { input: { id: number }; output: Monitor }
  /** Plans maintenance, once or recurring. */
  'plan-maintenance': { input: { id: number; title?: (string) | (null); message?: (string) | (null); accounting?: ("exclude" | "count" | "as_up") | (null); time_zone?: (string) | (null); schedule: MaintenanceSchedule }; output: Maintenance }
  /** Shows what words that need not be saved make of the last real event. */
  'preview-alert-template': { input: { key: string; language: "ko" | "en"; subject?: string; body?: string }; output: TemplatePreview }
  /** Sets a usage limit, or changes the one for the same subject, target and window. It holds from the next call on. */
  'put-limit': { input: { subject_kind: "token" | "person" | "role" | "default"; subject?: string; target_kind?: "all" | "tool" | "tag"; target?: string; window: "minute" | "day" | "month"; max: number; replace?: boolean }; output: Limit }
  /** Gives a new access token for a refresh token, which works once. */
  'refresh-sign-in': { input: { refresh_token: string }; output: SignedIn }
  /** Connects to an upstream server now, reads its lists anew and reports how it went. */
  'refresh-upstream': { input: { id: number }; output: UpstreamRefreshed }
  /** Makes an account. The first one of an empty installation becomes its admin. */
  'register': { input: { email: string; password: string; name: string; login_id?: string; setup_code?: string; invitation?: string }; output: Registered }
  /** Turns down new and changed tools as they are now. Another change is judged anew. */
  'reject-upstream-tools': { input: { id: number; tools: ({ name: string; hash: string })[] }; output: { items: (UpstreamTool)[] } }
  /** Removes an upstream server. For 30 days it can be brought back with its approvals and credentials. */
  'remove-upstream': { input: { id: number }; output: null }
  /** Removes a virtual server. Its address is gone at once; for 30 days it can be brought back. */
  'remove-virtual-server': { input: { id: number }; output: null }
  /** Sends a message that was given up (or sent) once more, under the same id. */
  'resend-delivery': { input: { id: string }; output: Delivery }
  /** Puts the words of an alert back to the original ones. */
  'reset-alert-template': { input: { key: string; language: "ko" | "en" }; output: AlertTemplate }
  /** Sets a person’s password, or makes one and shows it once. They are signed out everywhere. */
  'reset-person-password': { input: { id: number; password?: string }; output: ResetPassword }
  /** Puts a system setting back to its defaults. Stored secrets go too. */
  'reset-setting': { input: { key: string }; output: Setting }
  /** Brings a deleted monitor back. */
  'restore-monitor': { input: { id: number }; output: Monitor }
  /** Brings a deleted project back. */
  'restore-project': { input: { id: number }; output: ProjectDetail }
  /** Brings a removed upstream server back. */
  'restore-upstream': { input: { id: number }; output: Upstream }
  /** Brings a removed virtual server back. */
  'restore-virtual-server': { input: { id: number }; output: VirtualServerDetail }
  /** Starts the checks of a paused monitor again. */
  'resume-monitor': { input: { id: number }; output: Monitor }
  /** Takes an invitation back. */
  'revoke-invitation': { input: { id: number }; output: null }
  /** Ends one of my sessions. */
  'revoke-my-session': { input: { id: number }; output: null }
  /** Revokes a token. Streams that it opened are closed at once. */
  'revoke-token': { input: { id: number }; output: null }
  /** Makes a new signing secret. The old one signs as well for a day, so that the receiver can change over. */
  'rotate-channel-secret': { input: { id: number }; output: ChannelWithSecrets }
  /** Makes a new address for signals. The old one stops to work at once. */
  'rotate-signal-address': { input: { id: number }; output: SignalAddress }
  /** Runs one look of a check kind and gives its outcome; nothing is stored. */
  'run-check': { input: { kind: string }; output: Outcome }
  /** Runs a recurring job now. One that takes longer than 20 seconds is answered while it runs. */
  'run-job-now': { input: { name: string }; output: JobRun }
  /** Begins, extends or ends maintenance now. Without an end it ends by itself after two hours. */
  'set-maintenance': { input: { id: number; maintenance_mode: boolean; maintenance_message?: (string) | (null); maintenance_ends_at?: (string) | (null); accounting?: ("exclude" | "count" | "as_up") | (null) }; output: MaintenanceNow }
  /** Sets my own credential for an upstream server. It is never shown again, and used for my calls only. */
  'set-my-upstream-credential': { input: { id: number; secret: string }; output: { is_mine_set: boolean } }
  /** Signs in with an e-mail address or login id. Takes JSON and the OAuth2 password form. */
  'sign-in': { input: { username: string; password: string; otp?: string; session?: boolean; grant_type?: string; scope?: string; client_id?: string; client_secret?: string }; output: SignedIn }
  /** Signs out of this session. */
  'sign-out': { input: Record<string, never>; output: null }
  /** Lets a stopped recurring job run again. */
  'start-job': { input: { name: string }; output: Job }
  /** Starts the automatic checks of one project. */
  'start-project-checks': { input: { id: number }; output: ProjectSwitch }
  /** Starts all automatic checks. */
  'start-scheduler': { input: Record<string, never>; output: SchedulerSwitch }
  /** Keeps a recurring job from running by itself. */
  'stop-job': { input: { name: string }; output: Job }
  /** Stops the automatic checks of one project. */
  'stop-project-checks': { input: { id: number }; output: ProjectSwitch }
  /** Stops all automatic checks until they are started again, also across restarts. */
  'stop-scheduler': { input: Record<string, never>; output: SchedulerSwitch }
  /** Takes a picture of the address of a project. One that is younger than 24 hours is given instead unless force is true. */
  'take-project-screenshot': { input: { id: number; force?: boolean }; output: ProjectScreenshot }
  /** Really sends a test message to a channel and reports how it went. */
  'test-channel': { input: { id: number }; output: DeliveryReport }
  /** Sends a test message with options that are not saved yet. */
  'test-channel-options': { input: { kind: "email" | "webhook" | "slack" | "discord" | "telegram" | "in_app"; options: Record<string, unknown>; language?: "ko" | "en"; channel_id?: number }; output: DeliveryReport }
  /** Tries whether a setting really works, also with values that are not saved yet. */
  'test-setting': { input: { key: string; value?: Record<string, unknown>; send?: boolean }; output: SettingTestReport }
  /** Connects to an upstream server with settings that are not saved yet, and shows what it offers. */
  'test-upstream': { input: { url: string; credential?: "none" | "shared" | "personal"; header?: string; scheme?: "bearer" | "plain"; secret?: string; upstream_id?: number }; output: UpstreamPreview }
  /** Takes back that somebody takes care of an incident. */
  'unacknowledge-incident': { input: { id: number }; output: IncidentDetail }
  /** Ends every wait after wrong passwords and sets their count back to zero. */
  'unlock-person': { input: { id: number }; output: Person }
  /** Changes the words of an alert. */
  'update-alert-template': { input: { key: string; language: "ko" | "en"; subject: string; body: string }; output: AlertTemplate }
  /** Changes a channel. Fields and secrets that are left out stay as they are. */
  'update-channel': { input: { id: number; name?: string; options?: Record<string, unknown>; language?: "ko" | "en"; scope?: ChannelScopeInput; events?: ("down" | "recovered" | "degraded" | "slow_response" | "ssl_expiring" | "ssl_expired" | "certificate_changed" | "domain_expiring" | "domain_expired" | "content_changed" | "keyword" | "definition_changed" | "flapping" | "monitoring_error")[]; min_severity?: "info" | "warning" | "critical"; is_enabled?: boolean; quiet_hours?: (QuietHoursInput) | (null); reminder_minutes?: (number) | (null); escalation_minutes?: (number) | (null); fallback_channel_id?: (number) | (null) }; output: Channel }
  /** Changes a maintenance window from now on. Past maintenance stays counted as it was. */
  'update-maintenance': { input: { id: number; window_id: number; title?: (string) | (null); message?: (string) | (null); accounting?: ("exclude" | "count" | "as_up") | (null); time_zone?: (string) | (null); schedule?: (MaintenanceSchedule) | (null) }; output: Maintenance }
  /** Changes my name, login id, picture or phone number. */
  'update-me': { input: { name?: string; login_id?: string | null; phone?: string | null; picture?: (string) | (null) }; output: Me }
  /** Edits a monitor. It takes effect with the next check, without a restart. */
  'update-monitor': { input: { id: number; name?: (string) | (null); options?: (Record<string, unknown>) | (null); check_interval?: (number) | (null); time_limit?: (number) | (null); is_paused?: boolean | null; timeout?: (number) | (null); retry_count?: (number) | (null); alert_threshold?: (number) | (null); recovery_threshold?: (number) | (null); is_alert_enabled?: boolean | null }; output: Monitor }
  /** Changes my theme, language, time zone or e-mail alerts. What is left out stays. */
  'update-my-settings': { input: { theme?: "light" | "dark" | "system"; language?: "ko" | "en"; time_zone?: string; timezone?: string; email_notifications?: boolean }; output: Preferences }
  /** Marks one of your notifications as read or unread. */
  'update-notification': { input: { id: number; is_read?: boolean }; output: Notification }
  /** Changes a person’s name, role, state and so on. Disabling signs them out at once. */
  'update-person': { input: { id: number; email?: string; name?: string; role?: "admin" | "manager" | "user" | "viewer" | "ROLE_ADMIN" | "ROLE_USER"; is_enabled?: boolean; login_id?: string | null; phone?: string | null }; output: Person }
  /** Edits a project. Changes of address, interval, time limit and headers reach its default monitors. */
  'update-project': { input: { id: number; title?: (string) | (null); url?: (string) | (null); host_name?: (string) | (null); ip_address?: ((string) | (string) | ("")) | (null); description?: (string) | (null); check_interval?: (number) | (null); status_interval?: (number) | (null); time_limit?: (number) | (null); is_public?: boolean | null; category?: (string) | (null); tags?: ((string) | ((string)[])) | (null); custom_headers?: ((Record<string, (string) | (null)>) | (string)) | (null); alert_email?: ((string) | ("")) | (null); webhook_url?: (string) | (null); timeout?: (number) | (null); retry_count?: (number) | (null); alert_threshold?: (number) | (null); recovery_threshold?: (number) | (null); is_alert_enabled?: boolean | null; maintenance_mode?: boolean | null; maintenance_message?: (string) | (null); maintenance_ends_at?: (string) | (null) }; output: ProjectDetail }
  /** Changes a system setting. Fields and secrets that are left out stay as they are. */
  'update-setting': { input: { key: string; value: Record<string, unknown> }; output: Setting }
  /** Changes the name, scopes, tools or addresses of a token. It takes effect at once, on open streams too. */
  'update-token': { input: { id: number; name?: string; scopes?: ("read" | "write" | "tools")[]; tools?: ((string)[]) | (null); cidrs?: (string)[]; allows_query?: boolean }; output: Token }
  /** Changes an upstream server. Where its address moves to another origin, credentials are given anew. */
  'update-upstream': { input: { id: number; title?: string; least_role?: "admin" | "manager" | "user" | "viewer"; tags?: (string)[]; prefixes?: "on_collision" | "always"; is_enabled?: boolean; timeout_seconds?: (number) | (null); url?: string; credential?: "none" | "shared" | "personal"; header?: string; scheme?: "bearer" | "plain"; secret?: string; previewed?: string }; output: Upstream }
  /** Gives an upstream tool an alias, or says whether it reads, writes or destroys. */
  'update-upstream-tool': { input: { id: number; name: string; alias?: (string) | (null); effect?: ("read" | "write" | "destructive") | (null) }; output: UpstreamTool }
  /** Changes a virtual server. Fields that are left out stay as they are. */
  'update-virtual-server': { input: { id: number; title?: string; instructions?: (string) | (null); is_enabled?: boolean; least_role?: "admin" | "manager" | "user" | "viewer"; prefixes?: "on_collision" | "always"; tool_search?: "auto" | "on" | "off"; choices?: ({ source: string; tools?: ("all") | ((string)[]); resources?: ("all") | ((string)[]); prompts?: ("all") | ((string)[]); aliases?: Record<string, string> })[] }; output: VirtualServerDetail }
  /** Checks the whole hash chain: whether any line of the audit record was changed or removed. */
  'verify-audit': { input: Record<string, never>; output: AuditVerification }
  /** Adds a monitor to a project that watches an upstream server. */
  'watch-upstream': { input: { id: number; project_id: number }; output: Monitor }
}

/** Method, path and the permission it takes. */
export const routes: { readonly [Name in keyof Operations]: readonly ['GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', string, string] } = {
  'acknowledge-incident': ['POST', '/api/v1/incidents/{id}/acknowledge', 'incidents.write'],
  'add-incident-note': ['POST', '/api/v1/incidents/{id}/notes', 'incidents.write'],
  'add-person': ['POST', '/api/v1/people', 'people.write'],
  'approve-person': ['POST', '/api/v1/people/{id}/approve', 'people.write'],
  'approve-upstream-tools': ['POST', '/api/v1/upstreams/{id}/tools/approve', 'gateway.write'],
  'broadcast-notification': ['POST', '/api/v1/notifications', 'notifications.broadcast'],
  'browse-tools': ['GET', '/api/v1/tool-catalogue', 'tools.call'],
  'call-tool': ['POST', '/api/v1/tools/{name}/call', 'tools.call'],
  'cancel-maintenance': ['DELETE', '/api/v1/projects/{id}/maintenance/{window_id}', 'projects.write'],
  'change-password': ['PUT', '/api/v1/auth/me/password', 'self.write'],
  'check-monitor-now': ['POST', '/api/v1/monitors/{id}/check-now', 'checks.run'],
  'check-person-duplicate': ['GET', '/api/v1/people/check', 'people.read'],
  'check-project-now': ['POST', '/api/v1/scheduler/projects/{id}/check-now', 'checks.run'],
  'copy-monitor': ['POST', '/api/v1/monitors/{id}/copy', 'projects.write'],
  'create-channel': ['POST', '/api/v1/channels', 'channels.write'],
  'create-monitor': ['POST', '/api/v1/projects/{id}/monitors', 'projects.write'],
  'create-project': ['POST', '/api/v1/projects', 'projects.write'],
  'create-token': ['POST', '/api/v1/tokens', 'self.write'],
  'create-upstream': ['POST', '/api/v1/upstreams', 'gateway.write'],
  'create-virtual-server': ['POST', '/api/v1/virtual-servers', 'gateway.write'],
  'delete-channel': ['DELETE', '/api/v1/channels/{id}', 'channels.write'],
  'delete-limit': ['DELETE', '/api/v1/limits/{id}', 'limits.write'],
  'delete-monitor': ['DELETE', '/api/v1/monitors/{id}', 'projects.delete'],
  'delete-my-upstream-credential': ['DELETE', '/api/v1/upstreams/{id}/my-credential', 'self.write'],
  'delete-notification': ['DELETE', '/api/v1/notifications/{id}', 'notifications.own'],
  'delete-person': ['DELETE', '/api/v1/people/{id}', 'people.write'],
  'delete-project': ['DELETE', '/api/v1/projects/{id}', 'projects.delete'],
  'explain-limits': ['GET', '/api/v1/limits/explain', 'limits.read'],
  'get-alert-template': ['GET', '/api/v1/alert-templates/{key}', 'templates.write'],
  'get-audit-entry': ['GET', '/api/v1/audit/{id}', 'audit.read'],
  'get-channel': ['GET', '/api/v1/channels/{id}', 'channels.read'],
  'get-dashboard-chart': ['GET', '/api/v1/dashboard/chart', 'projects.read'],
  'get-dashboard-stats': ['GET', '/api/v1/dashboard/stats', 'projects.read'],
  'get-dashboard-summary': ['GET', '/api/v1/dashboard/summary', 'projects.read'],
  'get-delivery': ['GET', '/api/v1/deliveries/{id}', 'deliveries.read'],
  'get-history-strips': ['GET', '/api/v1/history-strips', 'projects.read'],
  'get-incident': ['GET', '/api/v1/incidents/{id}', 'projects.read'],
  'get-me': ['GET', '/api/v1/auth/me', 'self.read'],
  'get-monitor': ['GET', '/api/v1/monitors/{id}', 'projects.read'],
  'get-monitor-chart': ['GET', '/api/v1/monitors/{id}/chart', 'projects.read'],
  'get-monitor-uptime': ['GET', '/api/v1/monitors/{id}/uptime', 'projects.read'],
  'get-my-settings': ['GET', '/api/v1/auth/me/settings', 'self.read'],
  'get-my-usage': ['GET', '/api/v1/usage/me', 'tools.call'],
  'get-notification': ['GET', '/api/v1/notifications/{id}', 'notifications.own'],
  'get-person': ['GET', '/api/v1/people/{id}', 'people.read'],
  'get-project': ['GET', '/api/v1/projects/{id}', 'projects.read'],
  'get-project-chart': ['GET', '/api/v1/projects/{id}/chart', 'projects.read'],
  'get-project-uptime': ['GET', '/api/v1/projects/{id}/uptime', 'projects.read'],
  'get-result': ['GET', '/api/v1/monitors/{id}/results/{slot_at}', 'projects.read'],
  'get-scheduler-status': ['GET', '/api/v1/scheduler/status', 'scheduler.read'],
  'get-setting': ['GET', '/api/v1/settings/{key}', 'settings.read'],
  'get-setup-state': ['GET', '/api/v1/auth/setup', 'public'],
  'get-signal-address': ['GET', '/api/v1/monitors/{id}/signal-address', 'projects.write'],
  'get-token': ['GET', '/api/v1/tokens/{id}', 'self.read'],
  'get-tool': ['GET', '/api/v1/tools/{name}', 'tools.call'],
  'get-tool-call': ['GET', '/api/v1/usage/history/{id}', 'tools.call'],
  'get-upstream': ['GET', '/api/v1/upstreams/{id}', 'tools.call'],
  'get-usage-stats': ['GET', '/api/v1/usage/stats', 'tools.call'],
  'get-virtual-server': ['GET', '/api/v1/virtual-servers/{id}', 'tools.call'],
  'import-recording': ['POST', '/api/v1/recordings/convert', 'checks.run'],
  'invite-person': ['POST', '/api/v1/invitations', 'people.write'],
  'list-alert-templates': ['GET', '/api/v1/alert-templates', 'templates.write'],
  'list-audit': ['GET', '/api/v1/audit', 'audit.read'],
  'list-channel-kinds': ['GET', '/api/v1/channel-kinds', 'channels.read'],
  'list-channels': ['GET', '/api/v1/channels', 'channels.read'],
  'list-check-kinds': ['GET', '/api/v1/checks', 'projects.read'],
  'list-deliveries': ['GET', '/api/v1/deliveries', 'deliveries.read'],
  'list-incident-deliveries': ['GET', '/api/v1/incidents/{id}/deliveries', 'deliveries.read'],
  'list-incidents': ['GET', '/api/v1/incidents', 'projects.read'],
  'list-invitations': ['GET', '/api/v1/invitations', 'people.read'],
  'list-job-runs': ['GET', '/api/v1/jobs/runs', 'scheduler.read'],
  'list-jobs': ['GET', '/api/v1/jobs', 'scheduler.read'],
  'list-kept-runs': ['GET', '/api/v1/monitors/{id}/runs', 'projects.read'],
  'list-limit-standings': ['GET', '/api/v1/limits/standings', 'limits.read'],
  'list-limits': ['GET', '/api/v1/limits', 'limits.read'],
  'list-maintenance': ['GET', '/api/v1/projects/{id}/maintenance', 'projects.read'],
  'list-monitors': ['GET', '/api/v1/monitors', 'projects.read'],
  'list-my-sessions': ['GET', '/api/v1/auth/me/sessions', 'self.read'],
  'list-my-sign-ins': ['GET', '/api/v1/auth/me/sign-ins', 'self.read'],
  'list-notices': ['GET', '/api/v1/notices', 'projects.read'],
  'list-notifications': ['GET', '/api/v1/notifications', 'notifications.own'],
  'list-people': ['GET', '/api/v1/people', 'people.read'],
  'list-project-facets': ['GET', '/api/v1/projects/facets', 'projects.read'],
  'list-project-monitors': ['GET', '/api/v1/projects/{id}/monitors', 'projects.read'],
  'list-project-notifications': ['GET', '/api/v1/notifications/project/{id}', 'notifications.own'],
  'list-project-uptimes': ['GET', '/api/v1/project-uptimes', 'projects.read'],
  'list-projects': ['GET', '/api/v1/projects', 'projects.read'],
  'list-results': ['GET', '/api/v1/monitors/{id}/results', 'projects.read'],
  'list-settings': ['GET', '/api/v1/settings', 'settings.read'],
  'list-sign-ins': ['GET', '/api/v1/sign-ins', 'sign-ins.read'],
  'list-signals': ['GET', '/api/v1/monitors/{id}/signals', 'projects.read'],
  'list-state-changes': ['GET', '/api/v1/state-changes', 'projects.read'],
  'list-tokens': ['GET', '/api/v1/tokens', 'self.read'],
  'list-tool-calls': ['GET', '/api/v1/usage/history', 'tools.call'],
  'list-tool-sources': ['GET', '/api/v1/tool-sources', 'gateway.write'],
  'list-tools': ['GET', '/api/v1/tools', 'tools.call'],
  'list-unread-notifications': ['GET', '/api/v1/notifications/unread', 'notifications.own'],
  'list-upstream-tools': ['GET', '/api/v1/upstreams/{id}/tools', 'gateway.write'],
  'list-upstreams': ['GET', '/api/v1/upstreams', 'tools.call'],
  'list-virtual-servers': ['GET', '/api/v1/virtual-servers', 'tools.call'],
  'mark-all-notifications-read': ['PUT', '/api/v1/notifications/mark-all-read', 'notifications.own'],
  'pause-monitor': ['POST', '/api/v1/monitors/{id}/pause', 'projects.write'],
  'plan-maintenance': ['POST', '/api/v1/projects/{id}/maintenance', 'projects.write'],
  'preview-alert-template': ['POST', '/api/v1/alert-templates/{key}/preview', 'templates.write'],
  'put-limit': ['PUT', '/api/v1/limits', 'limits.write'],
  'refresh-sign-in': ['POST', '/api/v1/auth/refresh', 'public'],
  'refresh-upstream': ['POST', '/api/v1/upstreams/{id}/refresh', 'gateway.write'],
  'register': ['POST', '/api/v1/auth/register', 'public'],
  'reject-upstream-tools': ['POST', '/api/v1/upstreams/{id}/tools/reject', 'gateway.write'],
  'remove-upstream': ['DELETE', '/api/v1/upstreams/{id}', 'gateway.write'],
  'remove-virtual-server': ['DELETE', '/api/v1/virtual-servers/{id}', 'gateway.write'],
  'resend-delivery': ['POST', '/api/v1/deliveries/{id}/resend', 'channels.write'],
  'reset-alert-template': ['POST', '/api/v1/alert-templates/{key}/reset', 'templates.write'],
  'reset-person-password': ['POST', '/api/v1/people/{id}/reset-password', 'people.write'],
  'reset-setting': ['DELETE', '/api/v1/settings/{key}', 'settings.write'],
  'restore-monitor': ['POST', '/api/v1/monitors/{id}/restore', 'projects.delete'],
  'restore-project': ['POST', '/api/v1/projects/{id}/restore', 'projects.delete'],
  'restore-upstream': ['POST', '/api/v1/upstreams/{id}/restore', 'gateway.write'],
  'restore-virtual-server': ['POST', '/api/v1/virtual-servers/{id}/restore', 'gateway.write'],
  'resume-monitor': ['POST', '/api/v1/monitors/{id}/resume', 'projects.write'],
  'revoke-invitation': ['DELETE', '/api/v1/invitations/{id}', 'people.write'],
  'revoke-my-session': ['DELETE', '/api/v1/auth/me/sessions/{id}', 'self.write'],
  'revoke-token': ['DELETE', '/api/v1/tokens/{id}', 'self.write'],
  'rotate-channel-secret': ['POST', '/api/v1/channels/{id}/rotate-secret', 'channels.write'],
  'rotate-signal-address': ['POST', '/api/v1/monitors/{id}/signal-address', 'projects.write'],
  'run-check': ['POST', '/api/v1/checks/{kind}', 'checks.run'],
  'run-job-now': ['POST', '/api/v1/jobs/{name}/run', 'scheduler.control'],
  'set-maintenance': ['PUT', '/api/v1/projects/{id}/maintenance', 'projects.write'],
  'set-my-upstream-credential': ['PUT', '/api/v1/upstreams/{id}/my-credential', 'self.write'],
  'sign-in': ['POST', '/api/v1/auth/login', 'public'],
  'sign-out': ['POST', '/api/v1/auth/logout', 'self.write'],
  'start-job': ['POST', '/api/v1/jobs/{name}/start', 'scheduler.control'],
  'start-project-checks': ['POST', '/api/v1/scheduler/projects/{id}/start', 'projects.write'],
  'start-scheduler': ['POST', '/api/v1/scheduler/start', 'scheduler.control'],
  'stop-job': ['POST', '/api/v1/jobs/{name}/stop', 'scheduler.control'],
  'stop-project-checks': ['POST', '/api/v1/scheduler/projects/{id}/stop', 'projects.write'],
  'stop-scheduler': ['POST', '/api/v1/scheduler/stop', 'scheduler.control'],
  'take-project-screenshot': ['POST', '/api/v1/projects/{id}/screenshot', 'checks.run'],
  'test-channel': ['POST', '/api/v1/channels/{id}/test', 'channels.write'],
  'test-channel-options': ['POST', '/api/v1/channels/test', 'channels.write'],
  'test-setting': ['POST', '/api/v1/settings/{key}/test', 'settings.write'],
  'test-upstream': ['POST', '/api/v1/upstreams/test', 'gateway.write'],
  'unacknowledge-incident': ['POST', '/api/v1/incidents/{id}/unacknowledge', 'incidents.write'],
  'unlock-person': ['POST', '/api/v1/people/{id}/unlock', 'people.write'],
  'update-alert-template': ['PUT', '/api/v1/alert-templates/{key}', 'templates.write'],
  'update-channel': ['PATCH', '/api/v1/channels/{id}', 'channels.write'],
  'update-maintenance': ['PATCH', '/api/v1/projects/{id}/maintenance/{window_id}', 'projects.write'],
  'update-me': ['PATCH', '/api/v1/auth/me', 'self.write'],
  'update-monitor': ['PATCH', '/api/v1/monitors/{id}', 'projects.write'],
  'update-my-settings': ['PUT', '/api/v1/auth/me/settings', 'self.write'],
  'update-notification': ['PATCH', '/api/v1/notifications/{id}', 'notifications.own'],
  'update-person': ['PATCH', '/api/v1/people/{id}', 'people.write'],
  'update-project': ['PATCH', '/api/v1/projects/{id}', 'projects.write'],
  'update-setting': ['PUT', '/api/v1/settings/{key}', 'settings.write'],
  'update-token': ['PATCH', '/api/v1/tokens/{id}', 'self.write'],
  'update-upstream': ['PATCH', '/api/v1/upstreams/{id}', 'gateway.write'],
  'update-upstream-tool': ['PATCH', '/api/v1/upstreams/{id}/tools', 'gateway.write'],
  'update-virtual-server': ['PATCH', '/api/v1/virtual-servers/{id}', 'gateway.write'],
  'verify-audit': ['POST', '/api/v1/audit/verify', 'audit.read'],
  'watch-upstream': ['POST', '/api/v1/upstreams/{id}/monitor', 'gateway.write'],
}
