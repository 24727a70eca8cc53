import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { OutputOf } from '#lib/api.ts'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import { pageOf } from '../../../test/watch-samples.ts'
import DeliveriesPage from './deliveries-page.tsx'

const delivery: OutputOf<'get-delivery'> = {
  id: 'd-1',
  channel_id: 2,
  channel_name: '운영팀 웹훅',
  channel_kind: 'webhook',
  person_id: null,
  event: 'down',
  severity: 'critical',
  state: 'dead',
  message: '서비스 연속 3회 실패.',
  project_id: 1,
  project_title: '결제 서비스',
  monitor_id: 11,
  monitor_name: 'HTTP(S)',
  incident_id: 5,
  attempts: 12,
  next_attempt_at: null,
  held_for: null,
  last_error: '연결이 거부되었습니다.',
  last_status: null,
  merged_into: null,
  fallback_for: null,
  created_at: '2026-03-09T01:00:00.000Z',
  finished_at: '2026-03-09T02:00:00.000Z',
}

const operations = {
  'list-deliveries': () => pageOf([delivery]),
  'get-delivery': () => delivery,
  'resend-delivery': () => ({ ...delivery, state: 'pending' as const }),
}

it('opens a delivery by its address, says why nobody was reached, and sends it again', async () => {
  const { server } = renderPage(DeliveriesPage, { at: '/deliveries?delivery=d-1', operations })
  expect(await screen.findByText('연결이 거부되었습니다.')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: '다시 보내기' }))
  await waitFor(() => expect(server.of('resend-delivery')).toEqual([{ id: 'd-1' }]))
})

it('offers nothing to those who may only read', async () => {
  const me = somebody('admin')
  renderPage(DeliveriesPage, {
    at: '/deliveries?delivery=d-1',
    me: { ...me, permissions: me.permissions.filter((name) => name !== 'channels.write') },
    operations,
  })
  await screen.findByText('연결이 거부되었습니다.')
  expect(screen.queryByRole('button', { name: '다시 보내기' })).toBeNull()
})
