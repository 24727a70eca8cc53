import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import { pageOf, sampleIncident, sampleProject } from '../../../test/watch-samples.ts'
import DashboardPage from './dashboard-page.tsx'

const counts = { up: 1, degraded: 0, down: 0, unknown: 0, maintenance: 0, paused: 0 }
const calm = {
  at: '2026-03-01T00:00:00.000Z',
  projects: counts,
  open_incidents: [],
  open_incident_count: 0,
  unacknowledged_count: 0,
  expiring: [],
  availability_24h: 99.95,
}
const setting = (allow: string[]) => ({ key: 'outbound', value: { allow } }) as never
const operations = {
  'get-dashboard-summary': () => calm,
  'list-projects': () => pageOf([sampleProject()]),
  'list-state-changes': () => pageOf([]),
  'list-deliveries': () => pageOf([]),
  'list-channels': () => pageOf([]),
  'get-setting': () => setting([]),
}
const empty = { ...calm, projects: { ...counts, up: 0 } }

it('is calm when there is nothing to do', async () => {
  renderPage(DashboardPage, { operations })
  expect(await screen.findByText('지금 확인할 것이 없습니다')).toBeTruthy()
  expect(await screen.findByText('99.95 %')).toBeTruthy()
})

it('shows open incidents first and lets them be acknowledged on the spot', async () => {
  const incident = sampleIncident()
  const { server } = renderPage(DashboardPage, {
    operations: {
      ...operations,
      'get-dashboard-summary': () => ({
        ...calm,
        open_incidents: [incident],
        open_incident_count: 1,
        unacknowledged_count: 1,
      }),
      'acknowledge-incident': () => ({ ...incident, evidence: null, timeline: [], deliveries: [] }),
    },
  })
  fireEvent.click(await screen.findByRole('button', { name: '결제 승인 API 확인' }))
  expect(await screen.findByText('장애를 확인했습니다. 반복 알림이 멈춥니다.')).toBeTruthy()
  expect(server.of('acknowledge-incident')).toEqual([{ id: 5 }])
})

it('is only the guide while there is no project', async () => {
  renderPage(DashboardPage, { operations: { ...operations, 'get-dashboard-summary': () => empty } })
  expect(await screen.findByText('사내망의 서비스도 지켜보나요?')).toBeTruthy()
  expect(screen.queryByText('추이')).toBeNull()
})

it('takes the address of the guide along to where a project is made', async () => {
  const { router } = renderPage(DashboardPage, { operations: { ...operations, 'get-dashboard-summary': () => empty } })
  fireEvent.change(await screen.findByPlaceholderText('example.com'), { target: { value: 'shop.example.com' } })
  fireEvent.click(screen.getByRole('button', { name: '계속' }))
  await waitFor(() => expect(router.state.location.href).toBe('/projects/new?url=shop.example.com'))
})

it('leads to a token for an agent, and says so once there is one', async () => {
  const summary = { ...operations, 'get-dashboard-summary': () => empty }
  const first = renderPage(DashboardPage, { operations: summary })
  expect((await screen.findByRole('link', { name: '토큰 만들기' })).getAttribute('href')).toBe('/me?tab=tokens')
  first.unmount()
  const { server } = renderPage(DashboardPage, {
    operations: { ...summary, 'list-tokens': () => ({ items: [], total: 2, page: 1, page_size: 1 }) },
  })
  expect(await screen.findByText('쓸 수 있는 토큰이 2개 있습니다.')).toBeTruthy()
  expect(server.of('list-tokens')[0]).toEqual({ mine: 'true', usable: 'true', page_size: 1 })
})

it('really allows the private ranges that an admin chooses', async () => {
  const { server } = renderPage(DashboardPage, {
    operations: { ...operations, 'update-setting': () => setting(['192.168.0.0/16']) },
  })
  fireEvent.click(await screen.findByRole('button', { name: '네, 허용할 범위 고르기' }))
  fireEvent.click(screen.getByLabelText(/192\.168\.0\.0\/16/))
  fireEvent.click(screen.getByRole('button', { name: '허용하기' }))
  await waitFor(() =>
    expect(server.of('update-setting')).toEqual([{ key: 'outbound', value: { allow: ['192.168.0.0/16'] } }]),
  )
})

it('goes away for good when it is hidden, and for everybody who cannot do its steps', async () => {
  const first = renderPage(DashboardPage, { operations })
  fireEvent.click(await screen.findByRole('button', { name: '이 안내 숨기기' }))
  await waitFor(() => expect(screen.queryByText('시작하기')).toBeNull())
  first.unmount()
  const second = renderPage(DashboardPage, { operations })
  await screen.findByText('지금 확인할 것이 없습니다')
  expect(screen.queryByText('시작하기')).toBeNull()
  second.unmount()
  localStorage.clear()
  renderPage(DashboardPage, { me: somebody('viewer'), operations })
  await screen.findByText('지금 확인할 것이 없습니다')
  expect(screen.queryByText('시작하기')).toBeNull()
})
