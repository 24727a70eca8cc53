import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import { pageOf } from '../../../test/watch-samples.ts'
import UsagePage from './usage-page.tsx'
import { sampleCall, sampleSources, sampleStats } from './usage-samples.ts'

const operations = {
  'list-tool-calls': () => pageOf([sampleCall({ id: 7, outcome: 'limited', reason: '50 of 50 calls are used.' })]),
  'get-usage-stats': () => sampleStats(),
  'browse-tools': () => sampleSources(),
  'get-tool-call': () => ({
    ...sampleCall({ id: 7, outcome: 'limited', reason: '50 of 50 calls are used.' }),
    arguments: { a: 2 },
    result: null,
  }),
}
beforeEach(() => localStorage.clear())

it('asks for exactly what the address says, and for a month where it says nothing', async () => {
  const { server } = renderPage(UsagePage, { at: '/usage?outcome=limited&door=mcp&person=3', operations })
  await waitFor(() =>
    expect(server.of('list-tool-calls')[0]).toMatchObject({ outcome: 'limited', door: 'mcp', person: 3 }),
  )
  const { from } = server.of('list-tool-calls')[0] as { from: string }
  expect(Date.now() - Date.parse(from)).toBeGreaterThan(29 * 86_400_000)
  const [stats] = server.of('get-usage-stats')
  expect(stats).toMatchObject({ outcome: 'limited', person: 3, door: 'mcp' })
})

it('says how calls ended by word, and sums them up', async () => {
  renderPage(UsagePage, { at: '/usage', operations })
  const table = await screen.findByRole('table', { name: '사용 이력' })
  expect(await within(table).findByText('제한 초과')).toBeTruthy()
  expect(await screen.findByText('80.0 %')).toBeTruthy()
  expect(screen.getByText('add: 6회. 성공 5, 실패 1, 거부 0')).toBeTruthy()
})

it('opens a call by its address, with its arguments and the reason it was refused for', async () => {
  const { server, router } = renderPage(UsagePage, { at: '/usage?call=7', operations })
  const dialog = await screen.findByRole('dialog')
  expect(await within(dialog).findByText('50 of 50 calls are used.')).toBeTruthy()
  expect(server.of('get-tool-call')).toEqual([{ id: 7 }])
  expect(within(dialog).getByText('결과를 남기지 않은 호출입니다.')).toBeTruthy()
  fireEvent.click(within(dialog).getByRole('button', { name: '이 도구만 보기' }))
  await waitFor(() => expect(router.state.location.search).toEqual({ tool: 'add' }))
})

it('narrows to whoever is chosen in the bars', async () => {
  const { router } = renderPage(UsagePage, { at: '/usage', operations })
  fireEvent.click(await screen.findByTitle('이하늘만 보기'))
  await waitFor(() => expect(router.state.location.search).toEqual({ person: '3' }))
})

it('hands the filters and the order of the list to the files', async () => {
  renderPage(UsagePage, { at: '/usage?tool=add&period=&sort=-duration_ms', operations })
  fireEvent.click(await screen.findByRole('button', { name: '내보내기' }))
  const csv = await screen.findByRole('menuitem', { name: 'CSV (전체)' })
  expect(csv.getAttribute('href')).toBe('/api/v1/usage/history/export?sort=duration_ms&order=desc&tool=add')
  expect((await screen.findByRole('menuitem', { name: /Excel/ })).getAttribute('href')).toContain(
    '/export.xlsx?sort=duration_ms&order=desc&tool=add',
  )
})

it('asks the server for another order, and keeps it in the address', async () => {
  const { server, router } = renderPage(UsagePage, { at: '/usage', operations })
  await waitFor(() => expect(server.of('list-tool-calls')[0]).toMatchObject({ sort: 'started_at', order: 'desc' }))
  fireEvent.click(
    within(await screen.findByRole('table', { name: '사용 이력' })).getByRole('button', { name: /걸린 시간/ }),
  )
  await waitFor(() => expect(server.of('list-tool-calls').at(-1)).toMatchObject({ sort: 'duration_ms', order: 'desc' }))
  expect(router.state.location.search).toMatchObject({ sort: '-duration_ms' })
})

it('shows those who see their own only nothing of others, and no way to ask for it', async () => {
  renderPage(UsagePage, { at: '/usage', me: somebody('user'), operations })
  expect(await screen.findByText('내가 호출한 도구와 그 결과를 보여 줍니다.')).toBeTruthy()
  expect(await screen.findByText('경로별 호출')).toBeTruthy()
  expect(screen.queryByText('많이 호출한 사람')).toBeNull()
  expect(screen.queryByLabelText('사용자')).toBeNull()
})

it('offers the first step where nothing was called yet', async () => {
  renderPage(UsagePage, { at: '/usage', operations: { ...operations, 'list-tool-calls': () => pageOf([]) } })
  const step = await screen.findByRole('link', { name: '토큰 만들기' })
  expect(step.getAttribute('href')).toBe('/me?tab=tokens')
})
