import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { Refusal } from '../../../test/fake-server.ts'
import { renderPage } from '../../../test/render-page.tsx'
import { sampleDetail, sampleKind, sampleMonitor } from '../../../test/watch-samples.ts'
import AddMonitorPage from './add-monitor-page.tsx'

const operations = { 'get-project': () => sampleDetail(), 'list-check-kinds': () => ({ items: [sampleKind] }) }
const show = (at: string, more: object = {}) =>
  renderPage(AddMonitorPage, { at, route: '/projects/$id/monitors/new', operations: { ...operations, ...more } })
const type = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

it('begins with the kinds there are, and draws the form of the one that is picked', async () => {
  const { router } = show('/projects/1/monitors/new')
  fireEvent.click(await screen.findByRole('button', { name: /TCP 포트/ }))
  expect(await screen.findByLabelText(/호스트/)).toBeTruthy()
  expect(router.state.location.search).toEqual({ kind: 'tcp' })
})

it('makes the monitor with the defaults of its kind', async () => {
  const { server, router } = show('/projects/1/monitors/new?kind=tcp', {
    'create-monitor': () => sampleMonitor({ id: 77, kind: 'tcp' }),
  })
  await screen.findByLabelText(/호스트/)
  type(/호스트/, 'db.example.com')
  type(/^포트/, '5432')
  fireEvent.click(screen.getByRole('button', { name: '모니터 추가' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/monitors/77'))
  expect(server.of('create-monitor')[0]).toMatchObject({
    id: 1,
    kind: 'tcp',
    options: { host: 'db.example.com', port: 5432 },
    check_interval: 300,
    timeout: 15,
    alert_threshold: 3,
  })
})

it('tries what is not saved yet, and puts what the toolbox refuses at its field', async () => {
  const { server } = show('/projects/1/monitors/new?kind=tcp', {
    'run-check': () => {
      throw new Refusal(400, 'validation', 'x', [{ path: 'host', message: '호스트 이름이 아닙니다.' }])
    },
  })
  await screen.findByLabelText(/호스트/)
  type(/호스트/, '!!')
  fireEvent.click(screen.getByRole('button', { name: '점검 실행' }))
  expect(await screen.findByText('호스트 이름이 아닙니다.')).toBeTruthy()
  expect(server.of('run-check')).toEqual([{ kind: 'tcp', host: '!!', port: 443 }])
})

it('begins with where the project is', async () => {
  show('/projects/1/monitors/new?kind=tcp')
  expect(((await screen.findByLabelText(/호스트/)) as HTMLInputElement).value).toBe('pay.example.com')
  expect((screen.getByLabelText(/^포트/) as HTMLInputElement).value).toBe('443')
})
