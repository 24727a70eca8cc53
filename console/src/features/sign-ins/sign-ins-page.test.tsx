import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderPage } from '../../../test/render-page.tsx'
import { pageOf } from '../../../test/watch-samples.ts'
import type { SignIn } from './sign-in.ts'
import SignInsPage from './sign-ins-page.tsx'

const refused: SignIn = {
  id: 3,
  at: '2026-03-09T01:00:00.000Z',
  person_id: null,
  person_name: null,
  login: 'root@example.com',
  address: '203.0.113.9',
  user_agent: null,
  door: 'http',
  result: 'refused',
  reason: 'unknown_account',
  message: '없는 계정',
  attempts: 1,
}

it('shows who was refused and why, by the filters of the address', async () => {
  const { server } = renderPage(SignInsPage, {
    at: '/sign-ins?result=refused',
    operations: { 'list-sign-ins': () => pageOf([refused]) },
  })
  expect(await screen.findByText('203.0.113.9')).toBeTruthy()
  expect(screen.getByText('root@example.com')).toBeTruthy()
  expect(server.of('list-sign-ins')[0]).toMatchObject({ result: 'refused' })
})

it('narrows from a line to everything of the same address', async () => {
  const { router } = renderPage(SignInsPage, {
    at: '/sign-ins',
    operations: { 'list-sign-ins': () => pageOf([refused]) },
  })
  fireEvent.click(await screen.findByText('203.0.113.9'))
  const dialog = await screen.findByRole('dialog')
  const narrow = [...dialog.querySelectorAll('button')].find((button) => button.textContent?.includes('주소'))
  fireEvent.click(narrow as HTMLElement)
  await waitFor(() => expect(router.state.location.search).toMatchObject({ q: '203.0.113.9' }))
})

it('says how many attempts a line stands for where nobody read what was typed', async () => {
  const flood: SignIn = { ...refused, login: '', reason: 'rate_limited', message: '', attempts: 240 }
  renderPage(SignInsPage, { at: '/sign-ins', operations: { 'list-sign-ins': () => pageOf([flood]) } })
  expect(await screen.findByText('분당 제한 초과 · 240회')).toBeTruthy()
  expect(screen.getByText('읽지 않음')).toBeTruthy()
})
