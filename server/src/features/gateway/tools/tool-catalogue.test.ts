import { expect, it } from 'vitest'
import type { ToolSource } from '../sources/contract.ts'
import type { SourceTool } from './tool.ts'
import { ToolCatalogue } from './tool-catalogue.ts'

const tool = (name: string, more: Partial<SourceTool> = {}): SourceTool => ({
  name,
  tags: [],
  access: 'tools.call',
  effect: 'read',
  define: () => ({ inputSchema: { type: 'object' } }),
  ...more,
})
const source = (id: string, tools: readonly SourceTool[]): ToolSource => ({
  id,
  title: { ko: id, en: id },
  tools: () => tools,
  call: () => Promise.reject(new Error('nobody calls')),
})
const named = (catalogue: ToolCatalogue) =>
  [...catalogue.tools().values()].map(({ name, sourceId, nameInSource }) => [name, sourceId, nameInSource])

it('leaves a name that was given for good to its tool, also where the product has got one of that name since', () => {
  const product = source('bongsu', [tool('find'), tool('list')])
  const upstream = source('upstream:one', [tool('find', { givenName: 'find' })])
  let held: ReadonlySet<string> = new Set(['find'])
  const catalogue = new ToolCatalogue(
    () => [product, upstream],
    () => held,
  )
  expect(named(catalogue)).toEqual([
    ['bongsu_find', 'bongsu', 'find'],
    ['list', 'bongsu', 'list'],
    ['find', 'upstream:one', 'find'],
  ])
  expect(catalogue.tools()).toBe(catalogue.tools())
  held = new Set(['find', 'list'])
  expect(named(catalogue)[1]).toEqual(['bongsu_list', 'bongsu', 'list'])
})
