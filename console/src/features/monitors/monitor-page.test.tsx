import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import { pageOf, sampleKind, sampleMonitor } from '../../../test/watch-samples.ts'
import MonitorPage from './monitor-page.tsx'

const monitor = sampleMonitor({ kind: 'tcp', options: { host: 'db.example.com', port: 5432 } })
const result = (slot: string, state: 'up' | 'down') => ({
  monitor_id: 11,
  slot_at: slot,
  state,
  duration_ms: 12,
  status_code: null,
  error_code: state === 'down' ? ('connect' as const) : null,
  attempts: 1,
  timings: { connect_ms: 12 },
  is_manual: false,
  in_maintenance: false,
  message: state === 'down' ? '연결을 거부했습니다.' : null,
})
const operations = {
  'get-monitor': () => monitor,
  'list-check-kinds': () => ({ items: [sampleKind] }),
  'list-incidents': () => pageOf([]),
  'list-notices': () => pageOf([]),
  'get-result': () => ({
    ...result('2026-03-01T00:00:00.000Z', 'down'),
    evidence: { address: '127.0.0.1', failed_at: 'connect' },
    assertions: null,
  }),
}
const show = (at: string, more: object = {}) =>
  renderPage(MonitorPage, { at, route: '/monitors/$id', operations: { ...operations, ...more } })

it('shows what the last look saw', async () => {
  show('/monitors/11')
  expect(await screen.findByText('연결을 거부했습니다.')).toBeTruthy()
  expect(await screen.findByText('127.0.0.1')).toBeTruthy()
})

it('walks results with the cursor of the page before, and opens one', async () => {
  const { server, router } = show('/monitors/11?tab=results', {
    'list-results': ({ cursor }: { cursor?: string }) =>
      cursor
        ? { items: [result('2026-03-01T00:00:00.000Z', 'up')], next_cursor: null }
        : { items: [result('2026-03-01T00:05:00.000Z', 'down')], next_cursor: '1772323500000' },
  })
  await screen.findByText('2026-03-01 09:05:00')
  fireEvent.click(screen.getByRole('button', { name: '더 불러오기' }))
  expect(await screen.findByText('2026-03-01 09:00:00')).toBeTruthy()
  expect(server.of('list-results').at(-1)).toMatchObject({ cursor: 1772323500000 })
  fireEvent.click(screen.getByText('2026-03-01 09:05:00'))
  await waitFor(() => expect(router.state.location.search).toMatchObject({ result: '2026-03-01T00:05:00.000Z' }))
})

it('sends only what changed, and a stored secret stays where it is', async () => {
  const { server } = show('/monitors/11?tab=settings', {
    'update-monitor': () => sampleMonitor({ alert_threshold: 5 }),
  })
  fireEvent.change(await screen.findByLabelText(/장애로 확정하는 연속 실패/), { target: { value: '5 회' } })
  fireEvent.click(screen.getByRole('button', { name: '저장' }))
  await waitFor(() => expect(server.of('update-monitor')).toEqual([{ id: 11, alert_threshold: 5 }]))
})

it('leads to the incident that is going on', async () => {
  show('/monitors/11', { 'get-monitor': () => ({ ...monitor, state: 'down', open_incident_id: 5 }) })
  expect((await screen.findByRole('link', { name: '진행 중인 장애 보기' })).getAttribute('href')).toBe('/incidents/5')
})

const heartbeat = { ...sampleKind, kind: 'heartbeat', label: '하트비트', is_signalled: true }
const signalled = {
  'get-monitor': () => sampleMonitor({ kind: 'heartbeat', options: {} }),
  'list-check-kinds': () => ({ items: [heartbeat] }),
  'get-signal-address': () => ({
    monitor_id: 11,
    path: '/api/v1/heartbeat/abc',
    url: 'https://status.example.com/api/v1/heartbeat/abc',
    opened_at: '2026-03-01T00:00:00.000Z',
  }),
  'list-signals': () => ({
    items: [
      {
        id: 5,
        sort: 'fail' as const,
        at: '2026-03-01T00:00:00.000Z',
        exit_code: 2,
        run_ms: 1500,
        body: 'disk full',
        came_from: '192.0.2.1',
      },
    ],
  }),
}

it('says how to signal, and what has come in', async () => {
  const { server } = show('/monitors/11', {
    ...signalled,
    'rotate-signal-address': () => signalled['get-signal-address'](),
  })
  expect(
    await screen.findByText('curl -fsS -m 10 --retry 3 https://status.example.com/api/v1/heartbeat/abc'),
  ).toBeTruthy()
  expect(await screen.findByText('종료 코드 2')).toBeTruthy()
  expect(screen.getByText('disk full')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: '주소 새로 만들기' }))
  const [, confirm] = await screen.findAllByRole('button', { name: '주소 새로 만들기' })
  fireEvent.click(confirm as HTMLElement)
  await waitFor(() => expect(server.of('rotate-signal-address')).toEqual([{ id: 11 }]))
})

it('shows no address to who may not signal', async () => {
  const { server } = renderPage(MonitorPage, {
    at: '/monitors/11',
    route: '/monitors/$id',
    me: somebody('viewer'),
    operations: { ...operations, ...signalled },
  })
  expect(await screen.findByText('종료 코드 2')).toBeTruthy()
  expect(server.of('get-signal-address')).toEqual([])
})

it('shows what was noticed, with what changed', async () => {
  show('/monitors/11', {
    'list-notices': () =>
      pageOf([
        {
          id: 3,
          project: { id: 5, title: '쇼핑몰' },
          monitor: { id: 11, name: '약관', kind: 'change' },
          type: 'content_changed',
          severity: 'warning',
          message: '페이지 내용이 바뀌었습니다.',
          details: { lines_added: 1, diff: '@@ -1 +1 @@\n-Price: 10\n+Price: 12\n' },
          at: '2026-03-01T00:00:00.000Z',
          suppressed: null,
        },
      ]),
  })
  expect(await screen.findByText('페이지 내용이 바뀌었습니다.')).toBeTruthy()
  expect(screen.getByText('추가된 줄')).toBeTruthy()
  expect(screen.getAllByText('Price: 12', { exact: false }).length).toBeGreaterThan(0)
})
