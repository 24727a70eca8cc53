import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Channel } from '#ui/alerts/alert-types.ts'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import ChannelPage from './channel-page.tsx'
import ChannelsPage from './channels-page.tsx'
import NewChannelPage from './new-channel-page.tsx'

const words = (word: string) => ({ ko: word, en: word })
const webhook = {
  kind: 'webhook',
  label: '웹훅',
  summary: '서명한 JSON을 보냅니다.',
  schema: {
    type: 'object',
    required: ['url'],
    properties: {
      url: { type: 'string', label: words('주소') },
      secret: { type: 'string', secret: true, label: words('서명 비밀 값') },
      previous_secret: { type: 'string', secret: true, hidden: true, label: words('이전 비밀 값') },
    },
  },
  secrets: ['url', 'secret', 'previous_secret'],
  example: { url: 'https://example.com/hook' },
  can_rotate_secret: true,
}
const channel: Channel = {
  id: 4,
  kind: 'webhook',
  name: '관제 연동',
  target: 'hooks.example.com',
  options: {},
  secrets: ['url', 'secret'],
  language: 'ko',
  scope: { projects: 'all', project_ids: [], tags: [] },
  events: ['down', 'recovered'],
  min_severity: 'info',
  is_enabled: true,
  disabled_reason: null,
  quiet_hours: null,
  reminder_minutes: null,
  escalation_minutes: null,
  fallback_channel_id: null,
  managed_by: null,
  health: {
    consecutive_failures: 2,
    last_delivered_at: null,
    last_failed_at: '2026-03-01T00:00:00.000Z',
    last_error: 'HTTP 404',
    waiting: 1,
    dead: 0,
  },
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
}
const report = { delivery_id: 'd', ok: false, message: '주소가 없습니다.', status: 404, duration_ms: 31 }
const operations = {
  'list-channels': () => ({ items: [channel], total: 1, page: 1, page_size: 20 }),
  'get-channel': () => channel,
  'list-channel-kinds': () => ({ items: [webhook] }),
}
const type = (label: RegExp | string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })

it('lists channels with what is wrong with them', async () => {
  renderPage(ChannelsPage, { at: '/channels', operations })
  expect(await screen.findByText('관제 연동')).toBeTruthy()
  expect(screen.getByText(/연속 실패/)).toBeTruthy()
  expect(screen.getByText('모든 프로젝트')).toBeTruthy()
})

it('switches a channel off at once and offers to take it back', async () => {
  const { server } = renderPage(ChannelsPage, {
    at: '/channels',
    operations: {
      ...operations,
      'update-channel': ({ is_enabled: isEnabled }) => ({ ...channel, is_enabled: isEnabled ?? true }),
    },
  })
  fireEvent.click(await screen.findByRole('switch', { name: '관제 연동 끄기' }))
  fireEvent.click(await screen.findByRole('button', { name: '실행 취소' }))
  await waitFor(() =>
    expect(server.of('update-channel')).toEqual([
      { id: 4, is_enabled: false },
      { id: 4, is_enabled: true },
    ]),
  )
})

it('makes a channel of the kind chosen and shows the secret made for it this once', async () => {
  const { server } = renderPage(NewChannelPage, {
    at: '/channels/new',
    operations: { ...operations, 'create-channel': () => ({ ...channel, generated: { secret: 'whsec_abc' } }) },
  })
  fireEvent.click(await screen.findByRole('button', { name: /웹훅/ }))
  await screen.findByLabelText(/^이름/)
  expect(screen.queryByLabelText('이전 비밀 값')).toBeNull()
  type(/^이름/, '관제 연동')
  type(/^주소/, 'https://hooks.example.com/x')
  fireEvent.click(screen.getByRole('button', { name: '채널 만들기' }))
  expect(await screen.findByText('whsec_abc')).toBeTruthy()
  expect(server.of('create-channel')[0]).toMatchObject({
    kind: 'webhook',
    name: '관제 연동',
    options: { url: 'https://hooks.example.com/x' },
  })
})

it('really sends what is on screen, and says how it went', async () => {
  const { server } = renderPage(NewChannelPage, {
    at: '/channels/new?kind=webhook',
    operations: { ...operations, 'test-channel-options': () => report },
  })
  await screen.findByLabelText(/^주소/)
  type(/^주소/, 'https://hooks.example.com/x')
  fireEvent.click(screen.getByRole('button', { name: '시험 메시지 보내기' }))
  expect(await screen.findByText('보내지 못했습니다')).toBeTruthy()
  expect(screen.getByText('주소가 없습니다.')).toBeTruthy()
  expect(server.of('test-channel-options')).toEqual([
    { kind: 'webhook', language: 'ko', options: { url: 'https://hooks.example.com/x' } },
  ])
})

it('keeps stored secrets, sends only what changed, and tries the saved channel as it is saved', async () => {
  const { server } = renderPage(ChannelPage, {
    at: '/channels/4',
    route: '/channels/$id',
    operations: {
      ...operations,
      'update-channel': () => ({ ...channel, min_severity: 'critical' as const }),
      'test-channel': () => ({ ...report, ok: true }),
    },
  })
  fireEvent.click(await screen.findByRole('button', { name: '시험 메시지 보내기' }))
  expect(await screen.findByText('도착했습니다')).toBeTruthy()
  expect(server.of('test-channel')).toEqual([{ id: 4 }])
  fireEvent.click(screen.getByRole('radio', { name: '심각만' }))
  fireEvent.click(screen.getByRole('button', { name: '저장' }))
  expect(await screen.findByText('"관제 연동" 채널을 저장했습니다.')).toBeTruthy()
  expect(server.of('update-channel')).toEqual([{ id: 4, min_severity: 'critical' }])
})

it('lets a channel made from a project keep what the project decides', async () => {
  const managed = { ...channel, managed_by: { project_id: 7, field: 'webhook_url' as const } }
  renderPage(ChannelPage, {
    at: '/channels/4',
    route: '/channels/$id',
    operations: { ...operations, 'get-channel': () => managed },
  })
  const link = await screen.findByRole('link', { name: '프로젝트 설정' })
  expect(link.getAttribute('href')).toBe('/projects/7')
  expect(screen.queryByLabelText(/^이름/)).toBeNull()
  expect(screen.queryByText('주소')).toBeNull()
})

it('shows a channel to those who may not change it, and nothing that would be refused', async () => {
  renderPage(ChannelPage, { at: '/channels/4', route: '/channels/$id', me: somebody('user'), operations })
  expect(await screen.findByText(/볼 수만 있습니다/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: '시험 메시지 보내기' })).toBeNull()
  expect((screen.getByLabelText(/^이름/) as HTMLInputElement).matches(':disabled')).toBe(true)
})
