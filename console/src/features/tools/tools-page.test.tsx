import { screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { OutputOf } from '#lib/api.ts'
import { Refusal } from '../../../test/fake-server.ts'
import { renderPage, somebody } from '../../../test/render-page.tsx'
import { readableSchema } from './schema-rows.ts'
import ToolPage from './tool-page.tsx'
import ToolsPage from './tools-page.tsx'

type Summary = OutputOf<'browse-tools'>['items'][number]

const summary = (changes: Partial<Summary>): Summary => ({
  name: 'add',
  title: null,
  description: '두 수를 더합니다.',
  source: { id: 'own', title: '기본 도구' },
  tags: ['basic'],
  effect: 'read',
  needs_scope: 'read',
  calls: 12,
  failures: 2,
  ...changes,
})
const page = (items: Summary[]): OutputOf<'browse-tools'> => ({
  items,
  total: items.length,
  page: 1,
  page_size: 20,
  sources: [{ id: 'own', title: '기본 도구', tools: items.length }],
  tags: [{ tag: 'basic', tools: items.length }],
})

const tool: OutputOf<'get-tool'> = {
  name: 'delete-project',
  title: null,
  description: '프로젝트를 삭제합니다.',
  source: { id: 'bongsu', title: '봉수' },
  tags: ['projects'],
  effect: 'destructive',
  needs_scope: 'write',
  roles: ['admin', 'manager'],
  input_schema: {
    type: 'object',
    properties: { id: { type: 'integer', minimum: 1, description: '프로젝트 번호' }, why: { type: 'string' } },
    required: ['id'],
  },
  output_schema: null,
  annotations: { destructiveHint: true },
}
const usage: OutputOf<'get-my-usage'> = {
  calls_today: 3,
  succeeded_today: 3,
  top_tools: [],
  quotas: [
    {
      limit: 20,
      used: 18,
      remaining: 2,
      window: 'day',
      target_kind: 'tool',
      target: 'delete-project',
      from_rule: 'role',
      resets_at: '2026-03-10T00:00:00.000Z',
    },
    {
      limit: 5,
      used: 0,
      remaining: 5,
      window: 'day',
      target_kind: 'tool',
      target: 'add',
      from_rule: 'role',
      resets_at: '2026-03-10T00:00:00.000Z',
    },
  ],
}

it('lists what the address narrows it to, and says by word what each tool does', async () => {
  const { server } = renderPage(ToolsPage, {
    at: '/tools?effect=destructive&q=project&sort=-calls',
    operations: { 'browse-tools': () => page([summary({ name: 'delete-project', effect: 'destructive' })]) },
  })
  const test = await screen.findByRole('link', { name: 'delete-project 시험해 보기' })
  expect(test.getAttribute('href')).toBe('/tester/delete-project')
  expect(server.of('browse-tools')).toContainEqual({
    page: 1,
    page_size: 20,
    q: 'project',
    effect: 'destructive',
    sort: 'calls',
    order: 'desc',
  })
  expect(within(test.closest('tr') as HTMLElement).getByText('삭제·해제')).toBeTruthy()
})

it('says what to do when there is no tool for somebody', async () => {
  renderPage(ToolsPage, { at: '/tools', me: somebody('viewer'), operations: { 'browse-tools': () => page([]) } })
  expect(await screen.findByText('쓸 수 있는 도구가 없습니다')).toBeTruthy()
})

it('shows what a tool asks for, who may use it and what is left of the limits that are on it', async () => {
  renderPage(ToolPage, {
    at: '/tools/delete-project',
    route: '/tools/$name',
    operations: {
      'get-tool': () => tool,
      'get-my-usage': () => usage,
      'browse-tools': () => page([summary({ name: 'delete-project' })]),
    },
  })
  const input = (await screen.findByRole('heading', { name: '입력' })).closest('section') as HTMLElement
  expect(within(input).getByText('id')).toBeTruthy()
  expect(within(input).getByText('필수')).toBeTruthy()
  expect(within(input).getByText('프로젝트 번호')).toBeTruthy()
  expect(screen.getByText('관리자 · 매니저')).toBeTruthy()
  expect(screen.getByText('출력 형식을 알리지 않는 도구입니다.')).toBeTruthy()
  const limits = (await screen.findByText('남음 2')).closest('section') as HTMLElement
  expect(within(limits).getByRole('progressbar', { name: /20회 중 18회 사용/ })).toBeTruthy()
  expect(within(limits).queryByText('남음 5')).toBeNull()
  await waitFor(() => expect(screen.getByText('83.3 %')).toBeTruthy())
})

it('says so when there is no such tool', async () => {
  const missing = () => {
    throw new Refusal(404, 'not_found', '알 수 없는 도구입니다.')
  }
  renderPage(ToolPage, { at: '/tools/nothing', route: '/tools/$name', operations: { 'get-tool': missing } })
  expect(await screen.findByRole('heading', { name: '도구를 찾을 수 없습니다' })).toBeTruthy()
})

it('reads a schema into lines: types, ranges, choices, what is inside, and what is one of several', () => {
  const { rows } = readableSchema({
    type: 'object',
    required: ['list'],
    properties: {
      list: { type: 'array', maxItems: 3, items: { type: 'object', properties: { a: { type: 'string' } } } },
      one: { anyOf: [{ type: 'object', properties: { x: { type: 'number' } } }, { type: 'string' }] },
      pick: { enum: ['a', 'b'], default: 'a' },
      maybe: { type: ['integer', 'null'], minimum: 1, maximum: 9 },
    },
  })
  expect(rows.map(({ name, type, isRequired }) => [name, type, isRequired])).toEqual([
    ['list', 'array<object>', true],
    ['one', 'object | string', false],
    ['pick', 'string', false],
    ['maybe', 'integer | null', false],
  ])
  expect(rows[0]?.rows.map(({ name }) => name)).toEqual(['a'])
  expect(rows[0]?.range).toEqual({ of: 'items', text: '≤ 3' })
  expect(rows[1]?.shapes.map((shape) => shape.map(({ name }) => name))).toEqual([['x']])
  expect(rows[2]).toMatchObject({ values: ['"a"', '"b"'], fallback: '"a"' })
  expect(rows[3]?.range).toEqual({ of: 'value', text: '1–9' })
})

it('reads a schema that holds itself to a depth that somebody can read', () => {
  const { rows } = readableSchema({ type: 'object', properties: { child: { $ref: '#' } } })
  let depth = 0
  for (let line = rows[0]; line; line = line.rows[0]) depth += 1
  expect(depth).toBeGreaterThan(1)
  expect(depth).toBeLessThan(10)
})
