import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import { pageOf, sampleDetail, sampleIncident, sampleMonitor } from '../../../test/watch-samples.ts'
import ProjectPage from './project-page.tsx'

const operations = {
  'get-project': () => sampleDetail(),
  'list-incidents': () => pageOf([sampleIncident({ state: 'resolved', resolved_at: '2026-03-01T00:01:00.000Z' })]),
  'list-maintenance': () => ({ items: [] }),
  'list-project-facets': () => ({ categories: [], tags: [], states: [], total: 0 }),
}
const show = (at: string, more: object = {}, role: 'admin' | 'viewer' = 'admin') =>
  renderPage(ProjectPage, { at, route: '/projects/$id', me: somebody(role), operations: { ...operations, ...more } })

it('shows monitors with what they last saw, and what went wrong lately', async () => {
  show('/projects/1', {
    'get-project': () =>
      sampleDetail({
        monitors: [sampleMonitor({ state: 'down', last_state: 'down', last_message: '연결하지 못했습니다.' })],
      }),
  })
  expect(await screen.findByText('연결하지 못했습니다.')).toBeTruthy()
  expect(await screen.findByText('HTTP 503 응답을 받았습니다.')).toBeTruthy()
})

it('checks now and says how many are not up', async () => {
  const outcome = (state: 'up' | 'down') => ({
    state,
    checked_at: '2026-03-01T00:00:00.000Z',
    duration_ms: 1,
    message: 'x',
    evidence: {},
  })
  show('/projects/1', {
    'check-project-now': () => ({
      project_id: 1,
      items: [
        { monitor_id: 11, name: 'HTTP(S)', kind: 'http', outcome: outcome('up') },
        { monitor_id: 12, name: 'TLS', kind: 'tls', outcome: outcome('down') },
      ],
    }),
  })
  fireEvent.click(await screen.findByRole('button', { name: '지금 점검' }))
  expect(await screen.findByText('점검했습니다. 1개가 정상이 아닙니다.')).toBeTruthy()
})

it('deletes at once, goes back to the list, and brings it back when asked', async () => {
  const { server, router } = show('/projects/1?tab=settings', {
    'delete-project': () => null,
    'restore-project': () => sampleDetail(),
  })
  fireEvent.click(await screen.findByRole('button', { name: '프로젝트 삭제' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/projects'))
  fireEvent.click(await screen.findByRole('button', { name: '실행 취소' }))
  await waitFor(() => expect(server.of('restore-project')).toEqual([{ id: 1 }]))
})

it('saves only what changed', async () => {
  const { server } = show('/projects/1?tab=settings', { 'update-project': () => sampleDetail({ title: '결제' }) })
  fireEvent.change(await screen.findByLabelText(/^이름/), { target: { value: '결제' } })
  fireEvent.click(screen.getByRole('button', { name: '저장' }))
  await waitFor(() => expect(server.of('update-project')).toEqual([{ id: 1, title: '결제' }]))
})

it('begins maintenance for a while and ends it', async () => {
  const { server } = show('/projects/1?tab=maintenance', {
    'set-maintenance': () => ({
      maintenance_mode: true,
      maintenance_message: null,
      maintenance_ends_at: null,
      accounting: 'exclude',
    }),
  })
  fireEvent.click(await screen.findByText('30분'))
  fireEvent.click(screen.getByRole('button', { name: '유지보수 시작' }))
  await waitFor(() => expect(server.of('set-maintenance')).toHaveLength(1))
  const [sent] = server.of('set-maintenance')
  const minutes = (Date.parse(String(sent?.maintenance_ends_at)) - Date.now()) / 60_000
  expect(minutes).toBeGreaterThan(29)
  expect(minutes).toBeLessThan(31)
})

it('says what a viewer may not do instead of offering it', async () => {
  show('/projects/1?tab=settings', {}, 'viewer')
  expect(await screen.findByText('이 프로젝트를 바꿀 권한이 없어 보기만 할 수 있습니다.')).toBeTruthy()
  expect(screen.queryByRole('button', { name: '지금 점검' })).toBeNull()
  expect(screen.queryByRole('button', { name: '프로젝트 삭제' })).toBeNull()
  expect(screen.getByLabelText<HTMLInputElement>(/^이름/).closest('fieldset')?.disabled).toBe(true)
})

it('says that a project is paused or deleted, with the way out', async () => {
  const { unmount } = show('/projects/1', { 'get-project': () => sampleDetail({ is_paused: true, state: 'paused' }) })
  expect(await screen.findByText(/점검이 일시 중지되어 있습니다/)).toBeTruthy()
  unmount()
  show('/projects/1', {
    'get-project': () => sampleDetail({ is_active: false, deleted_at: '2026-03-01T00:00:00.000Z' }),
  })
  expect(await screen.findByText(/삭제된 프로젝트입니다/)).toBeTruthy()
  expect(screen.getByRole('button', { name: '되살리기' })).toBeTruthy()
})
