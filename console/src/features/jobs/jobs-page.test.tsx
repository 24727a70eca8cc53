import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { OutputOf } from '#lib/api.ts'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import { sampleKind } from '../../../test/watch-samples.ts'
import JobsPage from './jobs-page.tsx'
import type { SchedulerStatus } from './scheduler-status.ts'

const status: SchedulerStatus = {
  is_running: true,
  changed_at: null,
  leader: 'vm:1',
  running_projects: 3,
  stopped_projects: 0,
  monitors: 40,
  in_flight: 1,
  waiting: 0,
  queue_depth: 0,
  checks_per_minute: 8,
  checks_done: 90,
  lateness: { p50_ms: 3, p99_ms: 9 },
  skipped: { late: 0, overlap: 0, crowded: 0, queue: 0, missed: 0 },
  blind_since: null,
  per_kind: [{ kind: 'tcp', monitors: 40, checks: { up: 89, degraded: 0, down: 1, unknown: 0 } }],
  failures: [],
  processes: [],
}

const run = {
  id: 1,
  job: 'roll-up-results',
  trigger: 'manual',
  started_at: '2026-03-09T01:00:00.000Z',
  ended_at: '2026-03-09T01:00:01.000Z',
  duration_ms: 900,
  outcome: 'done',
  report: null,
  error: null,
} as const
const job: OutputOf<'list-jobs'>['items'][number] = {
  name: 'roll-up-results',
  title: '점검 기록 요약',
  every_ms: 60_000,
  cron: null,
  is_enabled: true,
  next_at: '2026-03-09T01:01:00.000Z',
  last_run: run,
}

const operations = {
  'get-scheduler-status': () => status,
  'list-check-kinds': () => ({ items: [sampleKind] }),
  'list-jobs': () => ({ items: [job] }),
  'run-job-now': () => run,
  'stop-scheduler': () => ({ ...status, is_running: false }),
}

it('stops checking only after it was said what that means', async () => {
  const { server } = renderPage(JobsPage, { at: '/jobs', operations: operations as never })
  fireEvent.click(await screen.findByRole('button', { name: '자동 점검 멈추기' }))
  const dialog = await screen.findByRole('dialog')
  expect(dialog.textContent).toContain('모니터 40개')
  expect(server.of('stop-scheduler')).toEqual([])
  fireEvent.click(within(dialog).getByRole('button', { name: '자동 점검 멈추기' }))
  await waitFor(() => expect(server.of('stop-scheduler')).toHaveLength(1))
})

it('calls kinds by their names for people', async () => {
  renderPage(JobsPage, { at: '/jobs', operations: operations as never })
  expect(await screen.findByText('TCP 포트')).toBeTruthy()
})

it('runs a job at once and tells how it went', async () => {
  const { server } = renderPage(JobsPage, { at: '/jobs?tab=jobs', operations: operations as never })
  fireEvent.click(await screen.findByRole('button', { name: '점검 기록 요약 지금 실행' }))
  await waitFor(() => expect(server.of('run-job-now')).toEqual([{ name: 'roll-up-results' }]))
})

it('lets those look who may not touch', async () => {
  const me = somebody('admin')
  renderPage(JobsPage, {
    at: '/jobs',
    me: { ...me, permissions: me.permissions.filter((name) => name !== 'scheduler.control') },
    operations: operations as never,
  })
  await screen.findByText('TCP 포트')
  expect(screen.queryByRole('button', { name: '자동 점검 멈추기' })).toBeNull()
})
