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

const page = `<!doctype html><html><head><title>상점</title><script>var out = "품절"</script></head>
<body><h1>오늘의 상품</h1><p>재고 <b>있음</b></p><p>price: 1,000</p><p>price: 2,000</p></body></html>`

async function serve(answer: Answer | string = page, type = 'text/html; charset=utf-8') {
  const target = await startHttpTarget(
    typeof answer === 'string'
      ? (_request, response) =>
          response.writeHead(200, { 'content-type': type, 'x-cache': 'HIT', 'set-cookie': ['a=1', 'b=2'] }).end(answer)
      : answer,
  )
  open.push(target)
  return target.url
}
const keyword = async (options: object, answer?: Answer | string, type?: string) =>
  look('keyword', { url: await serve(answer, type), ...options }, 20_000)

describe('a keyword', () => {
  it('that must be there is found in what people see', async () => {
    expect(await keyword({ keywords: ['오늘의 상품', '재고 있음'] })).toMatchObject({
      state: 'up',
      statusCode: 200,
      message: { ko: '키워드 2개가 모두 있습니다.' },
      assertions: [{ what: 'status' }, { what: 'contains', passed: true }, { what: 'contains', passed: true }],
      evidence: {
        keywords: [
          { word: '오늘의 상품', count: 1 },
          { word: '재고 있음', count: 1 },
        ],
      },
    })
  })

  it('that is missing is down, with what is there instead', async () => {
    expect(await keyword({ keywords: ['재고 있음', '내일'] })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      message: { ko: '필수 키워드가 누락되었습니다: 내일', en: 'A keyword is missing: 내일' },
      assertions: [{}, { passed: true }, { what: 'contains', expected: '내일', got: '0', passed: false }],
      evidence: { beginning: expect.stringContaining('오늘의 상품') },
    })
  })

  it('in a script is nothing people see, but stands in the body', async () => {
    expect(await keyword({ keywords: ['품절'], alert_when: 'found' })).toMatchObject({ state: 'up' })
    expect(await keyword({ keywords: ['품절'], alert_when: 'found', where: 'body' })).toMatchObject({
      state: 'down',
      message: { ko: '모니터링 키워드가 발견되었습니다: 품절' },
      evidence: { places: [{ word: '품절', line: 1, excerpt: expect.stringContaining('var out = "품절"') }] },
    })
  })

  it('may have to be there often enough', async () => {
    expect(await keyword({ keywords: ['price'], at_least: 2 })).toMatchObject({ state: 'up' })
    expect(await keyword({ keywords: ['price'], at_least: 3 })).toMatchObject({
      state: 'down',
      assertions: [{}, { expected: 'price (≥ 3)', got: '2' }],
    })
    expect(await keyword({ keywords: ['price'], at_least: 3, alert_when: 'found' })).toMatchObject({ state: 'up' })
  })

  it('may be a pattern, and its case may matter', async () => {
    const pattern = { syntax: 'regex', keywords: ['PRICE: [\\d,]+'], where: 'body' }
    expect(await keyword(pattern)).toMatchObject({ state: 'up', evidence: { keywords: [{ count: 2 }] } })
    expect(await keyword({ ...pattern, case_sensitive: true })).toMatchObject({ state: 'down' })
    expect(await keyword({ keywords: ['PRICE'], case_sensitive: true }, 'price', 'text/plain')).toMatchObject({
      state: 'down',
    })
  })

  it('may stand in a header', async () => {
    const header = { where: 'header', header: 'X-Cache' }
    expect(await keyword({ ...header, keywords: ['hit'] })).toMatchObject({
      state: 'up',
      evidence: { searched: expect.stringContaining('x-cache') },
    })
    expect(await keyword({ ...header, keywords: ['miss'] })).toMatchObject({ state: 'down' })
    expect(await keyword({ where: 'header', header: 'set-cookie', keywords: ['b=2'] })).toMatchObject({ state: 'up' })
    expect(await keyword({ where: 'header', header: 'x-none', keywords: ['a'] })).toMatchObject({ state: 'down' })
  })

  it('may be news rather than a state: as long as it holds, under one key', async () => {
    const outcome = await keyword({ keywords: ['재고 있음'], alert_when: 'found', effect: 'notice' })
    expect(outcome).toMatchObject({
      state: 'up',
      notices: [
        {
          type: 'keyword',
          key: 'found:재고 있음',
          severity: 'warning',
          message: { ko: '모니터링 키워드가 발견되었습니다: 재고 있음' },
        },
      ],
    })
    expect(outcome).not.toHaveProperty('errorCode')
    expect((await keyword({ keywords: ['없음'], alert_when: 'found', effect: 'notice' })).notices).toBeUndefined()
    expect(await keyword({ keywords: ['없는 말'], effect: 'degraded' })).toMatchObject({
      state: 'degraded',
      errorCode: 'assertion',
    })
  })

  it('is not looked for on an error page', async () => {
    const failing: Answer = (_request, response) => response.writeHead(500).end('오늘의 상품')
    expect(await keyword({ keywords: ['오늘의 상품'] }, failing)).toMatchObject({
      state: 'down',
      errorCode: 'http',
      assertions: [{ what: 'status', got: '500', passed: false }],
      evidence: { body_excerpt: '오늘의 상품' },
    })
  })

  it('may stand where nobody read any more, and that is said', async () => {
    const outcome = await keyword({ keywords: ['end'], max_body_kb: 1 }, `${'x'.repeat(2000)}end`, 'text/plain')
    expect(outcome).toMatchObject({ state: 'down', evidence: { body_cut_at_kb: 1 } })
    expect(outcome.message.en).toBe('A keyword is missing: end Only the first 1 KB of the body were read.')
  })

  it('is as slow as it is, and no slower for a hostile pattern', async () => {
    const evil = { keywords: ['(a*)*b', '(?:a?){50}a{50}'], syntax: 'regex', where: 'body', alert_when: 'found' }
    const outcome = await keyword(evil, 'a'.repeat(1_000_000), 'text/plain')
    expect(['up', 'down', 'unknown']).toContain(outcome.state)
    expect(outcome.errorCode).not.toBe('own_fault')
  })

  it('is degraded when the page is slow', async () => {
    const slow: Answer = (_request, response) => setTimeout(() => response.end('word'), 50)
    expect(await keyword({ keywords: ['word'], degraded_ms: 10 }, slow)).toMatchObject({
      state: 'degraded',
      errorCode: 'slow',
    })
  })
})

it.each([
  [{ keywords: [] }, 'keywords'],
  [{ keywords: ['  '] }, 'keywords[0]'],
  [{ keywords: Array(21).fill('a') }, 'keywords'],
  [{ keywords: ['a', '('], syntax: 'regex' }, 'keywords[1]'],
  [{ keywords: ['(?=a)'], syntax: 'regex' }, 'keywords[0]'],
  [{ keywords: ['a'], where: 'header' }, 'header'],
  [{ keywords: ['a'], at_least: 0 }, 'at_least'],
  [{ keywords: ['a'], effect: 'page' }, 'effect'],
])('options like %j are refused at %s', (changes, path) => {
  const schema = kindOf('keyword')?.options
  if (!schema) throw new Error('no keyword')
  expect(() => parseInput(schema, { url: 'https://example.com/', ...changes }, 'ko')).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ fields: [expect.objectContaining({ path })] }) }),
  )
})
