import { act, screen, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { live } from '#lib/live.ts'
import type { MyUsage, Quota } from '#lib/quota.ts'
import { renderPage } from '../../../test/render-page.tsx'
import MyUse from './my-use.tsx'
import QuotaBadge from './quota-badge.tsx'

const quota = (changes: Partial<Quota>): Quota => ({
  limit: 1000,
  used: 10,
  remaining: 990,
  window: 'day',
  target_kind: 'all',
  target: '',
  from_rule: 'default',
  resets_at: '2026-03-10T15:00:00.000Z',
  ...changes,
})
const usage = (quotas: Quota[], changes: Partial<MyUsage> = {}): MyUsage => ({
  calls_today: 10,
  succeeded_today: 8,
  quotas,
  top_tools: [{ tool: 'add', calls: 7 }],
  ...changes,
})

interface OpenSocket {
  onmessage: ((event: { data: string }) => void) | null
}

/** Stands where the browser's WebSocket is; the test is the server. */
function openSockets(): OpenSocket[] {
  const opened: OpenSocket[] = []
  class Socket implements OpenSocket {
    onmessage: OpenSocket['onmessage'] = null
    constructor() {
      opened.push(this)
    }
    close() {}
    send() {}
  }
  vi.stubGlobal('WebSocket', Socket)
  return opened
}

it('says what is used and left, and opens my page', async () => {
  renderPage(QuotaBadge, { operations: { 'get-my-usage': () => usage([quota({})]) } })
  const badge = await screen.findByRole('link', { name: /사용 10 \/ 1,000 ?남음 990 ?도구 사용 보기/ })
  expect(badge.getAttribute('href')).toBe('/me?tab=use')
  expect(badge.dataset.state).toBe('up')
})

it('says so when there is no limit', async () => {
  const none = quota({ limit: -1, remaining: null })
  renderPage(QuotaBadge, { operations: { 'get-my-usage': () => usage([none]) } })
  expect(await screen.findByRole('link', { name: /^제한 없음/ })).toBeTruthy()
})

it('warns near the end and at the end by shape too, and hears of calls as they come', async () => {
  let remaining = 4
  const { server } = renderPage(QuotaBadge, {
    operations: { 'get-my-usage': () => usage([quota({ limit: 50, used: 50 - remaining, remaining })]) },
  })
  const badge = await screen.findByRole('link')
  expect(badge.dataset.state).toBe('degraded')
  expect(badge.querySelector('[data-state="degraded"]')).toBeTruthy()
  remaining = 0
  const sockets = openSockets()
  live.start('ws://console/ws/1')
  act(() => sockets[0]?.onmessage?.({ data: JSON.stringify({ type: 'usage' }) }))
  await waitFor(() => expect(screen.getByRole('link').dataset.state).toBe('down'))
  expect(server.of('get-my-usage')).toHaveLength(2)
  live.stop()
})

it('shows every limit with what is left, and the tools used most today', async () => {
  const quotas = [quota({ target_kind: 'tag', target: 'mail', limit: 5, used: 5, remaining: 0 }), quota({})]
  renderPage(MyUse, { at: '/me', operations: { 'get-my-usage': () => usage(quotas) } })
  expect(await screen.findByText('모두 씀')).toBeTruthy()
  expect(screen.getByText('태그 mail')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'add' }).getAttribute('href')).toBe('/tools/add')
  expect(screen.getByText('7회')).toBeTruthy()
})
