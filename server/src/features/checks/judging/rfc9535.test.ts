import { describe, expect, it } from 'vitest'
import { captureValues } from './capture.ts'
import { jsonPathOf } from './json-path.ts'

/** The examples of RFC 9535, by section, run against the query that assertions and captures use. */

const queryOf = (path: string) => {
  const query = jsonPathOf(path)
  if ('problem' in query) throw new Error(`${path}: ${query.problem}`)
  return query
}
const values = (path: string, document: unknown): unknown[] =>
  queryOf(path)
    .query(document as never)
    .values()
/** Where the RFC leaves the order to us (members of an object). */
const unordered = (list: readonly unknown[]): string[] => list.map((one) => JSON.stringify(one)).sort()

interface Section {
  readonly title: string
  readonly document: unknown
  readonly rows: readonly (readonly [path: string, values: readonly unknown[]])[]
}

const book = [
  { category: 'reference', author: 'Nigel Rees', title: 'Sayings of the Century', price: 8.95 },
  { category: 'fiction', author: 'Evelyn Waugh', title: 'Sword of Honour', price: 12.99 },
  { category: 'fiction', author: 'Herman Melville', title: 'Moby Dick', isbn: '0-553-21311-3', price: 8.99 },
  {
    category: 'fiction',
    author: 'J. R. R. Tolkien',
    title: 'The Lord of the Rings',
    isbn: '0-395-19395-8',
    price: 22.99,
  },
]
const bicycle = { color: 'red', price: 399 }
const authors = book.map(({ author }) => author)
const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const filtered = {
  a: [3, 5, 1, 2, 4, 6, { b: 'j' }, { b: 'k' }, { b: {} }, { b: 'kilo' }],
  o: { p: 1, q: 2, r: 3, s: 5, t: { u: 6 } },
  e: 'f',
}
const nested = { o: { j: 1, k: 2 }, a: [5, 3, [{ j: 4 }, { k: 6 }]] }

