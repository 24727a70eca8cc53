import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'
import type { OutputOf } from '#lib/api.ts'
import { foreignSchema } from '#ui/schema-form/foreign-schema.ts'
import { Refusal } from '../../../test/fake-server.ts'
import { renderPage } from '../../../test/render-page.tsx'
import { formOf, startOf, takesOthers, withoutSecrets } from './arguments.ts'
import { openLevels, readResult } from './read-result.ts'
import TesterPage from './tester-page.tsx'

const tool: OutputOf<'get-tool'> = {
  name: 'greet',
  title: null,
  description: '인사합니다.',
  source: { id: 'own', title: '기본 도구' },
  tags: ['basic'],
  effect: 'read',
  needs_scope: 'read',
  roles: ['admin'],
  input_schema: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      times: { type: 'integer' },
      tone: { enum: ['formal', 'plain'] },
      password: { type: 'string' },
    },
    required: ['name'],
  },
  output_schema: null,
  annotations: {},
}
const { description, name, title, source, tags, effect, needs_scope } = tool
const summaries: OutputOf<'browse-tools'> = {
  items: [
    { description, name, title, source, tags, effect, needs_scope, calls: 0, failures: 0 },
    { description, name: 'wave', title, source, tags, effect, needs_scope, calls: 0, failures: 0 },
  ],
  total: 2,
  page: 1,
  page_size: 100,
  sources: [],
  tags: [],
}
const answer = (changes: Partial<OutputOf<'call-tool'>> = {}): OutputOf<'call-tool'> => ({
  tool: 'greet',
  success: true,
  outcome: 'success',
  call_id: 71,
  duration_ms: 12,
  result: { content: [{ type: 'text', text: '안녕하세요, 봉수!' }] },
  problems: [],
  ...changes,
})

const operations = {
  'browse-tools': () => summaries,
  'get-tool': () => tool,
  'call-tool': () => answer(),
}
const at = { at: '/tester/greet', route: '/tester/$name' }
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const run = () => fireEvent.click(screen.getByRole('button', { name: /^(다시 )?실행$/ }))
const open = async (more: object = {}, tools: Partial<OutputOf<'get-tool'>> = {}) => {
  const view = renderPage(TesterPage, {
    ...at,
    operations: { ...operations, 'get-tool': () => ({ ...tool, ...tools }), ...more },
  })
  await screen.findByRole('heading', { name: '입력' })
  return view
}

beforeEach(() => localStorage.clear())

it('draws the form of a tool, calls it with what was filled in, and shows what came back', async () => {
  const { server } = await open()
  fireEvent.change(screen.getByRole('textbox', { name: /^name/ }), { target: { value: '봉수' } })
  type('times', '3')
  run()
  expect(await screen.findByText('안녕하세요, 봉수!')).toBeTruthy()
  expect(screen.getByText(/12 ms 걸림/)).toBeTruthy()
  expect(screen.getByRole('link', { name: '기록 #71' }).getAttribute('href')).toBe('/usage?call=71')
  expect(server.of('call-tool')).toEqual([{ name: 'greet', arguments: { name: '봉수', times: 3 }, as_result: true }])
})

it('shows a refusal exactly as an agent sees it, with the limit and when it begins anew', async () => {
  const quota = {
    limit: 5,
    used: 5,
    remaining: 0,
    window: 'day',
    target: 'all',
    resets_at: '2026-03-10T00:00:00.000Z',
    retry_after_seconds: 60,
  }
  const result = {
    content: [{ type: 'text', text: '사용 제한을 넘었습니다.' }],
    isError: true,
    _meta: { 'io.bongsu/quota': quota },
  }
  await open({ 'call-tool': () => answer({ success: false, outcome: 'limited', result }) })
  run()
  expect(await screen.findByRole('heading', { name: '에이전트가 보는 것' })).toBeTruthy()
  expect(screen.getAllByText('제한 초과').length).toBeGreaterThan(0)
  expect(screen.getByText(/하루 5회 중 5회 사용/)).toBeTruthy()
  expect(screen.getByText('io.bongsu/quota')).toBeTruthy()
  fireEvent.click(screen.getByRole('radio', { name: '원본 JSON' }))
  expect(screen.getByText('isError')).toBeTruthy()
})

it('says what happened when no tool answered at all', async () => {
  const refuse = () => {
    throw new Refusal(403, 'forbidden', '이 도구를 쓸 권한이 없습니다.')
  }
  await open({ 'call-tool': refuse })
  run()
  expect(await screen.findByText('이 도구를 쓸 권한이 없습니다.')).toBeTruthy()
  expect(screen.getByText('forbidden')).toBeTruthy()
})

