import { expect, it } from 'vitest'
import { selectorProblem } from './selector.ts'

it.each(['main > .price', 'a[href^="/"]', 'li:nth-child(2n+1)', ':is(h1, h2)'])('%s is a selector', (selector) => {
  expect(selectorProblem(selector)).toBeNull()
})

it.each([
  ['b[', 'Expected name, found the end'],
  ['div >', 'Expected a selector after the combinator'],
])('%s is none, and it is said where it goes wrong', (selector, problem) => {
  expect(selectorProblem(selector)).toBe(problem)
})

it.each(['p:first', 'a:contains(x', '!'])('%s is none', (selector) => {
  expect(selectorProblem(selector)).not.toBeNull()
})
