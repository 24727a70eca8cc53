import { expect, it } from 'vitest'
import { registeredNameOf } from './registered-name.ts'

it.each([
  ['www.example.co.kr', 'example.co.kr'],
  ['a.b.example.com.', 'example.com'],
  ['blog.github.io', 'github.io'],
  ['예시.한국', 'xn--vv4b11d.xn--3e0b707e'],
  ['localhost', undefined],
  ['127.0.0.1', undefined],
  ['co.kr', undefined],
  ['server.internal', undefined],
])('the registered name of %s is %s', (host, expected) => {
  expect(registeredNameOf(host)?.ascii).toBe(expected)
})