it('asks before it runs what cannot be undone', async () => {
  const { server } = await open({}, { effect: 'destructive' })
  run()
  const dialog = await screen.findByRole('dialog')
  expect(server.of('call-tool')).toEqual([])
  fireEvent.click(within(dialog).getByRole('button', { name: '실행' }))
  await waitFor(() => expect(server.of('call-tool')).toHaveLength(1))
})

it('stops when asked to, and says that what was done stays done', async () => {
  await open({ 'call-tool': () => new Promise<never>(() => undefined) })
  run()
  fireEvent.click(await screen.findByRole('button', { name: '그만두기' }))
  expect(await screen.findByText(/호출을 그만두었습니다/)).toBeTruthy()
})

it('keeps earlier runs on this device without secrets, and brings one back', async () => {
  await open()
  fireEvent.change(screen.getByRole('textbox', { name: /^name/ }), { target: { value: '한양' } })
  type('password', 'hunter2')
  run()
  await screen.findByText('안녕하세요, 봉수!')
  const kept = Object.values({ ...localStorage }).join()
  expect(kept).toContain('한양')
  expect(kept).not.toContain('hunter2')
  expect(kept).not.toContain('안녕하세요')
  fireEvent.change(screen.getByRole('textbox', { name: /^name/ }), { target: { value: '다른 이름' } })
  fireEvent.click(await screen.findByRole('button', { name: /name: 한양/ }))
  expect((screen.getByRole('textbox', { name: /^name/ }) as HTMLInputElement).value).toBe('한양')
})

it('fills in the arguments of a call that the server has recorded', async () => {
  const recorded = {
    id: 9,
    started_at: '2026-03-09T00:00:00.000Z',
    duration_ms: 4,
    person: { id: 1, name: '김봉수' },
    token: { id: 3, name: '내 에이전트' },
    door: 'mcp',
    address: null,
    server: null,
    source: 'own',
    tool: 'greet',
    outcome: 'success',
    reason: null,
  } as const
  const { server } = await open({
    'list-tool-calls': () => ({ items: [recorded], total: 1, page: 1, page_size: 15 }),
    'get-tool-call': () => ({ ...recorded, arguments: { name: '수원' }, result: { content: [] } }),
  })
  fireEvent.click(screen.getByRole('radio', { name: '내 호출 기록' }))
  fireEvent.click(await screen.findByRole('button', { name: /내 에이전트/ }))
  await waitFor(() => expect((screen.getByRole('textbox', { name: /^name/ }) as HTMLInputElement).value).toBe('수원'))
  expect(server.of('list-tool-calls')).toContainEqual({ tool: 'greet', person: 1, page_size: 15 })
})

it('holds the same value as form and as JSON, and keeps text that is no JSON until it is mended', async () => {
  // The editor measures letters, which jsdom has no screen for.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList
  const { server } = await open()
  fireEvent.change(screen.getByRole('textbox', { name: /^name/ }), { target: { value: '봉수' } })
  fireEvent.click(screen.getByRole('radio', { name: 'JSON' }))
  const editor = await screen.findByRole('textbox', { name: '입력' })
  expect(editor.textContent).toContain('"name": "봉수"')
  const { EditorView } = await import('@codemirror/view')
  const view = EditorView.findFromDOM(editor) as InstanceType<typeof EditorView>
  const write = (text: string) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
  write('{"name": "수원", "times": }')
  expect(await screen.findByText(/1번째 줄 \d+번째 글자부터 JSON이 아닙니다/)).toBeTruthy()
  expect(screen.getByRole('radio', { name: '양식' })).toHaveProperty('disabled', true)
  expect(screen.getByRole('button', { name: '실행' })).toHaveProperty('disabled', true)
  expect(editor.textContent).toContain('수원')
  write('[1]')
  expect(await screen.findByText(/JSON 객체여야 합니다/)).toBeTruthy()
  write('{"name": "수원", "times": 2}')
  await waitFor(() => expect(screen.getByRole('radio', { name: '양식' })).toHaveProperty('disabled', false))
  fireEvent.click(screen.getByRole('radio', { name: '양식' }))
  expect((screen.getByRole('textbox', { name: /^name/ }) as HTMLInputElement).value).toBe('수원')
  run()
  await waitFor(() => expect(server.of('call-tool')[0]).toMatchObject({ arguments: { name: '수원', times: 2 } }))
})

it('copies a curl command without any token in it', async () => {
  const writeText = vi.fn(async (_text: string) => undefined)
  Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true })
  await open()
  fireEvent.change(screen.getByRole('textbox', { name: /^name/ }), { target: { value: '봉수' } })
  fireEvent.click(screen.getByRole('button', { name: '복사' }))
  fireEvent.click(await screen.findByRole('menuitem', { name: 'curl 명령' }))
  await waitFor(() => expect(writeText).toHaveBeenCalled())
  expect(writeText.mock.calls[0]?.[0]).toContain('/api/v1/tools/greet/call')
  expect(writeText.mock.calls[0]?.[0]).toContain('$BONGSU_TOKEN')
})

