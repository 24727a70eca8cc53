import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { OutputOf } from '#lib/api.ts'
import { Refusal } from '../../../test/fake-server.ts'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import { pageOf } from '../../../test/watch-samples.ts'
import { startOf } from './add-limit.tsx'
import { byPriority, type Limit } from './limit-words.ts'
import LimitsPage from './limits-page.tsx'

const rule = (changes: Partial<Limit> = {}): Limit => ({
  ...{ id: 1, subject_kind: 'default', subject: '', subject_name: null },
  ...{ target_kind: 'all', target: '', window: 'day', max: 1000 },
  ...changes,
})
const forUsers = rule({ id: 2, subject_kind: 'role', subject: 'user', max: 200 })
const forLee = rule({ id: 3, subject_kind: 'person', subject: '3', subject_name: '이하늘', max: -1 })
type Standing = OutputOf<'list-limit-standings'>['items'][number]
const quota: NonNullable<Standing['quota']> = {
  ...{ limit: 200, used: 200, remaining: 0, window: 'day', target_kind: 'all', target: '', from_rule: 'role' },
  resets_at: '2026-03-10T15:00:00.000Z',
}
const operations = {
  'list-limits': () => ({ items: [rule(), forUsers, forLee] }),
  'put-limit': () => forUsers,
  'delete-limit': () => null as never,
  'browse-tools': () => ({ items: [], total: 0, page: 1, page_size: 1, sources: [], tags: [] }),
  'list-people': () => pageOf([]),
  'list-tokens': () => pageOf([]),
}

it('shows the default before everything else, and the others with the nearest first', async () => {
  renderPage(LimitsPage, { at: '/limits', operations })
  expect(await screen.findByText('하루 1,000회')).toBeTruthy()
  const [, ...rows] = within(await screen.findByRole('table', { name: '사용 제한' })).getAllByRole('row')
  await waitFor(() => expect(screen.getByText('이하늘')).toBeTruthy())
  const texts = within(screen.getByRole('table', { name: '사용 제한' }))
    .getAllByRole('row')
    .map((row) => row.textContent)
  expect(rows.length).toBeGreaterThan(0)
  expect(texts[1]).toContain('이하늘')
  expect(texts[1]).toContain('제한 없음')
  expect(texts[2]).toContain('사용자')
})

it('changes the figure only, and takes it back', async () => {
  const { server } = renderPage(LimitsPage, { at: '/limits?edit=2', operations })
  const dialog = await screen.findByRole('dialog')
  fireEvent.change(within(dialog).getByLabelText(/한도/), { target: { value: '50' } })
  fireEvent.click(within(dialog).getByRole('button', { name: '저장' }))
  await waitFor(() =>
    expect(server.of('put-limit')[0]).toMatchObject({ subject_kind: 'role', subject: 'user', window: 'day', max: 50 }),
  )
  fireEvent.click(await screen.findByRole('button', { name: '실행 취소' }))
  await waitFor(() => expect(server.of('put-limit')[1]).toMatchObject({ subject: 'user', max: 200 }))
})

it('says at the field that there is such a limit already, and changes nothing', async () => {
  const taken = '같은 대상과 기간의 제한이 이미 있습니다.'
  const { server } = renderPage(LimitsPage, {
    at: '/limits?new=role:user',
    operations: {
      ...operations,
      'put-limit': () => {
        throw new Refusal(409, 'conflict', taken, [{ path: 'subject', message: taken }])
      },
    },
  })
  const dialog = await screen.findByRole('dialog')
  fireEvent.click(within(dialog).getByRole('button', { name: '추가' }))
  expect(await within(dialog).findByText(taken)).toBeTruthy()
  expect(server.of('put-limit')).toMatchObject([{ subject_kind: 'role', subject: 'user', replace: false, max: 100 }])
})

it('removes at once and offers the way back', async () => {
  const { server } = renderPage(LimitsPage, { at: '/limits', operations })
  fireEvent.click(await screen.findByRole('button', { name: '이하늘 제한 메뉴' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: '지우기' }))
  await waitFor(() => expect(server.of('delete-limit')).toEqual([{ id: 3 }]))
  fireEvent.click(await screen.findByRole('button', { name: '실행 취소' }))
  await waitFor(() => expect(server.of('put-limit')).toMatchObject([{ subject_kind: 'person', subject: '3', max: -1 }]))
})

it('lets managers look, and change nothing', async () => {
  renderPage(LimitsPage, { at: '/limits', me: somebody('manager'), operations })
  await screen.findByText('이하늘')
  expect(screen.queryByRole('button', { name: '제한 추가' })).toBeNull()
  expect(screen.queryByRole('button', { name: /메뉴/ })).toBeNull()
})

it('says who is over, near or well within, by word', async () => {
  const standing: Standing = {
    ...{ person: null, token: null, role: 'user', calls_today: 203 },
    ...{ quota, state: 'over' },
  }
  renderPage(LimitsPage, {
    at: '/limits?tab=standings',
    operations: {
      ...operations,
      'list-limit-standings': () =>
        pageOf<Standing>([
          { ...standing, person: { id: 3, name: '이하늘' }, quota, state: 'over' },
          {
            ...standing,
            person: { id: 4, name: '박' },
            quota: { ...quota, used: 198, remaining: 2 },
            state: 'near',
          },
        ]),
    },
  })
  expect(await screen.findByText('한도 초과')).toBeTruthy()
  expect(screen.getByText('임박')).toBeTruthy()
  expect(screen.getByText('198 / 200')).toBeTruthy()
})

it('explains what holds for somebody and what it hides, from the address', async () => {
  const { server } = renderPage(LimitsPage, {
    at: '/limits?tab=explain&who=person:3&tool=add',
    operations: {
      ...operations,
      'get-person': () => ({ id: 3, name: '이하늘', email: 'lee@example.com' }) as never,
      'explain-limits': () => ({
        ...{ person: { id: 3, name: '이하늘' }, token: null, role: 'user' as const, tool: 'add' },
        rules: [
          { limit: forUsers, holds: true, quota },
          { limit: rule(), holds: false, quota: null },
        ],
      }),
    },
  })
  expect(await screen.findByText('적용됨')).toBeTruthy()
  expect(screen.getByText('더 가까운 제한이 있어 적용되지 않음')).toBeTruthy()
  expect(server.of('explain-limits')).toEqual([{ person: 3, tool: 'add' }])
})

it('begins with whoever was chosen elsewhere, and with a person otherwise', () => {
  expect(startOf('token:5')).toMatchObject({ subject_kind: 'token', subject: '5' })
  expect(startOf('rule')).toMatchObject({ subject_kind: 'person', subject: '' })
  expect([rule(), forUsers, forLee].sort(byPriority).map(({ id }) => id)).toEqual([3, 2, 1])
})
