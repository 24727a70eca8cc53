import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { noteReachable, noteUnreachable } from '#lib/connection.ts'
import { setOverallState } from '#lib/overall-state.ts'
import { Refusal } from '../../test/fake-server.ts'
import { renderConsole, somebody } from '../../test/render-page.tsx'
import { pageOf, sampleProject } from '../../test/watch-samples.ts'
import { groups } from './page.ts'
import { pages, publicPages } from './routes.tsx'
import { consonantsOf, matches } from './shell/search-match.ts'
import { goKeys } from './shell/use-shortcuts.ts'

class SilentSocket {
  close() {}
  send() {}
}
beforeEach(() => vi.stubGlobal('WebSocket', SilentSocket))
afterEach(() => {
  noteReachable()
  setOverallState(undefined)
})

const unauthenticated = () => {
  throw new Refusal(401, 'unauthenticated', '로그인이 필요합니다.')
}
const setup = { needs_first_account: false, needs_setup_code: false, signup: 'approval' } as const

describe('the table of pages', () => {
  it('names every path once, every parent, and both languages', () => {
    const paths = [...pages, ...publicPages].map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
    for (const page of pages) {
      expect(page.title.ko && page.title.en, page.path).toBeTruthy()
      if (page.parent) expect(paths, page.path).toContain(page.parent)
      if (page.group) expect(groups).toContain(page.group)
    }
  })

  it('leaves out no page that somebody wrote', () => {
    const source = readFileSync(join(import.meta.dirname, 'routes.tsx'), 'utf8')
    const features = join(import.meta.dirname, '..', 'features')
    const written = readdirSync(features, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('-page.tsx'),
    )
    expect(written.length).toBeGreaterThan(15)
    expect(written.filter((path) => !source.includes(`#features/${path.replaceAll('\\', '/')}`))).toEqual([])
  })

  it('gives every key a page there is', () => {
    const paths = pages.map(({ path }) => path)
    expect(Object.values(goKeys).filter((path) => !paths.includes(path))).toEqual([])
  })

  it('loads a component for every line', async () => {
    for (const page of [...pages, ...publicPages]) expect((await page.load()).default, page.path).toBeTypeOf('function')
  }, 120_000)
})

describe('somebody without a session', () => {
  it('is asked to sign in, and the way back is kept', async () => {
    const { router } = renderConsole('/me?tab=security', { 'get-me': unauthenticated, 'get-setup-state': () => setup })
    expect(await screen.findByRole('heading', { name: '로그인' })).toBeTruthy()
    expect(router.state.location.search).toEqual({ return: '/me?tab=security' })
  })
})

