import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import { pageOf, sampleProject } from '../../../test/watch-samples.ts'
import ProjectsPage from './projects-page.tsx'

const projects = [
  sampleProject({ id: 1, title: '결제 승인 API', state: 'down', tags: ['api', 'critical', 'pay'], category: '결제' }),
  sampleProject({ id: 2, title: '회원 로그인' }),
]
const operations = {
  'list-projects': () => pageOf(projects),
  'list-project-facets': () => ({
    categories: [{ value: '결제', count: 1 }],
    tags: [{ value: 'api', count: 1 }],
    states: [{ value: 'down', count: 1 }],
    total: 2,
  }),
  'list-project-uptimes': () => ({
    time_zone: 'Asia/Seoul',
    items: [{ project_id: 1, uptime_24h: 99.5, uptime_7d: null, uptime_30d: null, uptime_90d: null, days: [] }],
  }),
}

it('asks the server for exactly what the address says', async () => {
  const { server } = renderPage(ProjectsPage, {
    at: '/projects?q=pay&state=down&scope=mine&sort=-title&page=2',
    operations,
  })
  await screen.findByText('결제 승인 API')
  expect(server.of('list-projects')[0]).toMatchObject({
    q: 'pay',
    state: 'down',
    mine: 'true',
    sort: 'title',
    order: 'desc',
    page: 2,
  })
  expect(server.of('list-projects')[0]).not.toHaveProperty('scope')
})

it('shows uptime and labels of a project, and counts the labels it has no room for', async () => {
  renderPage(ProjectsPage, { at: '/projects', operations })
  const row = (await screen.findByText('결제 승인 API')).closest('tr') as HTMLElement
  expect(await within(row).findByText('99.50 %')).toBeTruthy()
  expect(within(row).getByText('결제')).toBeTruthy()
  expect(within(row).getByText('+2')).toBeTruthy()
})

it('pauses several projects one after the other and takes it back', async () => {
  const { server } = renderPage(ProjectsPage, {
    at: '/projects',
    operations: {
      ...operations,
      'stop-project-checks': ({ id }) => ({ project_id: id, is_running: false }),
      'start-project-checks': ({ id }) => ({ project_id: id, is_running: true }),
    },
  })
  await screen.findByText('결제 승인 API')
  fireEvent.click(screen.getByRole('checkbox', { name: '이 페이지의 모든 행 선택' }))
  fireEvent.click(screen.getByRole('button', { name: '일시 중지' }))
  expect(await screen.findByText('프로젝트 2개의 점검을 멈췄습니다.')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: '실행 취소' }))
  await waitFor(() => expect(server.of('start-project-checks')).toHaveLength(2))
})

it('offers deleted ones to be restored, not paused', async () => {
  renderPage(ProjectsPage, { at: '/projects?scope=deleted', operations })
  await screen.findByText('결제 승인 API')
  fireEvent.click(screen.getByRole('checkbox', { name: '이 페이지의 모든 행 선택' }))
  expect(screen.getByRole('button', { name: '되살리기' })).toBeTruthy()
  expect(screen.queryByRole('button', { name: '일시 중지' })).toBeNull()
})

it('lets a viewer look, and offers nothing they would be refused', async () => {
  renderPage(ProjectsPage, { at: '/projects', me: somebody('viewer'), operations })
  await screen.findByText('결제 승인 API')
  expect(screen.queryByRole('link', { name: '프로젝트 추가' })).toBeNull()
  expect(screen.queryByRole('checkbox')).toBeNull()
})

it('offers the first step when there is nothing yet, and says so when nothing matches', async () => {
  const nothing = { ...operations, 'list-projects': () => pageOf([]) }
  const { unmount } = renderPage(ProjectsPage, { at: '/projects', operations: nothing })
  expect(await screen.findByText('지켜볼 서비스를 추가해보세요')).toBeTruthy()
  unmount()
  renderPage(ProjectsPage, { at: '/projects?q=x', operations: nothing })
  expect(await screen.findByText('조건에 맞는 항목이 없습니다')).toBeTruthy()
})
