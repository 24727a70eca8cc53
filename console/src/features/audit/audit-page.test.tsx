import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { OutputOf } from '#lib/api.ts'
import { renderPage } from '../../../test/render-page.tsx'
import { pageOf } from '../../../test/watch-samples.ts'
import AuditPage from './audit-page.tsx'

const entry: OutputOf<'list-audit'>['items'][number] = {
  id: 7,
  at: '2026-03-09T01:00:00.000Z',
  actor_kind: 'person',
  actor_id: 1,
  person_id: 1,
  actor_name: '김봉수',
  door: 'http',
  address: '192.0.2.7',
  user_agent: null,
  action: 'delete-project',
  target_kind: 'project',
  target_id: '3',
  target_label: '결제 서비스',
  outcome: 'refused',
  input: { id: 3 },
  details: null,
  hash: 'ab12',
}

it('asks the server for exactly what the address says, and says targets in words', async () => {
  const { server } = renderPage(AuditPage, {
    at: '/audit?outcome=refused&q=pay',
    operations: { 'list-audit': () => pageOf([entry]) },
  })
  await screen.findByText('결제 서비스')
  expect(screen.getByText('프로젝트')).toBeTruthy()
  expect(screen.getAllByText('거부').length).toBeGreaterThan(0)
  expect(server.of('list-audit')[0]).toMatchObject({ outcome: 'refused', q: 'pay' })
})

it('opens a line by its address and shows what was asked', async () => {
  const { server } = renderPage(AuditPage, {
    at: '/audit?entry=7',
    operations: { 'list-audit': () => pageOf([entry]), 'get-audit-entry': () => entry },
  })
  expect(await screen.findByRole('dialog')).toBeTruthy()
  expect(server.of('get-audit-entry')).toEqual([{ id: 7 }])
})

it('says loudly where the chain is broken, and leads to the line', async () => {
  const { router } = renderPage(AuditPage, {
    at: '/audit',
    operations: {
      'list-audit': () => pageOf([entry]),
      'get-audit-entry': () => entry,
      'verify-audit': () => ({ ok: false, checked: 6, first_broken_id: 7, message: '7번 줄의 해시가 다릅니다.' }),
    },
  })
  await screen.findByText('delete-project')
  fireEvent.click(screen.getByRole('button', { name: '위변조 검사' }))
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('7번 줄의 해시가 다릅니다.')
  fireEvent.click(within(alert).getByRole('button', { name: '첫 번째로 어긋난 줄 보기' }))
  await waitFor(() => expect(router.state.location.search).toMatchObject({ entry: '7' }))
})
