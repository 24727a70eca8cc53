import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import fc from 'fast-check'
import { useState } from 'react'
import { beforeEach, expect, it } from 'vitest'
import { setLanguage } from '#lib/i18n.ts'
import { foreignSchema } from './foreign-schema.ts'
import { fitting, type JsonSchema, readSchema } from './json-schema.ts'
import { SchemaForm } from './schema-form.tsx'

beforeEach(() => setLanguage('en'))

interface HolderProps {
  readonly schema: unknown
  readonly said: { value: unknown }
}

function Holder({ schema, said }: HolderProps) {
  const [value, setValue] = useState(said.value)
  const change = (next: unknown) => {
    said.value = next
    setValue(next)
  }
  return (
    <MantineProvider env="test">
      <SchemaForm schema={foreignSchema(schema)} value={value} onChange={change} />
    </MantineProvider>
  )
}

function draw(schema: unknown, initial: unknown = {}) {
  const said = { value: initial }
  render(<Holder schema={schema} said={said} />)
  return said
}
const type = (name: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } })
const kindOf = (schema: unknown, root: unknown = schema) => readSchema(foreignSchema(schema), foreignSchema(root)).kind

it('takes words that are ours by name only for what they are', () => {
  const schema = { type: 'object', properties: { a: { type: 'string', label: 7, help: { de: 'x' }, hidden: true } } }
  draw(schema)
  expect(screen.getByRole('textbox', { name: 'a' })).toBeTruthy()
})

it('draws what authors leave unsaid', () => {
  expect(kindOf({ properties: { a: {} } })).toBe('group')
  expect(kindOf({ items: { type: 'string' } })).toBe('list')
  expect(kindOf({ type: ['string', 'number'] })).toBe('scalar')
  expect(kindOf({ type: ['string', 'null'] })).toBe('text')
  expect(kindOf({ enum: ['a', null] })).toBe('choice')
  expect(kindOf(true)).toBe('json')
})

it('follows references to wherever they point, and does not lose itself in those that point back', () => {
  const root = {
    type: 'object',
    definitions: { name: { type: 'integer' } },
    properties: { a: { $ref: '#/definitions/name' }, b: { $ref: '#/properties/a' }, c: { $ref: '#/nowhere' } },
  }
  expect(kindOf(root.properties.a, root)).toBe('number')
  expect(kindOf(root.properties.b, root)).toBe('number')
  expect(kindOf(root.properties.c, root)).toBe('json')
  const tree = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#' } } } }
  draw(tree, { children: [{ children: [] }] })
  const nest = { type: 'array', items: { $ref: '#' } }
  expect(kindOf(nest)).toBe('list')
  const map = { type: 'object', additionalProperties: { $ref: '#' } }
  expect(() => kindOf(map)).not.toThrow()
})

it('lets a person choose between shapes that nothing tells apart', () => {
  const said = draw({
    type: 'object',
    properties: {
      target: {
        anyOf: [
          { type: 'string', title: 'A name' },
          { type: 'object', title: 'An id', properties: { id: { type: 'integer' } }, required: ['id'] },
        ],
      },
    },
  })
  fireEvent.click(screen.getByRole('combobox', { name: 'target' }))
  fireEvent.click(screen.getByRole('option', { name: 'A name' }))
  type('A name', 'shop')
  expect(said.value).toEqual({ target: 'shop' })
  fireEvent.click(screen.getByRole('combobox', { name: 'target' }))
  fireEvent.click(screen.getByRole('option', { name: 'An id' }))
  type('id', '7')
  expect(said.value).toEqual({ target: { id: 7 } })
})

it('knows of which shape a value is', () => {
  const shapes: JsonSchema[] = [
    { type: 'string' },
    { type: 'object', properties: { id: {} } },
    { properties: { name: {} } },
  ]
  expect(fitting(shapes, 'x')).toBe(0)
  expect(fitting(shapes, { id: 1 })).toBe(1)
  expect(fitting(shapes, { name: 1 })).toBe(2)
  expect(fitting(shapes, 7)).toBe(-1)
})

it('puts constants into a group that is switched on', () => {
  const said = draw({
    type: 'object',
    properties: { on: { type: 'object', properties: { kind: { const: 'x' }, note: { type: 'string' } } } },
  })
  fireEvent.click(screen.getByRole('switch', { name: 'on' }))
  expect(said.value).toEqual({ on: { kind: 'x' } })
})

it('draws any JSON at all as a schema without falling over', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('type', 'items', 'enum', 'oneOf', 'default', 'a'), fc.jsonValue()),
      (some) => {
        draw({ type: 'object', properties: { some, other: some } })
        cleanup()
      },
    ),
    { numRuns: 60 },
  )
}, 120_000)
