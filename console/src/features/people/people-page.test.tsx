import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { Refusal } from '../../../test/fake-server.ts'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import PeoplePage from './people-page.tsx'
import type { Person } from './person-state.ts'

const person = (id: number, name: string, changes: Partial<Person> = {}): Person => ({
  id,
  email: `p${id}@example.com`,
  login_id: null,
  name,
  role: 'user',
  is_enabled: true,
  is_approved: true,
  is_locked: false,
  locked_until: null,
  phone: null,
  language: 'ko',
  time_zone: 'Asia/Seoul',
  email_notifications: true,
  last_login_at: null,
  created_at: '2026-01-01T00:00:00.000Z',
  ...changes,
})
const me = somebody('admin')
const people = [
  person(1, '김봉수', { role: 'admin' }),
  person(2, '이서연'),
  person(3, '강다은', { is_approved: false }),
]
const list = (items: Person[]) => ({ items, total: items.length, page: 1, page_size: 20 })
const operations = {
  'list-people': () => list(people),
  'get-person': ({ id }: { id: number }) => people.find((one) => one.id === id) as Person,
  'check-person-duplicate': () => ({ is_available: true, taken: [] }),
}
/** Fields of the drawer; the search behind it has a name of its own. */
const field = (label: RegExp | string) => within(screen.getByRole('dialog')).getByLabelText(label) as HTMLInputElement
const type = (label: RegExp | string, value: string) => fireEvent.change(field(label), { target: { value } })

it('finds people by what the column says of them', async () => {
  const { server } = renderPage(PeoplePage, { at: '/people?state=waiting&q=강', me, operations })
  await screen.findByText('강다은')
  expect(server.of('list-people')).toContainEqual(
    expect.objectContaining({ q: '강', is_enabled: 'true', is_approved: 'false', order: 'asc' }),
  )
})

it('approves somebody who waits with one click', async () => {
  const { server } = renderPage(PeoplePage, {
    at: '/people',
    me,
    operations: { ...operations, 'approve-person': () => ({ ...people[2]!, is_approved: true }) },
  })
  fireEvent.click(await screen.findByRole('button', { name: '강다은 승인' }))
  expect(await screen.findByText('강다은 님을 승인했습니다.')).toBeTruthy()
  expect(server.of('approve-person')).toEqual([{ id: 3 }])
})

it('tells a duplicate while it is typed, and a refusal at its field', async () => {
  renderPage(PeoplePage, {
    at: '/people?new=person',
    me,
    operations: {
      ...operations,
      'check-person-duplicate': () => ({ is_available: false, taken: ['email'] }),
      'add-person': () => {
        throw new Refusal(400, 'validation', 'x', [{ path: 'name', message: '이름을 입력하세요.' }])
      },
    },
  })
  await screen.findByRole('dialog')
  type(/^이메일/, 'p2@example.com')
  expect(await screen.findByText('이미 사용 중입니다.')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: '추가' }))
  expect(await screen.findByText('이름을 입력하세요.')).toBeTruthy()
})

it('shows a password that was made once, beside the way to copy it', async () => {
  const { server } = renderPage(PeoplePage, {
    at: '/people?new=person',
    me,
    operations: {
      ...operations,
      'add-person': () => ({ ...person(9, '새 사람'), generated_password: 'otter-lamp-22' }),
    },
  })
  await screen.findByRole('dialog')
  type(/^이메일/, 'new@example.com')
  type(/^이름/, '새 사람')
  fireEvent.click(screen.getByRole('button', { name: '추가' }))
  expect(await screen.findByText('otter-lamp-22')).toBeTruthy()
  expect(screen.getByRole('button', { name: '임시 비밀번호 복사' })).toBeTruthy()
  expect(server.of('add-person')).toEqual([{ email: 'new@example.com', name: '새 사람', role: 'user' }])
})

it('saves only what changed of a person', async () => {
  const { server } = renderPage(PeoplePage, {
    at: '/people?edit=2',
    me,
    operations: { ...operations, 'update-person': () => ({ ...people[1]!, role: 'manager' as const }) },
  })
  fireEvent.click(await screen.findByRole('radio', { name: /매니저/ }))
  fireEvent.click(screen.getByRole('button', { name: '저장' }))
  expect(await screen.findByText('이서연 님의 정보를 저장했습니다.')).toBeTruthy()
  expect(server.of('update-person')).toEqual([{ id: 2, role: 'manager' }])
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})

it('keeps people from locking themselves out, and says why', async () => {
  renderPage(PeoplePage, { at: '/people?edit=1', me, operations })
  expect(await screen.findByText('내 계정입니다')).toBeTruthy()
  const dialog = screen.getByRole('dialog')
  expect((within(dialog).getByRole('radio', { name: /열람자/ }) as HTMLInputElement).disabled).toBe(true)
  expect((within(dialog).getByRole('switch', { name: /로그인 허용/ }) as HTMLInputElement).disabled).toBe(true)
  expect(within(dialog).queryByRole('button', { name: '삭제' })).toBeNull()
})

it('deletes nobody before their address was typed', async () => {
  const { server } = renderPage(PeoplePage, {
    at: '/people?edit=2',
    me,
    operations: { ...operations, 'delete-person': () => null },
  })
  fireEvent.click(await screen.findByRole('button', { name: '삭제' }))
  const verb = await screen.findByRole('button', { name: '영구 삭제' })
  expect((verb as HTMLButtonElement).disabled).toBe(true)
  fireEvent.change(screen.getByLabelText(/그대로 입력/), { target: { value: 'p2@example.com' } })
  fireEvent.click(verb)
  expect(await screen.findByText('이서연 님을 삭제했습니다.')).toBeTruthy()
  expect(server.of('delete-person')).toEqual([{ id: 2 }])
})

it('does not lose what was typed when the drawer is closed by a slip', async () => {
  renderPage(PeoplePage, { at: '/people?edit=2', me, operations })
  await screen.findByDisplayValue('이서연')
  type(/^이름/, '이서영')
  fireEvent.click(screen.getByRole('button', { name: '취소' }))
  fireEvent.click(await screen.findByRole('button', { name: '계속 편집' }))
  expect((screen.getByDisplayValue('이서영') as HTMLInputElement).name).toBe('name')
})