describe('somebody signed in', () => {
  const me = (role: Parameters<typeof somebody>[0]) => ({ 'get-me': () => somebody(role) })

  it('sees in the rail only what their role may open', async () => {
    renderConsole('/me', me('viewer'))
    await screen.findByRole('heading', { name: '내 정보' })
    const rail = within(screen.getByRole('navigation', { name: '주 메뉴' }))
    const hidden = pages.filter((page) => page.group && !somebody('viewer').permissions.includes(page.access as never))
    for (const page of hidden) expect(rail.queryByRole('link', { name: page.title.ko })).toBeNull()
  })

  it('is told kindly that an address leads nowhere, inside the frame', async () => {
    renderConsole('/no/such/page', me('user'))
    expect(await screen.findByRole('heading', { level: 1, name: '페이지를 찾을 수 없습니다' })).toBeTruthy()
    expect(screen.getByRole('banner')).toBeTruthy()
  })

  it('finds pages and actions with Ctrl+K, by first consonants as well, and goes there', async () => {
    const { router } = renderConsole('/no/such/page', me('user'))
    await screen.findByRole('heading', { name: '페이지를 찾을 수 없습니다' })
    fireEvent.keyDown(document.documentElement, { key: 'k', code: 'KeyK', ctrlKey: true })
    const box = await screen.findByRole('combobox', { name: '무엇이든 찾기' })
    fireEvent.change(box, { target: { value: 'ㄴㅈㅂ' } })
    expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['내 정보'])
    fireEvent.keyDown(box, { key: 'Enter' })
    await waitFor(() => expect(router.state.location.pathname).toBe('/me'))
    expect(screen.queryByRole('combobox', { name: '무엇이든 찾기' })).toBeNull()
  })

  it('does things from the search as well: reads everything, and shows the keys', async () => {
    const { server } = renderConsole('/no/such/page', {
      ...me('user'),
      'mark-all-notifications-read': () => ({ updated: 3 }),
    })
    await screen.findByRole('heading', { name: '페이지를 찾을 수 없습니다' })
    const choose = async (words: string) => {
      fireEvent.keyDown(document.documentElement, { key: 'k', code: 'KeyK', ctrlKey: true })
      const box = await screen.findByRole('combobox', { name: '무엇이든 찾기' })
      fireEvent.change(box, { target: { value: words } })
      fireEvent.keyDown(box, { key: 'Enter' })
    }
    await choose('모든 알림')
    expect(await screen.findByText('알림 3개를 읽음으로 표시했습니다.')).toBeTruthy()
    expect(server.of('mark-all-notifications-read')).toEqual([{}])
    await choose('단축키')
    expect(await screen.findByRole('dialog', { name: '키보드로 쓰기' })).toBeTruthy()
  })

  it('opens with Enter only what fits what is typed, not what was found a word before', async () => {
    const { router } = renderConsole('/no/such/page', {
      ...me('user'),
      'list-projects': ({ q }: { q?: string }) => pageOf(q === '결제' ? [sampleProject()] : []),
    })
    await screen.findByRole('heading', { name: '페이지를 찾을 수 없습니다' })
    fireEvent.keyDown(document.documentElement, { key: 'k', code: 'KeyK', ctrlKey: true })
    const box = await screen.findByRole('combobox', { name: '무엇이든 찾기' })
    fireEvent.change(box, { target: { value: '결제' } })
    await screen.findByRole('option', { name: /결제 승인 API/ })
    fireEvent.change(box, { target: { value: '어두' } })
    expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['어두운 테마로 바꾸기'])
    fireEvent.keyDown(box, { key: 'Enter' })
    expect(router.state.location.pathname).toBe('/no/such/page')
  })

  it('goes somewhere with g and a letter, also while a Hangul layout is on, and never while typing', async () => {
    const { router } = renderConsole('/no/such/page', me('user'))
    await screen.findByRole('heading', { name: '페이지를 찾을 수 없습니다' })
    const press = (key: string, target: Element = document.body) => fireEvent.keyDown(target, { key })
    press('g')
    press('m')
    await waitFor(() => expect(router.state.location.pathname).toBe('/me'))
    const name = (await screen.findByRole('textbox', { name: /이름/ })) as HTMLInputElement
    press('g', name)
    press('m', name)
    act(() => void router.navigate({ to: '/no/such/page' }))
    await screen.findByRole('heading', { name: '페이지를 찾을 수 없습니다' })
    press('ㅎ')
    press('ㅡ')
    await waitFor(() => expect(router.state.location.pathname).toBe('/me'))
  })

  it('goes by keys nowhere that their role may not open', async () => {
    const { router } = renderConsole('/no/such/page', me('viewer'))
    await screen.findByRole('heading', { name: '페이지를 찾을 수 없습니다' })
    fireEvent.keyDown(document.body, { key: 'g' })
    fireEvent.keyDown(document.body, { key: 's' })
    expect(router.state.location.pathname).toBe('/no/such/page')
  })

  it('searches with / and is told the keys with ?, each closed with Esc', async () => {
    renderConsole('/no/such/page', me('user'))
    await screen.findByRole('heading', { name: '페이지를 찾을 수 없습니다' })
    fireEvent.keyDown(document.body, { key: '/' })
    const box = await screen.findByRole('combobox', { name: '무엇이든 찾기' })
    fireEvent.keyDown(box, { key: 'Escape' })
    await waitFor(() => expect(screen.queryByRole('combobox', { name: '무엇이든 찾기' })).toBeNull())
    fireEvent.keyDown(document.body, { key: '?' })
    const help = await screen.findByRole('dialog', { name: '키보드로 쓰기' })
    expect(within(help).getByText('내 정보')).toBeTruthy()
    fireEvent.keyDown(help, { key: 'Escape' })
    await waitFor(() => expect(screen.queryByRole('dialog', { name: '키보드로 쓰기' })).toBeNull())
  })

  it('reads on when the server is away, and is told how old it is', async () => {
    renderConsole('/me', me('user'))
    await screen.findByRole('heading', { name: '내 정보' })
    act(() => noteUnreachable())
    expect(await screen.findByText(/서버와 연결이 끊겼습니다/)).toBeTruthy()
    expect(screen.getByRole('heading', { name: '내 정보' })).toBeTruthy()
    act(() => noteReachable())
    await waitFor(() => expect(screen.queryByText(/서버와 연결이 끊겼습니다/)).toBeNull())
  })

  it('signs out, and nothing of theirs is left', async () => {
    const { server, queries } = renderConsole('/me', {
      ...me('user'),
      'sign-out': () => null,
      'get-setup-state': () => setup,
    } as never)
    await screen.findByRole('heading', { name: '내 정보' })
    fireEvent.click(screen.getByRole('button', { name: '김봉수 메뉴' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: '로그아웃' }))
    expect(await screen.findByRole('heading', { name: '로그인' })).toBeTruthy()
    expect(server.of('sign-out')).toHaveLength(1)
    await waitFor(() => expect(queries.getQueryData(['get-me', {}])).toBeUndefined())
  })

  it('sees the worst state in the tab, in shape and colour', async () => {
    const icon = document.createElement('link')
    icon.rel = 'icon'
    document.head.append(icon)
    renderConsole('/me', me('user'))
    await screen.findByRole('heading', { name: '내 정보' })
    const drawing = () => decodeURIComponent(icon.href)
    expect(drawing()).not.toContain('color=')
    act(() => setOverallState('down'))
    expect(drawing()).toContain('<rect x="2.5"')
    act(() => setOverallState('degraded'))
    expect(drawing()).toContain('M8 1.8')
    icon.remove()
  })
})

