import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Notification } from '#ui/alerts/alert-types.ts'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import Bell from './bell.tsx'
import NotificationsPage from './notifications-page.tsx'

const notification = (id: number, changes: Partial<Notification> = {}): Notification => ({
  id,
  type: 'down',
  severity: 'critical',
  title: `쇼핑몰 장애 ${id}`,
  message: 'HTTP 503',
  project_id: 1,
  monitor_id: 1,
  incident_id: 3,
  link: '/incidents/3',
  is_read: false,
  read_at: null,
  created_at: '2026-03-01T00:00:00.000Z',
  ...changes,
})
const list = (items: Notification[], total = items.length) => ({ items, total, page: 1, page_size: 20 })
const operations = {
  'list-notifications': () => list([notification(2), notification(1, { is_read: true, link: null })]),
  'list-unread-notifications': () => list([notification(2)], 120),
  'update-notification': ({ id }: { id: number }) => notification(Number(id), { is_read: true }),
}

it('says how much is unread, in words and on the bell', async () => {
  renderPage(Bell, { at: '/x', operations })
  expect(await screen.findByRole('button', { name: '알림 열기, 읽지 않은 알림 120개' })).toBeTruthy()
  expect(screen.getByText('99+')).toBeTruthy()
})

it('opens what a notification is about, which is having read it', async () => {
  const { server, router } = renderPage(Bell, { at: '/x', operations })
  fireEvent.click(await screen.findByRole('button', { name: /알림 열기/ }))
  fireEvent.click(await screen.findByRole('button', { name: /쇼핑몰 장애 2/ }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/incidents/3'))
  expect(server.of('update-notification')).toEqual([{ id: 2, is_read: true }])
})

it('narrows to what is unread, and to one project', async () => {
  const { server } = renderPage(NotificationsPage, { at: '/notifications?state=unread&project=7', operations })
  await screen.findByText('쇼핑몰 장애 2')
  expect(server.of('list-notifications')[0]).toMatchObject({ is_read: 'false', project_id: 7 })
})

it('hides a deleted notification at once and brings it back when asked', async () => {
  const { server } = renderPage(NotificationsPage, { at: '/notifications', operations })
  fireEvent.click(await screen.findByRole('button', { name: '쇼핑몰 장애 2 삭제' }))
  await waitFor(() => expect(screen.queryByText('쇼핑몰 장애 2')).toBeNull())
  fireEvent.click(screen.getByRole('button', { name: '실행 취소' }))
  expect(await screen.findByText('쇼핑몰 장애 2')).toBeTruthy()
  expect(server.of('delete-notification')).toEqual([])
})

it('lets only administrators announce, and never to everybody when nobody was chosen', async () => {
  const { unmount } = renderPage(NotificationsPage, { at: '/notifications', me: somebody('manager'), operations })
  await screen.findByText('쇼핑몰 장애 2')
  expect(screen.queryByRole('button', { name: '공지 보내기' })).toBeNull()
  unmount()

  const { server } = renderPage(NotificationsPage, {
    at: '/notifications?new=announcement',
    operations: { ...operations, 'broadcast-notification': () => ({ told: 12 }) },
  })
  const dialog = await screen.findByRole('dialog')
  fireEvent.change(within(dialog).getByLabelText(/^제목/), { target: { value: '점검 안내' } })
  fireEvent.change(within(dialog).getByLabelText(/^내용/), { target: { value: '토요일' } })
  fireEvent.click(within(dialog).getByRole('radio', { name: '고른 사람' }))
  const send = within(dialog).getByRole('button', { name: '보내기' }) as HTMLButtonElement
  expect(send.disabled).toBe(true)
  fireEvent.click(within(dialog).getByRole('radio', { name: '모든 사용자' }))
  fireEvent.click(send)
  expect(await screen.findByText('12명에게 공지를 보냈습니다.')).toBeTruthy()
  expect(server.of('broadcast-notification')).toEqual([
    { title: '점검 안내', message: '토요일', severity: 'info', link: null },
  ])
})
