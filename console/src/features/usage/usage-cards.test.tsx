import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import { pageOf } from '../../../test/watch-samples.ts'
import { busiestOf, heatOf } from './heat-map.tsx'
import UsageCards from './usage-cards.tsx'
import { sampleStats } from './usage-samples.ts'

const operations = {
  'get-usage-stats': (input: { person?: number }) =>
    input.person === 3 ? sampleStats({ by_tool: sampleStats().by_tool.slice(0, 1) }) : sampleStats(),
  'list-tool-calls': () => pageOf([]),
}

it('asks for a week, and for what is chosen, which the address keeps', async () => {
  const { server, router } = renderPage(UsageCards, { operations })
  await screen.findByText('도구별 사용과 결과')
  const back = (call: unknown) => Math.round((Date.now() - Date.parse((call as { from: string }).from)) / 86_400_000)
  await waitFor(() => expect(back(server.of('get-usage-stats')[0])).toBe(7))
  fireEvent.click(screen.getByLabelText('30일'))
  await waitFor(() => expect(router.state.location.search).toEqual({ use: '30d' }))
  await waitFor(() => expect(back(server.of('get-usage-stats').at(-1))).toBe(30))
})

it('shows the five tools that a chosen person uses most, and only theirs', async () => {
  const { server } = renderPage(UsageCards, { operations })
  fireEvent.click(await screen.findByTitle('이하늘님이 많이 쓴 도구'))
  expect(await screen.findByRole('heading', { name: '이하늘님이 많이 쓴 도구' })).toBeTruthy()
  await waitFor(() => expect(server.of('get-usage-stats').at(-1)).toMatchObject({ person: 3 }))
})

it('shows those who see their own only their tokens, and nobody to choose', async () => {
  renderPage(UsageCards, { me: somebody('user'), operations })
  expect(await screen.findByText('경로별 사용')).toBeTruthy()
  expect(await screen.findByText('노트북')).toBeTruthy()
  expect(screen.queryByText('사람별 사용')).toBeNull()
})

it('tells the busiest hour, and walks the map by keyboard', async () => {
  renderPage(UsageCards, { operations })
  const map = await screen.findByRole('table', { name: '요일과 시간별 사용' })
  expect(screen.getByText('가장 많은 때: 월 09시, 8회')).toBeTruthy()
  const cells = within(map).getAllByRole('cell')
  const busiest = cells.find((cell) => cell.tabIndex === 0) as HTMLElement
  busiest.focus()
  fireEvent.keyDown(busiest, { key: 'ArrowRight' })
  expect(await screen.findByText('월 10시: 0회')).toBeTruthy()
})

it('offers the first step until something was called', async () => {
  const none = sampleStats({ calls: 0, by_tool: [], by_person: [], by_day: [] })
  renderPage(UsageCards, { operations: { ...operations, 'get-usage-stats': () => none } })
  expect(await screen.findByText('아직 도구 호출이 없습니다')).toBeTruthy()
  expect(screen.getByRole('link', { name: '토큰 만들기' })).toBeTruthy()
})

it('shades by the root, so that one busy hour does not hide the others', () => {
  expect([heatOf(0, 100), heatOf(25, 100), heatOf(100, 100), heatOf(0, 0)]).toEqual([0, 0.5, 1, 0])
  expect(
    busiestOf([
      [0, 0],
      [0, 0],
    ]),
  ).toBeUndefined()
})
