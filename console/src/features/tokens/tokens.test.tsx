import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { OutputOf } from '#lib/api.ts'
import { Refusal } from '../../../test/fake-server.ts'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import MyTokens from './my-tokens.tsx'
import { shownState, type Token } from './token.ts'
import { blankToken, creation, ofKind } from './token-values.ts'
import TokensPage from './tokens-page.tsx'

const token = (changes: Partial<Token> = {}): Token => ({
  id: 4,
  kind: 'service',
  name: '배포 파이프라인',
  hint: 'bgs_a1b2',
  owner: { id: 1, name: '김봉수' },
  role: 'viewer',
  scopes: ['tools'],
  tools: ['add'],
  cidrs: ['10.0.0.0/8'],
  allows_query: false,
  state: 'active',
  created_at: '2026-03-01T00:00:00.000Z',
  expires_at: null,
  revoked_at: null,
  last_used_at: null,
  last_used_address: null,
  ...changes,
})
const page = (items: Token[]) => ({ items, total: items.length, page: 1, page_size: 20 })
const made: OutputOf<'create-token'> = {
  ...token({ kind: 'personal', name: '내 노트북', tools: null }),
  token: 'bgs_a1b2secret',
}

const openNew = async () => {
  fireEvent.click((await screen.findAllByRole('button', { name: '토큰 만들기' }))[0] as HTMLElement)
  return screen.findByRole('dialog')
}

it('lists everybody’s tokens by what the address says, with their state by word', async () => {
  const { server } = renderPage(TokensPage, {
    at: '/tokens?kind=service&usable=true&q=배포',
    operations: { 'list-tokens': () => page([token(), token({ id: 5, name: '옛것', state: 'revoked' })]) },
  })
  expect(await screen.findByText('배포 파이프라인')).toBeTruthy()
  expect(screen.getByText('사용 중')).toBeTruthy()
  expect(screen.getByText('폐기됨')).toBeTruthy()
  expect(server.of('list-tokens')).toEqual([{ page: 1, page_size: 20, q: '배포', kind: 'service', usable: 'true' }])
  expect(screen.getAllByRole('button', { name: /작업$/ })).toHaveLength(1)
})

it('makes a service token that may do nothing until somebody says what', async () => {
  const { server } = renderPage(TokensPage, {
    at: '/tokens',
    operations: { 'list-tokens': () => page([]), 'create-token': () => made },
  })
  const dialog = await openNew()
  fireEvent.change(within(dialog).getByLabelText(/^이름/), { target: { value: '수집기' } })
  fireEvent.click(within(dialog).getByRole('checkbox', { name: '도구 사용' }))
  fireEvent.click(within(dialog).getByRole('button', { name: '만들기' }))
  await waitFor(() =>
    expect(server.of('create-token')).toEqual([
      {
        kind: 'service',
        name: '수집기',
        role: 'viewer',
        scopes: ['tools'],
        tools: [],
        valid_days: 365,
        cidrs: [],
        allows_query: false,
      },
    ]),
  )
})

it('shows the value once, and the settings of every client with it in them', async () => {
  renderPage(MyTokens, {
    at: '/me',
    me: somebody('user'),
    operations: { 'list-tokens': () => page([]), 'create-token': () => made },
  })
  const dialog = await openNew()
  expect(within(dialog).queryByText('서비스')).toBeNull()
  fireEvent.change(within(dialog).getByLabelText(/^이름/), { target: { value: '내 노트북' } })
  fireEvent.click(within(dialog).getByRole('button', { name: '만들기' }))
  expect(await screen.findByText('토큰을 만들었습니다')).toBeTruthy()
  const shown = screen.getByRole('dialog')
  expect(within(shown).getByText('bgs_a1b2secret')).toBeTruthy()
  expect(within(shown).getByText(/claude mcp add .*bgs_a1b2secret/s)).toBeTruthy()
  fireEvent.click(within(shown).getByRole('radio', { name: 'VS Code' }))
  expect(within(shown).getByText(/"servers"/).textContent).toContain('Bearer bgs_a1b2secret')
  fireEvent.keyDown(shown, { key: 'Escape' })
  expect(screen.getByText('bgs_a1b2secret')).toBeTruthy()
})

