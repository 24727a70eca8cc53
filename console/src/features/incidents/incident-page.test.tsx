import type { IncidentEventView } from '@bongsu/contract/incidents.ts'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { OutputOf } from '#lib/api.ts'
import { Refusal } from '../../../test/fake-server.ts'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import IncidentPage from './incident-page.tsx'

type Incident = OutputOf<'get-incident'>

const event = (
  id: number,
  kind: IncidentEventView['kind'],
  at: string,
  message: string,
  details: IncidentEventView['details'] = null,
): IncidentEventView => ({ id, kind, at, message, details, person: null })

const timeline = [
  event(1, 'failed', '2026-03-09T01:00:00.000Z', '응답 없음', { error_code: 'timeout', attempts: 3 }),
  event(2, 'failed', '2026-03-09T01:01:00.000Z', '응답 없음', { error_code: 'timeout', attempts: 3 }),
  event(3, 'confirmed', '2026-03-09T01:01:04.000Z', '연속 2회 실패하여 장애로 확인했습니다.'),
  event(4, 'told', '2026-03-09T01:01:05.000Z', '알림 채널 "운영팀"(으)로 알렸습니다.', { event: 'down', attempts: 1 }),
]

const incident: Incident = {
  id: 7,
  state: 'open',
  project: { id: 3, title: '결제 서비스' },
  monitor: { id: 5, name: '결제 승인 API', kind: 'http' },
  opened_at: '2026-03-09T01:00:00.000Z',
  confirmed_at: '2026-03-09T01:01:04.000Z',
  resolved_at: null,
  resolution: null,
  duration_ms: 60_000,
  message: '응답 없음',
  error_code: 'timeout',
  failures: 2,
  acknowledged_at: null,
  acknowledged_by: null,
  evidence: { address: '192.0.2.7' },
  timeline,
  deliveries: timeline.filter(({ kind }) => kind === 'told'),
}

const noDeliveries = { items: [], total: 0, page: 1, page_size: 50, people_notified: 1 }
const at = { at: '/incidents/7', route: '/incidents/$id' }

it('tells the story in order and falls back to what the incident itself kept', async () => {
  renderPage(IncidentPage, {
    ...at,
    operations: {
      'get-incident': () => incident,
      'list-incident-deliveries': () => noDeliveries,
      'get-result': () => {
        throw new Refusal(404, 'not_found', '결과를 찾을 수 없습니다.')
      },
    },
  })
  expect(await screen.findByRole('heading', { level: 1, name: '결제 서비스 · 결제 승인 API' })).toBeTruthy()
  const lines = screen.getAllByRole('listitem').map(({ textContent }) => textContent)
  const order = ['1번째 실패', '2번째 실패', '장애로 확정', '알림 보냄', '아직 진행 중'].map((words) =>
    lines.findIndex((line) => line?.includes(words)),
  )
  expect(order).toEqual([...order].sort((a, b) => a - b))
  expect(order).not.toContain(-1)
  expect(await screen.findByText('1명의 알림 센터에 올라갔습니다.')).toBeTruthy()
  expect(await screen.findByText('192.0.2.7')).toBeTruthy()
})

it('acknowledges, and then offers to take it back', async () => {
  let current = incident
  const { server } = renderPage(IncidentPage, {
    ...at,
    operations: {
      'get-incident': () => current,
      'acknowledge-incident': () => {
        current = {
          ...incident,
          acknowledged_at: '2026-03-09T01:05:00.000Z',
          acknowledged_by: { id: 1, name: '김봉수' },
        }
        return current
      },
      'list-incident-deliveries': () => noDeliveries,
      'get-result': () => {
        throw new Refusal(404, 'not_found', '결과를 찾을 수 없습니다.')
      },
    },
  })
  fireEvent.click(await screen.findByRole('button', { name: '확인했습니다' }))
  expect(await screen.findByRole('button', { name: '확인 취소' })).toBeTruthy()
  expect(server.of('acknowledge-incident')).toEqual([{ id: 7 }])
})

it('adds a note with Ctrl+Enter, and keeps the words when the server refuses', async () => {
  let isFull = true
  const { server } = renderPage(IncidentPage, {
    ...at,
    operations: {
      'get-incident': () => incident,
      'add-incident-note': () => {
        if (isFull) throw new Refusal(409, 'conflict', '메모는 장애마다 200개까지입니다.')
        return incident
      },
      'list-incident-deliveries': () => noDeliveries,
      'get-result': () => {
        throw new Refusal(404, 'not_found', '결과를 찾을 수 없습니다.')
      },
    },
  })
  const field = await screen.findByRole('textbox', { name: '메모 남기기' })
  fireEvent.change(field, { target: { value: '재시작함' } })
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  expect(await screen.findByText('메모는 장애마다 200개까지입니다.')).toBeTruthy()
  expect((field as HTMLTextAreaElement).value).toBe('재시작함')
  isFull = false
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  await screen.findByText('메모를 남겼습니다.')
  await waitFor(() => expect((field as HTMLTextAreaElement).value).toBe(''))
  expect(server.of('add-incident-note')).toHaveLength(2)
})

it('asks for nothing a viewer may not see and offers nothing they may not do', async () => {
  const { server } = renderPage(IncidentPage, {
    ...at,
    me: somebody('viewer'),
    operations: {
      'get-incident': () => incident,
      'get-result': () => {
        throw new Refusal(404, 'not_found', '결과를 찾을 수 없습니다.')
      },
    },
  })
  expect(await screen.findByText('알림 보냄')).toBeTruthy()
  expect(screen.queryByRole('button', { name: '확인했습니다' })).toBeNull()
  expect(screen.queryByRole('textbox', { name: '메모 남기기' })).toBeNull()
  expect(server.of('list-incident-deliveries')).toEqual([])
})
