import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../../test/fake-server.ts'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import SetupPage from './setup-page.tsx'
import SignInPage from './sign-in-page.tsx'
import SignUpPage from './sign-up-page.tsx'
import { safeReturn } from './use-enter.ts'

const open = { needs_first_account: false, needs_setup_code: false, signup: 'approval' } as const
const signedIn = { expires_in: 3600, user: somebody('user') }
const type = (label: RegExp | string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

describe('signing in', () => {
  it('asks for a cookie session and returns to where the person was', async () => {
    const { server, router } = renderPage(SignInPage, {
      at: '/sign-in?return=%2Fincidents%3Fstate%3Dopen',
      me: null,
      operations: { 'get-setup-state': () => open, 'sign-in': () => signedIn },
    })
    expect(await screen.findByText(/세션이 끝났습니다/)).toBeTruthy()
    type('이메일 또는 로그인 ID', 'kim')
    type('비밀번호', 'secret-word')
    press('로그인')
    await waitFor(() => expect(router.state.location.href).toBe('/incidents?state=open'))
    expect(server.of('sign-in')).toEqual([{ username: 'kim', password: 'secret-word', session: true }])
  })

  it('says in the form why it was refused, and how long to wait', async () => {
    const refused = () => {
      throw new Refusal(429, 'rate_limited', '요청이 너무 많습니다.', undefined, { 'retry-after': '30' })
    }
    renderPage(SignInPage, {
      at: '/sign-in',
      me: null,
      operations: { 'get-setup-state': () => open, 'sign-in': refused },
    })
    type(await screen.findByLabelText('이메일 또는 로그인 ID').then(() => '이메일 또는 로그인 ID'), 'kim')
    type('비밀번호', 'wrong')
    press('로그인')
    expect((await screen.findByRole('alert')).textContent).toContain('요청이 너무 많습니다. 30초 뒤에')
  })

  it('sends an empty installation to its set-up, and offers no sign-up where it is closed', async () => {
    const { router, unmount } = renderPage(SignInPage, {
      at: '/sign-in',
      me: null,
      operations: { 'get-setup-state': () => ({ ...open, needs_first_account: true }) },
    })
    await waitFor(() => expect(router.state.location.pathname).toBe('/setup'))
    unmount()
    renderPage(SignInPage, {
      at: '/sign-in',
      me: null,
      operations: { 'get-setup-state': () => ({ ...open, signup: 'closed' }) },
    })
    await screen.findByRole('heading', { name: '로그인' })
    expect(screen.queryByRole('link', { name: '회원가입' })).toBeNull()
  })

  it.each([
    ['/incidents?a=1#b', '/incidents?a=1#b'],
    ['//evil.example/x', '/'],
    ['https://evil.example', '/'],
    ['/\\evil.example', '/'],
    ['javascript:alert(1)', '/'],
    [undefined, '/'],
  ])('returns to %s by way of %s', (asked, given) => expect(safeReturn(asked)).toBe(given))
})

describe('signing up', () => {
  const account = () => {
    type(/이메일/, 'lee@example.com')
    type(/^이름/, '이봉수')
    type(/^비밀번호/, 'long-enough-word')
    press('가입하기')
  }
  const registered = {
    id: 2,
    email: 'lee@example.com',
    login_id: null,
    name: '이봉수',
    role: 'user',
    is_approved: false,
    message: '관리자 승인 후 로그인 가능합니다.',
  } as const

  it('that needs approval says so and goes no further', async () => {
    const { server } = renderPage(SignUpPage, {
      at: '/sign-up',
      me: null,
      operations: { 'get-setup-state': () => open, register: () => registered },
    })
    await screen.findByLabelText(/이메일/)
    account()
    expect(await screen.findByText('관리자 승인 후 로그인 가능합니다.')).toBeTruthy()
    expect(server.of('register')).toEqual([{ email: 'lee@example.com', name: '이봉수', password: 'long-enough-word' }])
    expect(server.of('sign-in')).toEqual([])
  })

  it('that is open goes straight in, in the theme that was chosen before', async () => {
    localStorage.setItem('bongsu.theme', 'dark')
    const operations = {
      'get-setup-state': () => ({ ...open, signup: 'open' as const }),
      register: () => ({ ...registered, is_approved: true }),
      'sign-in': () => signedIn,
      'update-my-settings': () => ({ theme: 'dark' }) as never,
    }
    const { router, server } = renderPage(SignUpPage, { at: '/sign-up', me: null, operations })
    await screen.findByLabelText(/이메일/)
    account()
    await waitFor(() => expect(router.state.location.pathname).toBe('/'))
    expect(server.of('update-my-settings')).toEqual([{ theme: 'dark' }])
    localStorage.clear()
  })

  it('shows at the field what is taken', async () => {
    const taken = () => {
      throw new Refusal(409, 'conflict', 'x', [{ path: 'email', message: '이미 사용 중인 이메일입니다.' }])
    }
    renderPage(SignUpPage, { at: '/sign-up', me: null, operations: { 'get-setup-state': () => open, register: taken } })
    await screen.findByLabelText(/이메일/)
    account()
    expect(await screen.findByText('이미 사용 중인 이메일입니다.')).toBeTruthy()
    expect(screen.getByLabelText(/이메일/).getAttribute('aria-invalid')).toBe('true')
  })

  it('asks for the code where people are invited, and tells where it is closed', async () => {
    const { server, unmount } = renderPage(SignUpPage, {
      at: '/sign-up',
      me: null,
      operations: { 'get-setup-state': () => ({ ...open, signup: 'invite' }), register: () => registered },
    })
    fireEvent.change(await screen.findByLabelText(/초대 코드/), { target: { value: ' abc ' } })
    account()
    await waitFor(() => expect(server.of('register')[0]).toMatchObject({ invitation: 'abc' }))
    unmount()
    renderPage(SignUpPage, {
      at: '/sign-up',
      me: null,
      operations: { 'get-setup-state': () => ({ ...open, signup: 'closed' }) },
    })
    expect(await screen.findByText('회원가입을 받지 않습니다')).toBeTruthy()
  })
})

describe('the first run', () => {
  const first = { needs_first_account: true, needs_setup_code: true, signup: 'approval' } as const

  it('makes the administrator with the set-up code and goes in', async () => {
    const registered = {
      id: 1,
      email: 'a@example.com',
      login_id: null,
      name: '김',
      role: 'admin',
      is_approved: true,
      message: 'x',
    } as const
    const { server, router } = renderPage(SetupPage, {
      at: '/setup',
      me: null,
      operations: { 'get-setup-state': () => first, register: () => registered, 'sign-in': () => signedIn },
    })
    fireEvent.change(await screen.findByLabelText(/설정 코드/), { target: { value: 'ABCD-1234' } })
    type(/이메일/, 'a@example.com')
    type(/^이름/, '김')
    type(/^비밀번호/, 'long-enough-word')
    press('관리자 계정 만들기')
    await waitFor(() => expect(router.state.location.pathname).toBe('/'))
    expect(server.of('register')[0]).toMatchObject({ setup_code: 'ABCD-1234', email: 'a@example.com' })
    expect(server.of('sign-in')[0]).toMatchObject({ username: 'a@example.com', session: true })
  })

  it('asks for no code on a machine that only listens to itself, and for nothing once there is an admin', async () => {
    const { unmount } = renderPage(SetupPage, {
      at: '/setup',
      me: null,
      operations: { 'get-setup-state': () => ({ ...first, needs_setup_code: false }) },
    })
    await screen.findByLabelText(/이메일/)
    expect(screen.queryByLabelText(/설정 코드/)).toBeNull()
    unmount()
    const { router } = renderPage(SetupPage, { at: '/setup', me: null, operations: { 'get-setup-state': () => open } })
    await waitFor(() => expect(router.state.location.pathname).toBe('/sign-in'))
  })
})