const sections: readonly Section[] = [
  {
    title: '1.5 overview',
    document: { store: { book, bicycle } },
    rows: [
      ['$.store.book[*].author', authors],
      ['$..author', authors],
      ['$.store.*', [book, bicycle]],
      ['$.store..price', [8.95, 12.99, 8.99, 22.99, 399]],
      ['$..book[2]', [book[2]]],
      ['$..book[2].author', ['Herman Melville']],
      ['$..book[2].publisher', []],
      ['$..book[-1]', [book[3]]],
      ['$..book[0,1]', [book[0], book[1]]],
      ['$..book[:2]', [book[0], book[1]]],
      ['$..book[?@.isbn]', [book[2], book[3]]],
      ['$..book[?@.price<10]', [book[0], book[2]]],
      ['$..*', [{ book, bicycle }, book, bicycle, ...book, ...book.flatMap((one) => Object.values(one)), 'red', 399]],
    ],
  },
  { title: '2.2 root', document: { k: 'v' }, rows: [['$', [{ k: 'v' }]]] },
  {
    title: '2.3.1 name',
    document: { o: { 'j j': { 'k.k': 3 } }, "'": { '@': 2 } },
    rows: [
      ["$.o['j j']", [{ 'k.k': 3 }]],
      ["$.o['j j']['k.k']", [3]],
      ['$.o["j j"]["k.k"]', [3]],
      ['$["\'"]["@"]', [2]],
    ],
  },
  {
    title: '2.3.2 wildcard',
    document: { o: { j: 1, k: 2 }, a: [5, 3] },
    rows: [
      ['$[*]', [{ j: 1, k: 2 }, [5, 3]]],
      ['$.o[*]', [1, 2]],
      ['$.o[*, *]', [1, 2, 1, 2]],
      ['$.a[*]', [5, 3]],
    ],
  },
  {
    title: '2.3.3 index',
    document: ['a', 'b'],
    rows: [
      ['$[1]', ['b']],
      ['$[-2]', ['a']],
      ['$[2]', []],
    ],
  },
  {
    title: '2.3.4 slice',
    document: letters,
    rows: [
      ['$[1:3]', ['b', 'c']],
      ['$[5:]', ['f', 'g']],
      ['$[1:5:2]', ['b', 'd']],
      ['$[5:1:-2]', ['f', 'd']],
      ['$[::-1]', letters.toReversed()],
      ['$[::0]', []],
    ],
  },
  {
    title: '2.3.5 filter',
    document: filtered,
    rows: [
      ["$.a[?@.b == 'kilo']", [{ b: 'kilo' }]],
      ["$.a[?(@.b == 'kilo')]", [{ b: 'kilo' }]],
      ['$.a[?@>3.5]', [5, 4, 6]],
      ['$.a[?@.b]', [{ b: 'j' }, { b: 'k' }, { b: {} }, { b: 'kilo' }]],
      ['$[?@.*]', [filtered.a, filtered.o]],
      ['$[?@[?@.b]]', [filtered.a]],
      ['$.o[?@<3, ?@<3]', [1, 2, 1, 2]],
      ['$.a[?@<2 || @.b == "k"]', [1, { b: 'k' }]],
      ['$.a[?match(@.b, "[jk]")]', [{ b: 'j' }, { b: 'k' }]],
      ['$.a[?search(@.b, "[jk]")]', [{ b: 'j' }, { b: 'k' }, { b: 'kilo' }]],
      ['$.o[?@>1 && @<4]', [2, 3]],
      ['$.o[?@.u || @.x]', [{ u: 6 }]],
      ['$.a[?@.b == $.x]', [3, 5, 1, 2, 4, 6]],
      ['$.a[?@ == @]', filtered.a],
    ],
  },
  {
    title: '2.5.1 child segment',
    document: letters,
    rows: [
      ['$[0, 3]', ['a', 'd']],
      ['$[0:2, 5]', ['a', 'b', 'f']],
      ['$[0, 0]', ['a', 'a']],
    ],
  },
  {
    title: '2.5.2 descendant segment',
    document: nested,
    rows: [
      ['$..j', [1, 4]],
      ['$..[0]', [5, { j: 4 }]],
      ['$..*', [nested.o, nested.a, 1, 2, 5, 3, nested.a[2], { j: 4 }, { k: 6 }, 4, 6]],
      ['$..[*]', [nested.o, nested.a, 1, 2, 5, 3, nested.a[2], { j: 4 }, { k: 6 }, 4, 6]],
      ['$..o', [{ j: 1, k: 2 }]],
      ['$.o..[*, *]', [1, 2, 1, 2]],
      ['$.a..[0, 1]', [5, 3, { j: 4 }, { k: 6 }]],
    ],
  },
  {
    title: '2.6 null',
    document: { a: null, b: [null], c: [{}], null: 1 },
    rows: [
      ['$.a', [null]],
      ['$.a[0]', []],
      ['$.a.d', []],
      ['$.b[0]', [null]],
      ['$.b[*]', [null]],
      ['$.b[?@]', [null]],
      ['$.b[?@==null]', [null]],
      ['$.c[?@.d==null]', []],
      ['$.null', [1]],
    ],
  },
]

describe.each(sections)('RFC 9535, $title', ({ document, rows }) => {
  it.each(rows)('%s', (path, expected) => {
    expect(unordered(values(path, document))).toEqual(unordered(expected))
  })
})

it('elements of an array keep their order', () => {
  for (const { document, rows } of sections)
    if (Array.isArray(document)) for (const [path, expected] of rows) expect(values(path, document)).toEqual(expected)
  expect(values('$.a[?@>3.5]', filtered)).toEqual([5, 4, 6])
})

