import { expect, it } from 'vitest'
import { mayMake } from './resource-template.ts'

it.each([
  ['doc://page/{id}', 'doc://page/7'],
  ['doc://page/{id}', 'doc://page/%EB%B4%89%2F%EC%88%98'],
  ['note://{id}/public', 'note://5/public'],
  ['note://{id}/{part}.txt', 'note://5/a.b.txt'],
  ['file:///{+path}', 'file:///a/b/c.txt'],
  ['file:///{+path}', 'file:///a/v1..2/c...txt'],
  ['find://all{?q,page}', 'find://all?q=a/b&page=2'],
  ['find://all{?q,page}', 'find://all'],
  ['db://tables{/name*}', 'db://tables/a/b'],
  ['doc://fixed', 'doc://fixed'],
])('%s makes %s', (template, address) => {
  expect(mayMake(template, address)).toBe(true)
})

it.each([
  ['note://{id}/public', 'note://5/private'],
  ['note://{id}/public', 'note://5/public/../private'],
  ['note://{id}/public', 'note://5/private/public'],
  ['doc://page/{id}', 'doc://page/7/secret'],
  ['doc://page/{id}', 'doc://page/..'],
  ['file:///docs/{+path}', 'file:///docs/../etc/passwd'],
  ['file:///docs/{+path}', 'file:///docs/%2e%2E%2fetc/passwd'],
  ['file:///docs/{+path}', 'file:///docs/a\\..\\..\\b'],
  ['doc://fixed', 'doc://fixed/7'],
  ['doc://{broken', 'doc://a'],
  ['a{x}b{y}c', 'ab'],
])('%s does not make %s', (template, address) => {
  expect(mayMake(template, address)).toBe(false)
})
