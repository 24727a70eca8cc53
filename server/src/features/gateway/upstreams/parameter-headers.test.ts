import { describe, expect, it } from 'vitest'
import { headerProblem } from './parameter-headers.ts'

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more })
const header = (name: unknown, more: object = { type: 'string' }) => ({ ...more, 'x-mcp-header': name })

describe('parameters that travel in headers', () => {
  it.each([
    ['none', object({ a: { type: 'string' } })],
    [
      'a string, an integer and a boolean',
      object({ a: header('A'), b: header('B', { type: 'integer' }), c: header('C', { type: 'boolean' }) }),
    ],
    ['below other properties', object({ a: object({ b: header('Region') }) })],
    ['a property that is only called so', object({ 'x-mcp-header': { type: 'string' } })],
    ['data that looks like it', object({ a: { type: 'object', default: { 'x-mcp-header': 'no schema' } } })],
    ['no schema at all', undefined],
  ])('are taken: %s', (_what, schema) => {
    expect(headerProblem(schema)).toBeNull()
  })

  it.each([
    ['on the schema itself', header('A', { type: 'object' })],
    ['a name with a space', object({ a: header('My Header') })],
    ['a name with a line break', object({ a: header('A\r\nB') })],
    ['no name', object({ a: header('') })],
    ['a name that is no text', object({ a: header(7) })],
    ['on a number', object({ a: header('A', { type: 'number' }) })],
    ['on an object', object({ a: header('A', { type: 'object' }) })],
    ['on something without a type', object({ a: header('A', {}) })],
    ['twice, in another spelling', object({ a: header('Region'), b: header('REGION') })],
    ['in an array', object({ a: { type: 'array', items: header('A') } })],
    ['in a choice', object({ a: { anyOf: [header('A')] } })],
    ['in a definition', object({}, { $defs: { a: header('A') } })],
    ['in what else may come', object({}, { additionalProperties: header('A') })],
    ['below a condition', object({}, { if: object({ a: header('A') }) })],
  ])('are refused: %s', (_what, schema) => {
    expect(headerProblem(schema)).not.toBeNull()
  })
})
