import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Actor } from '#kernel/operation.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { gatewayKey } from '../index.ts'

const admin: Actor = { kind: 'person', personId: 1, role: 'admin', sessionId: 1, name: 'Admin' }
const kim: Actor = { kind: 'person', personId: 2, role: 'user', sessionId: 2, name: 'Kim' }

let app: TestApp
beforeAll(async () => {
  app = await buildTestApp()
  await app.start()
})
afterAll(() => app.close())

const call = async (actor: Actor, tool: string, args: object = {}, language: 'ko' | 'en' = 'en') =>
  (
    await app.services.use(gatewayKey).gateway.call({
      actor,
      language,
      origin: { door: 'mcp' },
      tool,
      arguments: args,
      signal: new AbortController().signal,
    })
  ).result

it('greets, adds, subtracts and tells the time', async () => {
  expect(await call(kim, 'hello_user', { name: '민지' }, 'ko')).toMatchObject({
    content: [{ text: '안녕하세요, 민지님!' }],
  })
  expect(await call(kim, 'subtract', { a: 1, b: 3 })).toMatchObject({ content: [{ text: '-2' }] })
  const { structuredContent } = await call(kim, 'get_current_time', { time_zone: 'Asia/Seoul' })
  expect(structuredContent).toMatchObject({ time_zone: 'Asia/Seoul', utc_offset_minutes: 540 })
})

it('refreshes the lists, and counts what the caller may use', async () => {
  const [mine, all] = [await call(kim, 'refresh_tools'), await call(admin, 'refresh_tools')]
  const [few, many] = [mine, all].map(({ structuredContent }) => (structuredContent as { tools: number }).tools)
  expect(few).toBeGreaterThan(10)
  expect(many).toBeGreaterThan(few as number)
})

it('explains a tool without calling it, with how its calls went', async () => {
  for (const b of [1, 2, 'x']) await call(kim, 'add', { a: 1, b })
  await expect
    .poll(async () => (await app.database.all('select id from tool_call where tool = ?', ['add'])).length)
    .toBe(3)
  const { structuredContent } = await call(kim, 'get_tool_analysis', { tool_id: 'add' })
  expect(structuredContent).toMatchObject({
    name: 'add',
    parameters: [
      { name: 'a', type: 'number', required: true },
      { name: 'b', type: 'number', required: true },
    ],
    example_arguments: { a: 1, b: 1 },
    use: { days: 30, calls: 3, succeeded: 2, refused: 1, last_problem: expect.stringContaining('b') },
    summary: expect.stringMatching(/It needs: a \(number\), b \(number\)\.\nIt ran 2 times .* 100 % went well/),
  })
  const korean = await call(kim, 'get_tool_analysis', { tool_id: 'add' }, 'ko')
  expect((korean.structuredContent as { summary: string }).summary).toContain('2번 실행되어 100%가 성공했습니다')
})

it('explains to nobody what they may not use', async () => {
  expect(await call(kim, 'get_tool_analysis', { tool_id: 'get_user_info' })).toMatchObject({ isError: true })
  expect((await call(admin, 'get_tool_analysis', { tool_id: 'get_user_info' })).isError).toBeUndefined()
})
