import { fireEvent, screen } from '@testing-library/react'
import { beforeEach, expect, it } from 'vitest'
import type { OutputOf } from '#lib/api.ts'
import { draftOf } from '#lib/monitor-draft.ts'
import { Refusal } from '../../../test/fake-server.ts'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import { shareLink } from './share-link.ts'
import ToolboxPage from './toolbox-page.tsx'

const http: OutputOf<'list-check-kinds'>['items'][number] = {
  kind: 'http',
  label: 'HTTP(S)',
  summary: '주소에 요청을 보냅니다.',
  group: 'web',
  schema: {
    type: 'object',
    properties: {
      url: { type: 'string', label: { ko: '주소(URL)', en: 'Address' } },
      token: { type: 'string', secret: true, label: { ko: '토큰', en: 'Token' } },
    },
    required: ['url'],
  },
  secrets: ['token'],
  example: { url: 'https://example.com/' },
  is_signalled: false,
  takes_recording: false,
  defaults: { check_interval: 300, timeout: 30 },
  timeout: { min: 1, max: 120, default: 30, unit: 's' },
}

const outcome: OutputOf<'run-check'> = {
  state: 'up',
  checked_at: '2026-03-09T01:00:00.000Z',
  duration_ms: 12,
  message: 'HTTP 200 응답을 받았습니다.',
  timings: { connect_ms: 2, ttfb_ms: 10 },
  evidence: { address: '192.0.2.7' },
}

const kinds = () => ({ items: [http] })
const at = { at: '/toolbox/http?target=example.com', route: '/toolbox/$kind' }

beforeEach(() => localStorage.clear())

const run = async () => fireEvent.click(await screen.findByRole('button', { name: '점검 실행' }))

it('runs what the address bar says and shows it as a picture', async () => {
  const { server } = renderPage(ToolboxPage, {
    ...at,
    operations: { 'list-check-kinds': kinds, 'run-check': () => outcome },
  })
  await run()
  expect(await screen.findByText('192.0.2.7')).toBeTruthy()
  expect(screen.getByText('첫 바이트까지')).toBeTruthy()
  expect(server.of('run-check')).toEqual([{ kind: 'http', url: 'https://example.com' }])
})

it('opens a shared form filled in, and runs nothing until somebody says so', async () => {
  const link = new URL(
    shareLink({
      origin: 'https://bongsu.example',
      kind: 'http',
      options: { url: 'https://shared.example/' },
      secrets: [],
    }),
  )
  const { server } = renderPage(ToolboxPage, {
    at: link.pathname + link.search,
    route: '/toolbox/$kind',
    operations: { 'list-check-kinds': kinds, 'run-check': () => outcome },
  })
  const url = (await screen.findByLabelText(/주소/)) as HTMLInputElement
  expect(url.value).toBe('https://shared.example/')
  expect(server.of('run-check')).toEqual([])
  await run()
  await screen.findByText('192.0.2.7')
  expect(server.of('run-check')).toEqual([{ kind: 'http', url: 'https://shared.example/' }])
})

it('remembers the run on this device, but no secret and nothing that came back', async () => {
  renderPage(ToolboxPage, { ...at, operations: { 'list-check-kinds': kinds, 'run-check': () => outcome } })
  fireEvent.change(await screen.findByLabelText(/토큰/), { target: { value: 'hunter2' } })
  await run()
  await screen.findByText('192.0.2.7')
  const kept = Object.values({ ...localStorage }).join()
  expect(kept).toContain('https://example.com')
  expect(kept).not.toContain('hunter2')
  expect(kept).not.toContain('192.0.2.7')
})

it('says how long to wait when too many run at once', async () => {
  renderPage(ToolboxPage, {
    ...at,
    operations: {
      'list-check-kinds': kinds,
      'run-check': () => {
        throw new Refusal(429, 'rate_limited', '동시에 3개까지 실행할 수 있습니다.', undefined, { 'retry-after': '5' })
      },
    },
  })
  await run()
  expect(await screen.findByText('동시에 3개까지 실행할 수 있습니다.')).toBeTruthy()
  expect(screen.getByText('5초 뒤에 다시 시도할 수 있습니다.')).toBeTruthy()
})

