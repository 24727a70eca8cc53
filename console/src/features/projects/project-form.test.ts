import { expect, it } from 'vitest'
import { blankProject, changesInput, creationInput, suggestedTitle, withScheme } from './project-form.ts'

it('takes a bare host for an https address and leaves a scheme alone', () => {
  expect(withScheme(' example.com ')).toBe('https://example.com')
  expect(withScheme('localhost:8080/health')).toBe('https://localhost:8080/health')
  expect(withScheme('http://example.com')).toBe('http://example.com')
  expect(withScheme('ftp://example.com')).toBe('ftp://example.com')
  expect(withScheme('')).toBe('')
})

it('suggests the host as a name, without www', () => {
  expect(suggestedTitle('https://www.example.com/path')).toBe('example.com')
  expect(suggestedTitle('shop.example.co.kr')).toBe('shop.example.co.kr')
  expect(suggestedTitle('not a url at all')).toBe('')
})

it('sends only what was said when something is made', () => {
  expect(creationInput({ ...blankProject, url: 'example.com' })).toEqual({
    url: 'https://example.com',
    title: 'example.com',
    check_interval: 300,
  })
  expect(
    creationInput({
      ...blankProject,
      url: 'http://a.test',
      title: 'A',
      retry_count: 2,
      tags: ['x'],
      headers: [{ name: 'X-Key', value: 'k', isSet: false }],
    }),
  ).toMatchObject({
    title: 'A',
    retry_count: 2,
    tags: ['x'],
    custom_headers: { 'X-Key': 'k' },
  })
})

it('sends only what changed, and keeps a header whose value was not typed anew', () => {
  const before = {
    ...blankProject,
    url: 'https://a.test',
    title: 'A',
    headers: [{ name: 'X-Key', value: undefined, isSet: true }],
  }
  expect(changesInput(7, before, before)).toEqual({ id: 7 })
  const after = {
    ...before,
    title: 'B',
    time_limit: 800,
    headers: [...before.headers, { name: 'X-New', value: 'v', isSet: false }],
  }
  expect(changesInput(7, after, before)).toEqual({
    id: 7,
    title: 'B',
    time_limit: 800,
    custom_headers: { 'X-Key': null, 'X-New': 'v' },
  })
})

it('clears a field by sending it empty', () => {
  const before = { ...blankProject, description: 'old', alert_email: 'a@example.com' }
  expect(changesInput(7, { ...before, description: '', alert_email: '' }, before)).toEqual({
    id: 7,
    description: '',
    alert_email: '',
  })
})
