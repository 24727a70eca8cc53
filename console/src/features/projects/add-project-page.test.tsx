import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { Refusal } from '../../../test/fake-server.ts'
import { renderPage } from '../../../test/render-page.tsx'
import { sampleDetail } from '../../../test/watch-samples.ts'
import AddProjectPage from './add-project-page.tsx'

const facets = { 'list-project-facets': () => ({ categories: [], tags: [], states: [], total: 0 }) }
const field = (label: RegExp) => screen.getByLabelText<HTMLInputElement>(label)
const type = (label: RegExp, value: string) => fireEvent.change(field(label), { target: { value } })
const watch = () => fireEvent.click(screen.getByRole('button', { name: '지켜보기 시작' }))

it('suggests a name from the address until somebody has their own', async () => {
  renderPage(AddProjectPage, { at: '/projects/new', operations: facets })
  await screen.findByLabelText(/주소/)
  type(/주소/, 'www.example.com/shop')
  expect(field(/이름/).value).toBe('example.com')
  type(/이름/, '가게')
  type(/주소/, 'other.example.com')
  expect(field(/이름/).value).toBe('가게')
})

it('makes a project out of an address alone and goes to its page', async () => {
  const { server, router } = renderPage(AddProjectPage, {
    at: '/projects/new',
    operations: { ...facets, 'create-project': () => sampleDetail({ id: 9 }) },
  })
  await screen.findByLabelText(/주소/)
  type(/주소/, 'example.com')
  watch()
  await waitFor(() => expect(router.state.location.pathname).toBe('/projects/9'))
  expect(server.of('create-project')).toEqual([
    { url: 'https://example.com', title: 'example.com', check_interval: 300 },
  ])
})

it('opens what is folded away when the server refuses something in it', async () => {
  renderPage(AddProjectPage, {
    at: '/projects/new?url=example.com',
    operations: {
      ...facets,
      'create-project': () => {
        throw new Refusal(400, 'validation', 'x', [{ path: 'alert_email', message: '이메일 형식이 아닙니다.' }])
      },
    },
  })
  await screen.findByLabelText(/주소/)
  expect(screen.queryByLabelText(/알림 받을 이메일/)).toBeNull()
  watch()
  expect(await screen.findByText('이메일 형식이 아닙니다.')).toBeTruthy()
  expect(field(/알림 받을 이메일/)).toBeTruthy()
})

it('looks once before anything is saved', async () => {
  const { server } = renderPage(AddProjectPage, {
    at: '/projects/new?url=http%3A%2F%2Fexample.com',
    operations: {
      ...facets,
      'run-check': () => ({
        state: 'down',
        checked_at: '2026-03-01T00:00:00.000Z',
        duration_ms: 12,
        message: '연결을 거부했습니다.',
        error_code: 'connect',
        evidence: {},
      }),
    },
  })
  fireEvent.click(await screen.findByRole('button', { name: '지금 한 번 확인해보기' }))
  expect(await screen.findByText('연결을 거부했습니다.')).toBeTruthy()
  expect(server.of('run-check')).toEqual([{ kind: 'http', url: 'http://example.com' }])
})
