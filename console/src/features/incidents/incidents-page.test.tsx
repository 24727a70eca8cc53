import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderPage } from '../../../test/render-page.tsx'
import { pageOf, sampleIncident } from '../../../test/watch-samples.ts'
import IncidentsPage from './incidents-page.tsx'

it('restores its filters from the address and asks for exactly those', async () => {
  const { server } = renderPage(IncidentsPage, {
    at: '/incidents?state=open&acknowledged=false&q=%EA%B2%B0%EC%A0%9C',
    operations: { 'list-incidents': () => pageOf([sampleIncident()]) },
  })
  await screen.findByText('HTTP 503 응답을 받았습니다.')
  expect(server.of('list-incidents')[0]).toMatchObject({ state: 'open', q: '결제' })
  expect((screen.getByRole('searchbox') as HTMLInputElement).value).toBe('결제')
  expect((screen.getByRole('radio', { name: '진행 중' }) as HTMLInputElement).checked).toBe(true)
})

it('opens an incident with the keyboard', async () => {
  const { router } = renderPage(IncidentsPage, {
    at: '/incidents',
    operations: { 'list-incidents': () => pageOf([sampleIncident({ id: 41 }), sampleIncident({ id: 42 })]) },
  })
  const [first] = await screen.findAllByText('HTTP 503 응답을 받았습니다.')
  const row = first?.closest('tr') as HTMLElement
  expect(row.tabIndex).toBe(0)
  row.focus()
  fireEvent.keyDown(row, { key: 'ArrowDown' })
  fireEvent.keyDown(document.activeElement as HTMLElement, { key: 'Enter' })
  await waitFor(() => expect(router.state.location.pathname).toBe('/incidents/42'))
})

it('says what the list is for while there is nothing in it', async () => {
  renderPage(IncidentsPage, { at: '/incidents', operations: { 'list-incidents': () => pageOf([]) } })
  expect(await screen.findByText('장애가 없습니다')).toBeTruthy()
})
