import { expect, it } from 'vitest'
import { parseSearch, readSearch, stringifySearch, writeSearch } from './url-state.ts'

const defaults = { q: '', page: 1, mine: false, tag: [] as readonly string[] }

it('writes plain query strings and reads them back', () => {
  const text = stringifySearch({ q: '결제 api', tag: ['a', 'b'], page: 2 })
  expect(text).toBe('?q=%EA%B2%B0%EC%A0%9C+api&tag=a&tag=b&page=2')
  expect(parseSearch(text)).toEqual({ q: '결제 api', tag: ['a', 'b'], page: '2' })
})

it('keeps text that looks like a number as text', () => {
  expect(parseSearch('?q=007')).toEqual({ q: '007' })
})

it('gives every value the type of its default, whatever the address says', () => {
  expect(readSearch({ q: ['x', 'y'], page: 'zwei', mine: 'true', tag: 'a' }, defaults)).toEqual({
    q: 'x',
    page: 1,
    mine: true,
    tag: ['a'],
  })
})

it('leaves defaults out of the address and keeps what belongs to others', () => {
  expect(writeSearch({ tab: 'x', page: '3', tag: ['a'] }, { page: 1, q: 'y', tag: [] }, defaults)).toEqual({
    tab: 'x',
    q: 'y',
  })
})