it('shows the way to allow a private address to those who may', async () => {
  const message = '10.0.0.1은 내부망 주소입니다. BONGSU_OUTBOUND_ALLOW에 추가하세요.'
  const refuse = () => {
    throw new Refusal(400, 'validation', message, [{ path: 'url', message }])
  }
  const operations = { 'list-check-kinds': kinds, 'run-check': refuse }
  const { unmount } = renderPage(ToolboxPage, { ...at, operations })
  await run()
  expect((await screen.findByRole('link', { name: '나가는 연결 설정 열기' })).getAttribute('href')).toBe(
    '/settings/outbound',
  )
  unmount()
  renderPage(ToolboxPage, { ...at, operations, me: somebody('user') })
  await run()
  expect(await screen.findByText('관리자에게 이 주소를 허용해 달라고 요청하세요.')).toBeTruthy()
})

it('hands what was tried to the page that adds a monitor', async () => {
  const { router } = renderPage(ToolboxPage, {
    ...at,
    operations: {
      'list-check-kinds': kinds,
      'run-check': () => outcome,
      'create-project': () => ({ id: 9, title: 'example.com' }) as OutputOf<'create-project'>,
    },
  })
  fireEvent.change(await screen.findByLabelText(/토큰/), { target: { value: 'hunter2' } })
  await run()
  fireEvent.click(await screen.findByRole('button', { name: '계속 감시하기' }))
  fireEvent.click(await screen.findByRole('radio', { name: '새 프로젝트' }))
  expect(await screen.findByRole('textbox', { name: /대표 주소/ })).toHaveProperty('value', 'https://example.com')
  fireEvent.click(screen.getByRole('button', { name: '다음' }))
  await screen.findByText('elsewhere')
  expect(router.state.location.href).toBe('/projects/9/monitors/new?kind=http')
  expect(draftOf('http')?.options).toEqual({ url: 'https://example.com', token: 'hunter2' })
})

it('stops when asked to, and does not begin again', async () => {
  const { server } = renderPage(ToolboxPage, {
    ...at,
    operations: { 'list-check-kinds': kinds, 'run-check': () => new Promise<never>(() => undefined) },
  })
  await run()
  const stop = await screen.findByRole('button', { name: '그만두기' })
  fireEvent.click(stop)
  // The same element would have become the submitting one while the browser still handles the click.
  expect(await screen.findByRole('button', { name: '점검 실행' })).not.toBe(stop)
  expect(server.of('run-check')).toHaveLength(1)
})

it('says so when the kind in the address does not exist', async () => {
  renderPage(ToolboxPage, {
    at: '/toolbox/nothing',
    route: '/toolbox/$kind',
    operations: { 'list-check-kinds': kinds },
  })
  expect(await screen.findByText('그런 점검 종류가 없습니다')).toBeTruthy()
})

it('takes a recording where a kind has use for one', async () => {
  const { server, container } = renderPage(ToolboxPage, {
    ...at,
    operations: {
      'list-check-kinds': () => ({ items: [{ ...http, takes_recording: true }] }),
      'import-recording': () => ({
        options: { url: 'https://recorded.example/' },
        left_out: ['emulateNetworkConditions'],
      }),
    },
  })
  await screen.findByRole('button', { name: '녹화 가져오기' })
  const file = new File(['{"title":"shop","steps":[]}'], 'shop.json', { type: 'application/json' })
  fireEvent.change(container.querySelector('input[type=file]') as Element, { target: { files: [file] } })
  expect(await screen.findByDisplayValue('https://recorded.example/')).toBeTruthy()
  expect(screen.getByText(/emulateNetworkConditions/)).toBeTruthy()
  expect(server.of('import-recording')).toEqual([{ recording: { title: 'shop', steps: [] } }])
})
