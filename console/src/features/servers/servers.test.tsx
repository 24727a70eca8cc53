import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { Refusal } from '../../../test/fake-server.ts'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import { replaced } from './choice-picker.tsx'
import NewServerPage from './new-server-page.tsx'
import ServerPage from './server-page.tsx'
import { fieldsOf, type ServerDetail, type ToolSource, valuesOf, wholeSource } from './server-values.ts'
import ServersPage from './servers-page.tsx'

const at = '2026-03-09T01:00:00.000Z'
const server: ServerDetail = {
  ...{ id: 4, slug: 'support', path: '/mcp/support', title: '고객 지원', instructions: null, is_enabled: true },
  ...{ least_role: 'user', prefixes: 'on_collision', tool_search: 'auto', choices: [wholeSource('own')] },
  ...{ tool_count: 1, created_at: at, updated_at: at, is_searched: false },
  tools: [
    { ...{ name: 'plus', source: 'own', name_in_source: 'add', title: null, description: '더합니다.' }, tool: 'add' },
  ],
  ...{ resources: [], resource_templates: [], prompts: [] },
  missing: [{ source: 'upstream:wiki', names: ['search'] }],
}
const own: ToolSource = {
  ...{ id: 'own', title: '기본 도구', prefix: 'own', resources: [], resource_templates: [], prompts: [] },
  tools: [
    { name: 'add', title: null, description: '더합니다.', tool: 'add' },
    { name: 'subtract', title: null, description: '뺍니다.', tool: 'subtract' },
  ],
}
const operations = {
  'list-virtual-servers': () => ({ items: [server] }),
  'get-virtual-server': () => server,
  'list-tool-sources': () => ({ items: [own] }),
  'create-virtual-server': () => server,
  'update-virtual-server': () => server,
  'remove-virtual-server': () => null as never,
  'restore-virtual-server': () => server,
}
const page = { route: '/servers/$id', at: '/servers/4' }

it('shows the address that each server has', async () => {
  renderPage(ServersPage, { at: '/servers', operations })
  expect(await screen.findByText('/mcp/support')).toBeTruthy()
})

it('makes a server of chosen tools under names of its own', async () => {
  const { server: asked } = renderPage(NewServerPage, { at: '/servers/new', operations })
  fireEvent.change(await screen.findByLabelText(/주소 이름/), { target: { value: 'support' } })
  expect(screen.getByText('http://localhost:3000/mcp/support')).toBeTruthy()
  const source = await screen.findByRole('region', { name: '기본 도구' })
  fireEvent.click(within(source).getByRole('checkbox', { name: /기본 도구/ }))
  fireEvent.click(await within(source).findByLabelText('골라 담기'))
  fireEvent.click(await within(source).findByRole('checkbox', { name: 'add' }))
  fireEvent.change(within(source).getByLabelText('add의 여기서의 이름'), { target: { value: 'plus' } })
  fireEvent.click(screen.getByRole('button', { name: '만들기' }))
  await waitFor(() =>
    expect(asked.of('create-virtual-server')).toMatchObject([
      { slug: 'support', choices: [{ source: 'own', tools: ['add'], aliases: { add: 'plus' } }] },
    ]),
  )
})

it('says at the field that the address is taken', async () => {
  const taken = '그 주소의 가상 서버가 이미 있습니다.'
  renderPage(NewServerPage, {
    at: '/servers/new',
    operations: {
      ...operations,
      'create-virtual-server': () => {
        throw new Refusal(409, 'conflict', taken, [{ path: 'slug', message: taken }])
      },
    },
  })
  fireEvent.click(await screen.findByRole('checkbox', { name: /기본 도구/ }))
  fireEvent.click(screen.getByRole('button', { name: '만들기' }))
  expect(await screen.findByText(taken)).toBeTruthy()
})

it('gives what an agent needs to connect, and says what is missing', async () => {
  renderPage(ServerPage, { ...page, operations })
  expect(await screen.findByText(/claude mcp add/)).toBeTruthy()
  expect(screen.getByText('upstream:wiki: search')).toBeTruthy()
})

it('shows what is there by the names it has there', async () => {
  renderPage(ServerPage, { ...page, at: '/servers/4?tab=offers', operations })
  expect(await screen.findByText('plus')).toBeTruthy()
  expect(screen.getByText('own의 add')).toBeTruthy()
})

it('removes at once and offers the way back', async () => {
  const { server: asked } = renderPage(ServerPage, { ...page, operations })
  fireEvent.click(await screen.findByRole('button', { name: '서버 메뉴' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: '제거' }))
  await waitFor(() => expect(asked.of('remove-virtual-server')).toEqual([{ id: 4 }]))
  fireEvent.click(await screen.findByRole('button', { name: '실행 취소' }))
  await waitFor(() => expect(asked.of('restore-virtual-server')).toEqual([{ id: 4 }]))
})

it('is to be looked at only, for those who may change nothing', async () => {
  renderPage(ServerPage, { ...page, me: somebody('user'), operations })
  await screen.findByText(/claude mcp add/)
  expect(screen.queryByRole('button', { name: '서버 메뉴' })).toBeNull()
  expect(screen.queryByText('설정')).toBeNull()
})

it('keeps the order of sources, and only the names of what is chosen', () => {
  const [one, two] = [wholeSource('one'), wholeSource('two')]
  expect(replaced([one, two], 'one', { ...one, tools: [] }).map(({ source }) => source)).toEqual(['one', 'two'])
  expect(replaced([one, two], 'one', undefined)).toEqual([two])
  const values = valuesOf({ ...server, choices: [{ ...one, tools: ['a'], aliases: { a: 'x', b: 'y' } }] })
  expect(fieldsOf(values).choices[0]?.aliases).toEqual({ a: 'x' })
})
