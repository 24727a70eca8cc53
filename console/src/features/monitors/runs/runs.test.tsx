import type { RunReport } from '@bongsu/contract/artifacts.ts'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { renderPage } from '../../../../test/render-page.tsx'
import type { KeptRun } from './run-report.ts'
import { Runs } from './runs.tsx'

const run = (slot: string, state: 'up' | 'down', id: number): KeptRun => ({
  slot_at: slot,
  state,
  expires_at: '2026-03-15T00:00:00.000Z',
  artifacts: [
    { id, type: 'screenshot', name: 'step-0', mime: 'image/webp', size: 900 },
    { id: id + 1, type: 'report', name: 'report', mime: 'application/json', size: 900 },
    { id: id + 2, type: 'trace', name: 'trace', mime: 'application/zip', size: 90_000 },
  ],
})
const newest = run('2026-03-01T00:05:00.000Z', 'down', 10)
const older = run('2026-03-01T00:00:00.000Z', 'up', 20)
const request = { at_ms: 5, method: 'GET', type: 'image', size: 100, duration_ms: 30, error: null }
const report: RunReport = {
  kind: 'synthetic',
  url: 'https://shop.example/',
  steps: [
    {
      step_number: 0,
      action: 'navigate',
      description: null,
      target: 'https://shop.example/',
      passed: false,
      skipped: false,
      duration_ms: 20,
      error_message: { ko: 'HTTP 503 응답을 받았습니다.', en: 'It answered HTTP 503.' },
      current_url: 'https://shop.example/',
      screenshot: 'step-0',
    },
  ],
  metrics: null,
  console: [{ at_ms: 3, type: 'error', text: '<img src=x onerror=alert(1)>' }],
  network: [
    { ...request, url: 'https://shop.example/ok.png', status: 200 },
    { ...request, url: 'https://shop.example/lost.png', status: 404 },
  ],
}

/** The bytes of artifacts are no operation, so the fake server does not know them. */
function show(at = '/') {
  renderPage(() => <Runs runs={[newest, older]} />, { at, route: '/' })
  const operations = globalThis.fetch
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    if (!url.startsWith('/api/v1/artifacts/')) return operations(url, init)
    asked.push(url)
    return Response.json(report)
  })
  return asked
}

it('shows the newest run: film, console, network and what can be taken along', async () => {
  show()
  expect(await screen.findByText('HTTP 503 응답을 받았습니다.')).toBeTruthy()
  expect(document.querySelector('img')?.getAttribute('src')).toBe('/api/v1/artifacts/10')
  expect(screen.getByRole('link', { name: /추적/ }).getAttribute('href')).toBe('/api/v1/artifacts/12')
  expect(screen.getAllByText('<img src=x onerror=alert(1)>').length).toBeGreaterThan(0)
  const network = screen.getByRole('region', { name: '네트워크' })
  expect(within(network).getAllByRole('row')).toHaveLength(3)
  fireEvent.click(screen.getByRole('switch', { name: /실패한 요청만 보기/ }))
  expect(within(network).getAllByRole('row')).toHaveLength(2)
  expect(within(network).getByText('https://shop.example/lost.png')).toBeTruthy()
})

it('opens the run the address names, and another one when chosen', async () => {
  const asked = show(`/?run=${older.slot_at}`)
  await screen.findByText('HTTP 503 응답을 받았습니다.')
  expect(asked).toEqual(['/api/v1/artifacts/21'])
  fireEvent.click(screen.getByRole('button', { name: /09:05:00/ }))
  await waitFor(() => expect(asked).toContain('/api/v1/artifacts/11'))
})
