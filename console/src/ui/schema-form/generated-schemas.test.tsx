import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render } from '@testing-library/react'
import fc from 'fast-check'
import { useState } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { valueAt } from '#lib/field-path.ts'
import { setLanguage } from '#lib/i18n.ts'
import type { JsonSchema } from './json-schema.ts'
import { SchemaForm } from './schema-form.tsx'

/**
 * Forms of schemas that nobody wrote: whatever kinds of checks will ask for tomorrow is made of these parts. Each
 * comes with a value that fits it.
 */
interface Drawn {
  readonly schema: JsonSchema
  readonly value: unknown
}

const words = fc.record({ ko: fc.constant('이름'), en: fc.constant('Name') })
const texts = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme-ascii' })
const meta = fc.record({ label: words, help: words, advanced: fc.boolean(), section: words }, { requiredKeys: [] })

const leaf: fc.Arbitrary<Drawn> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      schema: fc.constantFrom<JsonSchema>(
        { type: 'string' },
        { type: 'string', multiline: true },
        { type: 'string', format: 'uri', maxLength: 2048 },
        { anyOf: [{ type: 'string' }, { type: 'null' }] },
      ),
      value: texts,
    }),
  },
  fc.record({
    schema: fc.constantFrom<JsonSchema>(
      { type: 'integer', minimum: 1, maximum: 65_535, unit: 'ms' },
      { type: 'number', exclusiveMinimum: 0, multipleOf: 0.5 },
    ),
    value: fc.integer({ min: 1, max: 60_000 }),
  }),
  fc.record({ schema: fc.constant<JsonSchema>({ type: 'boolean', default: true }), value: fc.boolean() }),
  fc.record({
    schema: fc.constantFrom<JsonSchema>(
      { type: 'string', enum: ['get', 'post'], choices: { get: { ko: '읽기', en: 'Read' } } },
      { type: 'string', enum: ['get', 'post', 'a rather long choice', 'another rather long choice', 'and more'] },
    ),
    value: fc.constantFrom('get', 'post'),
  }),
  fc.record({ schema: fc.constant<JsonSchema>({ type: 'string', secret: true }), value: fc.constant(undefined) }),
  fc.record({
    schema: fc.constantFrom<JsonSchema>(
      {},
      { type: 'array', items: {} },
      { type: 'array', prefixItems: [{ type: 'string' }], items: false },
      { type: 'object', additionalProperties: {} },
      { anyOf: [{ type: 'string' }, { type: 'object', additionalProperties: {} }] },
    ),
    value: fc.constant(undefined),
  }),
  fc.record({
    schema: fc.constant<JsonSchema>({ anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] }),
    value: fc.oneof(texts, fc.integer(), fc.boolean()),
  }),
  fc.record({
    schema: fc.constant<JsonSchema>({ type: 'array', items: { type: 'string', enum: ['a', 'b'] } }),
    value: fc.constant(['a']),
  }),
)

const objectOf = (field: fc.Arbitrary<Drawn>): fc.Arbitrary<Drawn> =>
  fc.array(fc.tuple(field, meta, fc.boolean()), { minLength: 1, maxLength: 3 }).map((fields) => {
    const named = fields.map(([drawn, more, isRequired], index) => ({ name: `f${index}`, ...drawn, more, isRequired }))
    return {
      schema: {
        type: 'object',
        properties: Object.fromEntries(named.map(({ name, schema, more }) => [name, { ...schema, ...more }])),
        required: named.filter(({ isRequired }) => isRequired).map(({ name }) => name),
        additionalProperties: false,
      },
      value: Object.fromEntries(named.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))),
    }
  })

const listOf = (item: fc.Arbitrary<Drawn>): fc.Arbitrary<Drawn> =>
  fc.tuple(item, fc.integer({ min: 0, max: 3 })).map(([{ schema, value }, count]) => ({
    schema: { type: 'array', items: schema, maxItems: 50 },
    value: value === undefined ? [] : Array.from({ length: count }, () => structuredClone(value)),
  }))

const mapOf = (item: fc.Arbitrary<Drawn>): fc.Arbitrary<Drawn> =>
  item.map(({ schema, value }) => ({
    schema: { type: 'object', additionalProperties: schema },
    value: value === undefined ? {} : { 'X-Name': value },
  }))

/** Told apart by a constant, as the steps of a scenario are. */
const variantOf = (group: fc.Arbitrary<Drawn>): fc.Arbitrary<Drawn> =>
  fc.tuple(group, group).map(([one, other]) => {
    const tagged = ({ schema }: Drawn, tag: string): JsonSchema => ({
      ...schema,
      properties: { action: { type: 'string', const: tag }, ...schema.properties },
      required: ['action', ...(schema.required ?? [])],
      label: { ko: `종류 ${tag}`, en: `Sort ${tag}` },
    })
    return {
      schema: { oneOf: [tagged(one, 'one'), tagged(other, 'other')] },
      value: { action: 'one', ...(one.value as object) },
    }
  })

