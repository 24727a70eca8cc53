import { expect, test } from 'vitest'
import { insertField } from './insert-field.ts'

test('a field goes where the cursor is, and the cursor behind it', () => {
  expect(insertField('ab', 'at', 1, 1)).toEqual({ text: 'a{{at}}b', cursor: 7 })
})

test('what is selected is replaced', () => {
  expect(insertField('hello world', 'project', 6, 11)).toEqual({ text: 'hello {{project}}', cursor: 17 })
})

test('a cursor beyond the text means its end', () => {
  expect(insertField('a', 'at', 9, 9)).toEqual({ text: 'a{{at}}', cursor: 7 })
})
