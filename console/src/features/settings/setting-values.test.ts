import { expect, test } from 'vitest'
import { type Setting, sentValue } from './setting-values.ts'

const smtp = {
  schema: { type: 'object', properties: { host: {}, port: {}, public_url: {}, password: {} } },
  has_secret: { password: true },
  pinned: ['public_url'],
} as unknown as Setting

test('every field goes as it is on screen, an emptied one as null', () => {
  expect(sentValue(smtp, { host: '', port: undefined })).toEqual({ host: '', port: null })
})

test('a secret goes only when it was typed, and as an empty text when it was taken away', () => {
  expect(sentValue(smtp, { host: 'a', port: 1, password: 'new' })).toMatchObject({ password: 'new' })
  expect(sentValue(smtp, { host: 'a', port: 1, password: null })).toMatchObject({ password: '' })
  expect(sentValue(smtp, { host: 'a', port: 1 })).not.toHaveProperty('password')
})

test('what the environment decides is not sent', () => {
  expect(sentValue(smtp, { host: 'a', port: 1, public_url: 'https://x' })).not.toHaveProperty('public_url')
})
