import { afterAll, describe, expect, it } from 'vitest'
import { createBodyJudge } from './body-judge.ts'
import { type Finding, mostCounted, type Search } from './find-words.ts'
import { type Reading, readPage } from './read-page.ts'
import { selectorProblem } from './selector.ts'

const judge = createBodyJudge()
afterAll(() => judge.stop())

const raw: Reading = { html: false, as: 'source' }
const seen: Reading = { html: true, as: 'text' }
const search = (words: string[], more: Partial<Search> = {}): Search => ({
  reading: raw,
  words,
  syntax: 'text',
  caseSensitive: false,
  normalize: false,
  ...more,
})
async function find(body: string, asked: Search): Promise<Finding> {
  const found = await judge.find(body, asked)
  if ('problem' in found) throw new Error(found.problem.en)
  return found
}
const counts = async (body: string, asked: Search) => (await find(body, asked)).words.map(({ count }) => count)

describe('words', () => {
  it('are counted, and shown where they stand', async () => {
    const { words } = await find('first line\nan Error here\nand an error there', search(['error', 'none']))
    expect(words).toEqual([
      {
        word: 'error',
        count: 2,
        places: [
          { line: 2, excerpt: 'first line an Error here and an error there' },
          { line: 3, excerpt: 'first line an Error here and an error there' },
        ],
      },
      { word: 'none', count: 0, places: [] },
    ])
  })

  it('may differ in case, in white space and in how their letters are put together', async () => {
    expect(await counts('Hello', search(['hello']))).toEqual([1])
    expect(await counts('Hello', search(['hello'], { caseSensitive: true }))).toEqual([0])
    expect(await counts('two\n\twords', search(['two words']))).toEqual([0])
    expect(await counts('two\n\twords', search(['two   words'], { normalize: true }))).toEqual([1])
    const letters = '한국어'.normalize('NFD')
    expect(await counts(letters, search(['한국어']))).toEqual([0])
    expect(await counts(letters, search(['한국어'], { normalize: true }))).toEqual([1])
  })

  it('may be patterns', async () => {
    expect(await counts('v1 v22 V333', search(['v\\d+', '^v1$'], { syntax: 'regex' }))).toEqual([3, 0])
    expect(await counts('v1 V2', search(['v\\d'], { syntax: 'regex', caseSensitive: true }))).toEqual([1])
    expect(await judge.find('x', search(['('], { syntax: 'regex' }))).toMatchObject({ fault: 'config' })
  })

  it('are not counted without end', async () => {
    expect(await counts('a'.repeat(50_000), search(['a']))).toEqual([mostCounted])
    expect(await counts('a'.repeat(5_000), search(['x*'], { syntax: 'regex' }))).toEqual([mostCounted])
  })
})

describe('a page', () => {
  const page = `<!doctype html><html><head><title>Shop</title><style>.sale{}</style></head><body>
    <script>var secret = "sale"</script><noscript>sale</noscript><div hidden>sale</div>
    <p style="color:red; display: none">sale</p>
    <h1>Big <b>sale</b></h1><p>to-<i>day</i></p><table><tr><td class="price">1,000</td><td class="price">2,000원</td></tr></table>
    <template>sale</template></body></html>`

  it('is read as people see it', async () => {
    expect(await readPage(page, seen)).toEqual(['Big sale\nto-day\n1,000\n2,000원'])
    expect(await counts(page, search(['sale'], { reading: seen }))).toEqual([1])
    expect(await counts(page, search(['sale'], { reading: raw }))).toEqual([7])
  })

  it('is read at the elements of a selector, as a browser would find them', async () => {
    const prices = { ...seen, selector: 'table > tbody > tr > .price' }
    expect(await readPage(page, prices)).toEqual(['1,000', '2,000원'])
    expect(await readPage(page, { ...prices, as: 'source' })).toEqual([
      '<td class="price">1,000</td>',
      '<td class="price">2,000원</td>',
    ])
    expect(await find(page, search(['2,000'], { reading: prices }))).toMatchObject({
      texts: 2,
      words: [{ count: 1, places: [{ element: 2, excerpt: '2,000원' }] }],
    })
    expect(await find(page, search(['x'], { reading: { ...seen, selector: '.nothing' } }))).toMatchObject({ texts: 0 })
  })

  it('may be nested ten thousand deep', async () => {
    const deep = `${'<b>'.repeat(10_000)}end${'</b>'.repeat(10_000)}`
    expect(await counts(deep, search(['end'], { reading: seen }))).toEqual([1])
  })
})

it.each([
  ['.a > b:first-child, #c [d="e"]', true],
  ['div:has(> p):not(.x)', true],
  ['.a >', false],
  ['.a[', false],
  [':nonsense', false],
  ['p:eq(1)', false],
  ['p::before', false],
  ['', false],
  ['<p>', false],
])('the selector %j can be used: %s', (selector, can) => {
  expect(selectorProblem(selector) === null).toBe(can)
})

describe('values', () => {
  const captured = async (body: string, asked: Parameters<typeof judge.capture>[1]) => judge.capture(body, asked)

  it('are taken by path or by pattern', async () => {
    const body = '{"token":"abc","n":7,"ok":false,"list":[{"id":3}]}'
    expect(
      await captured(body, [
        { path: '$.token' },
        { path: '$.n' },
        { path: '$.ok' },
        { path: '$..id' },
        { pattern: '"token":"(\\w+)"' },
        { pattern: 'tok.n' },
      ]),
    ).toEqual([{ value: 'abc' }, { value: 7 }, { value: false }, { value: 3 }, { value: 'abc' }, { value: 'token' }])
  })

  it('that are not there, or nothing to write down, are said to be', async () => {
    const body = '{"a":null,"b":[1],"c":{}}'
    expect(
      await captured(body, [{ path: '$.x' }, { path: '$.a' }, { path: '$.b' }, { path: '$.c' }, { pattern: 'z(y)' }]),
    ).toEqual([
      { missing: 'nothing' },
      { missing: 'null' },
      { missing: 'a list' },
      { missing: 'an object' },
      { missing: 'no match' },
    ])
    expect(await captured('<html>', [{ path: '$.a' }])).toEqual([{ missing: 'not JSON' }])
    expect(await captured('', [{ path: '$.a' }])).toEqual([{ missing: 'empty body' }])
    expect(await captured('ab', [{ pattern: 'a(x)?b' }])).toEqual([{ missing: 'no match' }])
  })
})