const field = (depth: number): fc.Arbitrary<Drawn> => {
  if (depth === 0) return leaf
  const inner = field(depth - 1)
  return fc.oneof(
    { weight: 2, arbitrary: leaf },
    { weight: 2, arbitrary: listOf(fc.oneof(inner, variantOf(objectOf(inner)))) },
    { weight: 1, arbitrary: objectOf(inner) },
    { weight: 1, arbitrary: mapOf(leaf) },
    { weight: 1, arbitrary: variantOf(objectOf(inner)) },
  )
}
const forms = objectOf(field(2))

let complaints: unknown[][] = []
beforeEach(() => {
  setLanguage('en')
  complaints = []
  vi.spyOn(console, 'error').mockImplementation((...words) => void complaints.push(words))
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

interface Said {
  value: unknown
  changes: number
}

function Holder({ schema, said }: { readonly schema: JsonSchema; readonly said: Said }) {
  const [value, setValue] = useState(said.value)
  const onChange = (next: unknown) => {
    said.value = next
    said.changes += 1
    setValue(next)
  }
  return (
    <MantineProvider env="test">
      <SchemaForm schema={schema} value={value} path="options" onChange={onChange} />
    </MantineProvider>
  )
}

function draw({ schema, value }: Drawn) {
  const said: Said = { value, changes: 0 }
  const { container } = render(<Holder schema={schema} said={said} />)
  const folded = () => [...container.querySelectorAll<HTMLElement>('button[aria-expanded="false"][aria-controls]')]
  for (const fold of folded().filter(({ textContent }) => textContent?.includes('advanced'))) fireEvent.click(fold)
  return { container, said }
}

const nameOf = (field: Element): string =>
  field.getAttribute('aria-label') ??
  (field.getAttribute('aria-labelledby') &&
    document.getElementById(field.getAttribute('aria-labelledby') ?? '')?.textContent) ??
  (field as HTMLInputElement).labels?.[0]?.textContent ??
  ''

const property = (check: (drawn: Drawn) => void, numRuns: number) =>
  fc.assert(
    fc.property(forms, (drawn) => {
      check(drawn)
      cleanup()
      expect(complaints).toEqual([])
    }),
    { numRuns },
  )

it('are drawn without a complaint, say nothing by themselves, and name every field', () => {
  property((drawn) => {
    const { container, said } = draw(drawn)
    expect(said.changes).toBe(0)
    const fields = [...container.querySelectorAll('input:not([type="hidden"]), textarea, select')]
    expect(fields.map(nameOf).filter((name) => name.trim() === '')).toEqual([])
  }, 40)
}, 120_000)

it('put what is typed exactly where the field says, and nothing anywhere else', () => {
  let typed = 0
  property((drawn) => {
    const { container, said } = draw(drawn)
    const inputs = [...container.querySelectorAll<HTMLInputElement>('input[name^="options."]')].filter(
      (input) =>
        input.type === 'text' &&
        input.getAttribute('inputmode') !== 'numeric' &&
        !input.readOnly &&
        input.getAttribute('role') !== 'combobox',
    )
    for (const input of inputs.slice(0, 4)) {
      const path = input.name.slice('options.'.length)
      const before = said.value
      if (typeof valueAt(before, path) !== 'string') continue
      fireEvent.change(input, { target: { value: 'typed here' } })
      typed += 1
      expect(valueAt(said.value, path)).toBe('typed here')
      expect(JSON.stringify(said.value).replaceAll('typed here', '')).toBe(
        JSON.stringify(replacedAt(before, path)).replaceAll('typed here', ''),
      )
    }
  }, 30)
  expect(typed).toBeGreaterThan(5)
}, 120_000)

it('grow by what can be drawn again', () => {
  let added = 0
  property((drawn) => {
    const { container } = draw(drawn)
    const adders = () => [...container.querySelectorAll<HTMLButtonElement>('button[data-add]:not(:disabled)')]
    for (let index = 0; index < Math.min(3, adders().length); index += 1) {
      fireEvent.click(adders()[index] as HTMLElement)
      added += 1
    }
    const fields = [...container.querySelectorAll('input:not([type="hidden"]), textarea, select')]
    expect(fields.map(nameOf).filter((name) => name.trim() === '')).toEqual([])
  }, 30)
  expect(added).toBeGreaterThan(5)
}, 120_000)

/** The value with one text exchanged, made without the code under test. */
function replacedAt(value: unknown, path: string): unknown {
  const copy = structuredClone(value) as Record<string, unknown>
  const steps = path.split(/[.[\]]+/).filter(Boolean)
  const last = steps.pop() as string
  const parent = steps.reduce<Record<string, unknown>>((at, step) => at[step] as Record<string, unknown>, copy)
  parent[last] = 'typed here'
  return copy
}