it('walks through the tools by the keyboard', async () => {
  renderPage(TesterPage, { at: '/tester', operations })
  const search = await screen.findByRole('searchbox', { name: '도구 찾기' })
  const first = await screen.findByRole('link', { name: /greet/ })
  search.focus()
  fireEvent.keyDown(search, { key: 'ArrowDown' })
  expect(document.activeElement).toBe(first)
  fireEvent.keyDown(first, { key: 'ArrowDown' })
  expect(document.activeElement).toBe(screen.getByRole('link', { name: /wave/ }))
  fireEvent.keyDown(document.activeElement as HTMLElement, { key: 'ArrowUp' })
  fireEvent.keyDown(first, { key: 'ArrowUp' })
  expect(document.activeElement).toBe(search)
})

it('knows what a form can ask for, and starts with the constants that must be there', () => {
  expect(formOf({ type: 'object', properties: { a: {} } })).toBe('form')
  expect(formOf({ type: 'object', properties: {}, additionalProperties: false })).toBe('nothing')
  expect(formOf({ type: 'object', additionalProperties: {} })).toBe('json')
  expect(takesOthers({ type: 'object', properties: { a: {} }, additionalProperties: {} })).toBe(true)
  expect(takesOthers({ type: 'object', properties: { a: {} } })).toBe(false)
  expect(startOf({ type: 'object', properties: { v: { const: 2 }, w: { const: 3 } }, required: ['v'] })).toEqual({
    v: 2,
  })
})

it('takes out what is secret by its schema, by its name, and in addresses', () => {
  const schema = foreignSchema({
    type: 'object',
    properties: { pin: { type: 'string', format: 'password' }, list: { type: 'array', items: { type: 'object' } } },
  })
  const given = {
    pin: '1234',
    api_key: 'k',
    list: [{ token: 't', a: 1 }],
    url: 'https://kim:pw@example.com/',
    tokens: 7,
  }
  expect(withoutSecrets(given, schema, schema)).toEqual({ list: [{ a: 1 }], url: 'https://example.com/', tokens: 7 })
})

it('reads results: JSON in text as JSON, pictures of known kinds, and nothing twice', () => {
  const read = readResult({
    content: [
      { type: 'text', text: '{"sum":3}' },
      { type: 'image', mimeType: 'image/png', data: 'AAAA' },
      { type: 'image', mimeType: 'image/svg+xml', data: 'AAAA' },
      { type: 'text', text: '[not json' },
    ],
    structuredContent: { sum: 3 },
  })
  expect(read.blocks.map(({ is }) => is)).toEqual(['json', 'image', 'other', 'text'])
  expect(read.structured).toBeUndefined()
})

it('opens as much of a result as one can look at, and at least its first level', () => {
  expect(openLevels({ sum: 3 })).toBe(1)
  expect(openLevels({ a: { b: { c: 1 } } })).toBe(3)
  const many = { items: Array.from({ length: 20 }, () => ({ a: 1, b: 2, c: { d: 1 } })) }
  expect(openLevels(many)).toBe(2)
  expect(openLevels(Array.from({ length: 500 }, () => ({ a: 1 })))).toBe(1)
})

it('says at the fields what is wrong with the arguments, and takes it back once they are corrected', async () => {
  const refused = answer({
    success: false,
    outcome: 'invalid',
    result: { isError: true, content: [{ type: 'text', text: 'arguments/times must be integer.' }] },
    problems: [
      { path: 'times', message: '정수여야 합니다(받은 값: 1.5).' },
      { path: 'nickname', message: '알 수 없는 항목입니다.' },
    ],
  })
  await open({ 'call-tool': () => refused })
  type('times', '1.5')
  run()
  const times = screen.getByLabelText('times')
  await waitFor(() => expect(times.getAttribute('aria-invalid')).toBe('true'))
  expect(screen.getByText('정수여야 합니다(받은 값: 1.5).')).toBeTruthy()
  await waitFor(() => expect(document.activeElement).toBe(times))
  // What the form has no field for is said above it, and an agent's own view stays as it is.
  expect(within(screen.getByRole('alert')).getByText('nickname')).toBeTruthy()
  expect(screen.getByText('arguments/times must be integer.')).toBeTruthy()
  fireEvent.change(times, { target: { value: '2' } })
  await waitFor(() => expect(times.getAttribute('aria-invalid')).not.toBe('true'))
  expect(screen.getByRole('alert')).toBeTruthy()
})