it('shows at the field what the server refuses of a list', async () => {
  const refuse = () => {
    throw new Refusal(400, 'validation', 'x', [{ path: 'cidrs[0]', message: '주소가 아닙니다.' }])
  }
  renderPage(MyTokens, { at: '/me', operations: { 'list-tokens': () => page([]), 'create-token': refuse } })
  const dialog = await openNew()
  fireEvent.change(within(dialog).getByLabelText(/^이름/), { target: { value: 'x' } })
  fireEvent.click(within(dialog).getByRole('button', { name: '만들기' }))
  expect(await within(dialog).findByText('주소가 아닙니다.')).toBeTruthy()
})

it('warns of tokens in addresses', async () => {
  renderPage(MyTokens, { at: '/me', operations: { 'list-tokens': () => page([]) } })
  const dialog = await openNew()
  fireEvent.click(within(dialog).getByRole('button', { name: '허용 주소와 전송 방법' }))
  expect(within(dialog).queryByText(/브라우저 기록/)).toBeNull()
  fireEvent.click(within(dialog).getByRole('switch', { name: /URL로 보내기/ }))
  expect(within(dialog).getByText(/브라우저 기록/)).toBeTruthy()
})

it('revokes only once the name was typed', async () => {
  const { server } = renderPage(TokensPage, {
    at: '/tokens',
    operations: { 'list-tokens': () => page([token()]), 'revoke-token': () => null },
  })
  fireEvent.click(await screen.findByRole('button', { name: '배포 파이프라인 작업' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: '폐기' }))
  const dialog = await screen.findByRole('dialog')
  const button = within(dialog).getByRole('button', { name: '토큰 폐기' })
  expect(button).toHaveProperty('disabled', true)
  fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: '배포 파이프라인' } })
  fireEvent.click(button)
  await waitFor(() => expect(server.of('revoke-token')).toEqual([{ id: 4 }]))
})

it('changes what a token may do, and sends only what may be changed', async () => {
  const { server } = renderPage(TokensPage, {
    at: '/tokens?edit=4',
    operations: { 'list-tokens': () => page([token()]), 'get-token': () => token(), 'update-token': () => token() },
  })
  fireEvent.click(await screen.findByRole('checkbox', { name: 'API로 읽기' }))
  fireEvent.click(screen.getByRole('button', { name: '저장' }))
  await waitFor(() =>
    expect(server.of('update-token')).toEqual([
      {
        id: 4,
        name: '배포 파이프라인',
        scopes: ['tools', 'read'],
        tools: ['add'],
        cidrs: ['10.0.0.0/8'],
        allows_query: false,
      },
    ]),
  )
})

it('says that a good token ends soon', () => {
  const now = Date.parse('2026-03-01T00:00:00Z')
  expect(shownState({ state: 'active', expires_at: '2026-03-10T00:00:00Z' }, now)).toBe('soon')
  expect(shownState({ state: 'active', expires_at: '2026-06-10T00:00:00Z' }, now)).toBe('active')
  expect(shownState({ state: 'revoked', expires_at: '2026-03-10T00:00:00Z' }, now)).toBe('revoked')
})

it('keeps what was typed when the kind changes, but not what was granted', () => {
  const typed = { ...blankToken('personal'), name: '수집기', cidrs: ['10.0.0.1'] }
  const service = ofKind(typed, 'service')
  expect(service).toMatchObject({ name: '수집기', cidrs: ['10.0.0.1'], scopes: [], tools: [] })
  expect(creation(typed)).not.toHaveProperty('role')
})
