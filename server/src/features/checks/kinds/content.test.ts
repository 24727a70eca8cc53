import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { parseInput } from '#platform/operations/parse.ts'
import { openChecks } from '#test/checks.ts'
import { type Answer, startHttpTarget } from '#test/targets/http-target.ts'
import { kindOf } from './catalogue.ts'

const { look, room } = openChecks()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
afterAll(() => room.stop?.(new AbortController().signal))

const page = `<!doctype html><html><head><title>T</title></head><body>
<nav>Checkout</nav>
<main><h1>Your
   cart</h1><table><tr><td class="price">1,000 원</td></tr><tr><td class="price">2,000 원</td></tr></table></main>
</body></html>`

async function content(options: object, body = page, type = 'text/html') {
  const answer: Answer = (_request, response) => response.writeHead(200, { 'content-type': type }).end(body)
  const target = await startHttpTarget(answer)
  open.push(target)
  return look('content', { url: target.url, ...options }, 20_000)
}

describe('content', () => {
  it('is on the page as people read it, whatever its white space', async () => {
    expect(await content({ expected: ['your cart', 'checkout'] })).toMatchObject({
      state: 'up',
      assertions: [{ what: 'status' }, { what: 'contains', passed: true }, { passed: true }],
      evidence: { places: [{ word: 'your cart' }, { word: 'checkout' }] },
    })
    expect(await content({ expected: ['Your cart'], normalize_space: false, look_in: 'source' })).toMatchObject({
      state: 'down',
    })
    expect(await content({ expected: ['your cart'], case_sensitive: true })).toMatchObject({ state: 'down' })
  })

  it('that is missing is down, with what is there instead', async () => {
    expect(await content({ expected: ['your cart', 'your order'] })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      message: { ko: '기대한 내용이 없습니다: "your order"', en: 'Expected content is missing: "your order"' },
      assertions: [{}, { passed: true }, { expected: 'your order', got: 'not found', passed: false }],
      evidence: { beginning: expect.stringContaining('Your cart') },
    })
  })

  it('may be any one of several', async () => {
    expect(await content({ expected: ['your order', 'your cart'], match: 'any' })).toMatchObject({
      state: 'up',
      assertions: [{}, { what: 'contains any', expected: 'your order | your cart', got: 'your cart', passed: true }],
    })
    expect(await content({ expected: ['your order', 'your list'], match: 'any' })).toMatchObject({ state: 'down' })
  })

  it('is looked for in the elements of a selector only', async () => {
    const prices = { selector: 'table > tbody > tr > td.price' }
    expect(await content({ ...prices, expected: ['2,000 원'] })).toMatchObject({
      state: 'up',
      evidence: { elements: 2, places: [{ element: 2, excerpt: '2,000 원' }] },
    })
    expect(await content({ selector: 'main', expected: ['Checkout'] })).toMatchObject({ state: 'down' })
    expect(await content({ selector: '#none', expected: ['Checkout'] })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      message: { en: 'No element fits the selector "#none".' },
      assertions: [{}, { what: 'selector', expected: '#none', got: 'not found', passed: false }],
    })
    expect(await content({ ...prices, expected: ['class="price"'], look_in: 'source' })).toMatchObject({ state: 'up' })
  })

  it('of something that is no page is its text, and has no elements', async () => {
    expect(await content({ expected: ['"ok"'] }, '{"state":"ok"}', 'application/json')).toMatchObject({ state: 'up' })
    expect(await content({ expected: ['ok'], selector: 'h1' }, '{}', 'application/json')).toMatchObject({
      state: 'down',
      assertions: [{}, { what: 'content-type', expected: 'text/html', got: 'application/json' }, {}],
    })
  })

  it('is not looked for without an answer', async () => {
    expect(await look('content', { url: 'http://127.0.0.1:1/', expected: ['x'] })).toMatchObject({
      state: 'down',
      errorCode: 'connect',
    })
  })
})

it.each([
  [{ expected: [] }, 'expected'],
  [{ expected: ['a'], selector: 'p:eq(1)' }, 'selector'],
  [{ expected: ['a'], selector: '.a[' }, 'selector'],
  [{ expected: ['a'], match: 'none' }, 'match'],
])('options like %j are refused at %s', (changes, path) => {
  const schema = kindOf('content')?.options
  if (!schema) throw new Error('no content')
  expect(() => parseInput(schema, { url: 'https://example.com/', ...changes }, 'ko')).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ fields: [expect.objectContaining({ path })] }) }),
  )
})
