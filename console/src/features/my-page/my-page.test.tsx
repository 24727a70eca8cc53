import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { Refusal } from '../../../test/fake-server.ts'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import MyPage from './my-page.tsx'

const me = somebody('user', { name: '김봉수', phone: '010-1234-5678' })
const type = (label: RegExp | string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })

const session = (id: number, isCurrent: boolean) => ({
  id,
  kind: 'cookie' as const,
  is_current: isCurrent,
  address: '203.0.113.7',
  user_agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
  created_at: '2026-03-01T00:00:00.000Z',
  last_seen_at: '2026-03-01T01:00:00.000Z',
  ends_at: '2026-03-15T00:00:00.000Z',
})

it('saves only what changed of the profile', async () => {
  const { server } = renderPage(MyPage, { at: '/me', me, operations: { 'update-me': () => ({ ...me, phone: null }) } })
  await screen.findByRole('heading', { name: '내 정보' })
  expect(screen.queryByRole('button', { name: '저장' })).toBeNull()
  type('전화번호', '')
  fireEvent.click(await screen.findByRole('button', { name: '저장' }))
  expect(await screen.findByText('프로필을 저장했습니다.')).toBeTruthy()
  expect(server.of('update-me')).toEqual([{ phone: null }])
  expect(screen.queryByRole('button', { name: '저장' })).toBeNull()
})

it('asks before another tab of the page takes what was typed away', async () => {
  const { router } = renderPage(MyPage, { at: '/me', me, operations: { 'list-my-sessions': () => ({ items: [] }) } })
  await screen.findByRole('heading', { name: '내 정보' })
  type('전화번호', '010-0000-0000')
  fireEvent.click(screen.getByRole('tab', { name: '보안' }))
  fireEvent.click(await screen.findByRole('button', { name: '계속 편집' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect((screen.getByLabelText('전화번호') as HTMLInputElement).value).toBe('010-0000-0000')
  expect(router.state.location.search).toEqual({})
  fireEvent.click(screen.getByRole('tab', { name: '보안' }))
  fireEvent.click(await screen.findByRole('button', { name: '버리고 나가기' }))
  await waitFor(() => expect(router.state.location.search).toEqual({ tab: 'security' }))
})

it('shows at the field what the server refuses of the profile', async () => {
  const refuse = () => {
    throw new Refusal(409, 'conflict', 'x', [{ path: 'login_id', message: '이미 사용 중인 로그인 ID입니다.' }])
  }
  renderPage(MyPage, { at: '/me', me, operations: { 'update-me': refuse } })
  await screen.findByRole('heading', { name: '내 정보' })
  type('로그인 ID', 'root')
  fireEvent.click(await screen.findByRole('button', { name: '저장' }))
  expect(await screen.findByText('이미 사용 중인 로그인 ID입니다.')).toBeTruthy()
})

it('asks before somebody leaves what they typed', async () => {
  const { router } = renderPage(MyPage, { at: '/me', me })
  await screen.findByRole('heading', { name: '내 정보' })
  type('전화번호', '1234')
  void router.navigate({ to: '/elsewhere' as string })
  fireEvent.click(await screen.findByRole('button', { name: '계속 편집' }))
  expect(router.state.location.pathname).toBe('/me')
  void router.navigate({ to: '/elsewhere' as string })
  fireEvent.click(await screen.findByRole('button', { name: '버리고 나가기' }))
  expect(await screen.findByText('elsewhere')).toBeTruthy()
})

it('switches language and theme at once, here and on the server, without a reload', async () => {
  const { server } = renderPage(MyPage, {
    at: '/me?tab=preferences',
    me,
    operations: {
      'update-my-settings': () => ({
        theme: 'dark',
        language: 'en',
        time_zone: 'Asia/Seoul',
        timezone: 'Asia/Seoul',
        email_notifications: true,
      }),
    },
  })
  fireEvent.click(await screen.findByRole('radio', { name: 'English' }))
  expect(await screen.findByRole('heading', { name: 'My page' })).toBeTruthy()
  expect(document.documentElement.lang).toBe('en')
  fireEvent.click(screen.getByRole('radio', { name: 'Dark' }))
  await waitFor(() => expect(document.documentElement.dataset.mantineColorScheme).toBe('dark'))
  await waitFor(() => expect(server.of('update-my-settings')).toEqual([{ language: 'en' }, { theme: 'dark' }]))
  expect([localStorage.getItem('bongsu.language'), localStorage.getItem('bongsu.theme')]).toEqual(['en', 'dark'])
})

it('names devices, and ends a session only after asking, never the one in use', async () => {
  const operations = {
    'list-my-sessions': () => ({ items: [session(1, true), session(2, false)] }),
    'revoke-my-session': () => null,
  }
  const { server } = renderPage(MyPage, { at: '/me?tab=security', me, operations })
  expect(await screen.findAllByText(/Chrome · Windows/)).toHaveLength(2)
  expect(screen.getByText('지금 이 기기')).toBeTruthy()
  const buttons = screen.getAllByRole('button', { name: /끝내기/ })
  expect(buttons).toHaveLength(1)
  fireEvent.click(buttons[0] as HTMLElement)
  expect(server.of('revoke-my-session')).toEqual([])
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '끝내기' }))
  await waitFor(() => expect(server.of('revoke-my-session')).toEqual([{ id: 2 }]))
  await waitFor(() => expect(server.of('list-my-sessions')).toHaveLength(2))
})

it('changes the password, and clears what was typed', async () => {
  const operations = {
    'list-my-sessions': () => ({ items: [] }),
    'change-password': () => ({ message: '비밀번호가 변경되었습니다' }),
  }
  const { server } = renderPage(MyPage, { at: '/me?tab=security', me, operations })
  fireEvent.change(await screen.findByLabelText('현재 비밀번호'), { target: { value: 'old-password' } })
  type('새 비밀번호', 'new-password-1')
  fireEvent.click(screen.getByRole('button', { name: '비밀번호 바꾸기' }))
  expect(await screen.findByText('비밀번호가 변경되었습니다')).toBeTruthy()
  expect(server.of('change-password')).toEqual([{ current_password: 'old-password', new_password: 'new-password-1' }])
  expect((screen.getByLabelText('새 비밀번호') as HTMLInputElement).value).toBe('')
})

it('lists sign-ins by what the address says', async () => {
  const page = { items: [], total: 0, page: 1, page_size: 20 }
  const { server } = renderPage(MyPage, {
    at: '/me?tab=sign-ins&result=refused',
    me,
    operations: { 'list-my-sign-ins': () => page },
  })
  expect(await screen.findByText('조건에 맞는 항목이 없습니다')).toBeTruthy()
  expect(server.of('list-my-sign-ins')).toEqual([{ page: 1, page_size: 20, result: 'refused' }])
})