it('matches words in any order, and Hangul by first consonants', () => {
  expect(consonantsOf('프로젝트 A')).toBe('ㅍㄹㅈㅌ A')
  expect(matches('장애 Incidents', 'inc')).toBe(true)
  expect(matches('외부 MCP 서버', 'mcp 외부')).toBe(true)
  expect(matches('외부 MCP 서버', 'mcp 내부')).toBe(false)
})

describe('the live connection of a session that ended', () => {
  it('leads to sign-in, and does not knock for ever', async () => {
    const knocks: string[] = []
    class RefusedSocket extends SilentSocket {
      onclose: ((event: { code: number }) => void) | null = null
      constructor(url: string) {
        super()
        knocks.push(url)
        queueMicrotask(() => this.onclose?.({ code: 1006 }))
      }
    }
    vi.stubGlobal('WebSocket', RefusedSocket)
    let asked = 0
    const { router } = renderConsole('/me', {
      'get-setup-state': () => setup,
      'get-me': () => {
        asked += 1
        return asked === 1 ? somebody('user') : unauthenticated()
      },
    })
    await waitFor(() => expect(router.state.location.pathname).toBe('/sign-in'))
    expect(router.state.location.search).toEqual({ return: '/me' })
    const before = knocks.length
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(knocks).toHaveLength(before)
  })
})