/** Table 11: each stands in a filter over an object of two members, which selects both or none. */
describe('RFC 9535, 2.3.5.2.2 comparison', () => {
  const document = { obj: { x: 'y' }, arr: [2, 3] }
  it.each<[string, boolean]>([
    ['$.absent1 == $.absent2', true],
    ['$.absent1 <= $.absent2', true],
    ["$.absent == 'g'", false],
    ['$.absent1 != $.absent2', false],
    ["$.absent != 'g'", true],
    ['1 <= 2', true],
    ['1 > 2', false],
    ["13 == '13'", false],
    ["'a' <= 'b'", true],
    ["'a' > 'b'", false],
    ['$.obj == $.arr', false],
    ['$.obj != $.arr', true],
    ['$.obj == $.obj', true],
    ['$.obj != $.obj', false],
    ['$.arr == $.arr', true],
    ['$.arr != $.arr', false],
    ['$.obj == 17', false],
    ['$.obj != 17', true],
    ['$.obj <= $.arr', false],
    ['$.obj < $.arr', false],
    ['$.obj <= $.obj', true],
    ['$.arr <= $.arr', true],
    ['1 <= $.arr', false],
    ['1 >= $.arr', false],
    ['1 > $.arr', false],
    ['1 < $.arr', false],
    ['true <= true', true],
    ['true > true', false],
  ])('%s is %s', (comparison, holds) => {
    expect(values(`$[?${comparison}]`, document)).toHaveLength(holds ? 2 : 0)
  })
})

/** Table 15 and the grammar. */
describe('RFC 9535, well-formed and well-typed', () => {
  it.each([
    '$[?length(@) < 3]',
    '$[?count(@.*) == 1]',
    "$[?match(@.timezone, 'Europe/.*')]",
    '$[?value(@..color) == "red"]',
    '$ .a',
    '$[\'a\' , "b"]',
    '$.\u00e9',
    '$["\\u0061"]',
    '$["\\uD834\\uDD1E"]',
    '$[9007199254740991]',
  ])('%s is', (path) => {
    expect(jsonPathOf(path)).not.toHaveProperty('problem')
  })

  it.each([
    '$[?length(@.*) < 3]',
    '$[?count(1) == 1]',
    '$[?count(foo(@.*)) == 1]',
    "$[?match(@.timezone, 'Europe/.*') == true]",
    '$[?value(@..color)]',
    '$[?bar(@.a)]',
    ' $.a',
    '$.a ',
    '$. a',
    '$.1a',
    '$[01]',
    '$[-0]',
    '$[9007199254740992]',
    '$[0:1:01]',
    "$['\\x']",
    '$["\\uD800"]',
    "$['a",
    '$[?@.a == [1]]',
    '$[?@.* == 1]',
    '$[]',
    '$.*a',
    'a',
    '@.a',
  ])('%s is not', (path) => {
    expect(jsonPathOf(path)).toHaveProperty('problem')
  })
})

/** Table 20. */
it.each<[string, unknown, string]>([
  ['$.a', { a: 1 }, "$['a']"],
  ['$[1]', [0, 1], '$[1]'],
  ['$[-3]', [0, 1, 2, 3, 4], '$[2]'],
  ['$.a.b[1:2]', { a: { b: [0, 1, 2] } }, "$['a']['b'][1]"],
  ['$["\\u0061"]', { a: 1 }, "$['a']"],
])('RFC 9535, 2.7: %s finds the place of its normalised path', (path, document, normalised) => {
  const found = values(path, document)
  expect(found).toHaveLength(1)
  expect(values(normalised, document)).toEqual(found)
})

it('the one thing our library refuses: a control character written as an escape (Table 20). It says so when it is saved', () => {
  expect(jsonPathOf('$["\\u000B"]')).toHaveProperty('problem')
  expect(values('$["\\t"]', { '\t': 1 })).toEqual([1])
})

it('captures read the same paths', () => {
  const document = JSON.stringify({ store: { book, bicycle } })
  expect(captureValues(document, [{ path: '$..book[?@.price<10].title' }, { path: '$.store.bicycle.color' }])).toEqual([
    { value: 'Sayings of the Century' },
    { value: 'red' },
  ])
})
