import { describe, expect, it } from 'vitest'
import { definitionHash, listDigest } from './definition.ts'
import { approved, takeTools } from './take-offer.ts'
import { effectOf, toolState, type UpstreamTool } from './upstream.ts'

const tool = (name: string, description = 'Does it.', more: object = {}) => ({
  name,
  description,
  inputSchema: { type: 'object' },
  ...more,
})
const nested = (levels: number): object => (levels === 0 ? {} : { type: 'array', items: nested(levels - 1) })
const first = { approvesFirst: true, previewed: null }
const later = { approvesFirst: false, previewed: null }
const states = (tools: readonly UpstreamTool[]) => Object.fromEntries(tools.map((one) => [one.name, toolState(one)]))

describe('what a server offers', () => {
  it('is approved the first time, if it is what was seen', () => {
    const offered = [tool('a'), tool('b')]
    expect(states(takeTools(first, [], offered, 1).tools)).toEqual({ a: 'approved', b: 'approved' })
    const seen = { approvesFirst: true, previewed: listDigest([tool('b'), tool('a')]) }
    expect(states(takeTools(seen, [], offered, 1).tools)).toEqual({ a: 'approved', b: 'approved' })
    expect(states(takeTools({ ...seen, previewed: listDigest([tool('a')]) }, [], offered, 1).tools)).toEqual({
      a: 'new',
      b: 'new',
    })
  })

  it.each([
    ['description', { description: 'Does it. And more.' }],
    ['title', { title: 'A' }],
    ['input schema', { inputSchema: { type: 'object', properties: { x: { type: 'string' } } } }],
    ['output schema', { outputSchema: { type: 'object' } }],
    ['annotations', { annotations: { readOnlyHint: true } }],
    ['icons', { icons: [{ src: 'https://elsewhere.example/i.png' }] }],
    ['_meta', { _meta: { 'ui/resourceUri': 'ui://x' } }],
    ['a letter nobody sees', { description: 'Does it.\u200B' }],
  ])('waits when it comes with another %s, and waits no more when it is as it was', (_part, change) => {
    const { tools } = takeTools(first, [], [tool('a')], 1)
    const changed = takeTools(later, tools, [{ ...tool('a'), ...change }], 2)
    expect(states(changed.tools)).toEqual({ a: 'changed' })
    expect(changed.waiting.map(({ name }) => name)).toEqual(['a'])
    const again = takeTools(later, changed.tools, [{ ...tool('a'), ...change }], 3)
    expect(again.waiting).toEqual([])
    expect(states(takeTools(later, again.tools, [tool('a')], 4).tools)).toEqual({ a: 'approved' })
  })

  it('is the same whatever the order of its members', () => {
    const { tools } = takeTools(first, [], [tool('a')], 1)
    const turned = { inputSchema: { type: 'object' }, description: 'Does it.', name: 'a' }
    expect(takeTools(later, tools, [turned], 2).tools[0]).toBe(tools[0])
  })

  it('is told of once, however often it changes while nobody has judged it', () => {
    const { tools } = takeTools(first, [], [tool('a'), tool('b')], 1)
    const changed = takeTools(later, tools, [tool('a', 'Other.'), tool('b')], 2)
    const again = takeTools(later, changed.tools, [tool('a', 'Yet another.'), tool('b', 'Too.')], 3)
    expect(again.waiting.map(({ name }) => name)).toEqual(['b'])
  })

  it('is approved as it was seen in a new preview, except what was turned down as it is', () => {
    const { tools } = takeTools(first, [], [tool('a')], 1)
    const offered = [tool('a', 'Elsewhere.'), tool('b')]
    const known = takeTools(later, tools, offered, 2).tools.map((one) =>
      one.name === 'b' ? { ...one, rejectedHash: one.offeredHash } : one,
    )
    const seen = { approvesFirst: true, previewed: listDigest(offered) }
    expect(states(takeTools(seen, known, offered, 3).tools)).toEqual({ a: 'approved', b: 'rejected' })
    const other = [tool('a', 'Elsewhere, and another.'), tool('b')]
    expect(states(takeTools(seen, known, other, 3).tools)).toEqual({ a: 'changed', b: 'rejected' })
  })

  it('is not fit where it can be called as a task only', () => {
    const { tools } = takeTools(first, [], [tool('a', 'Does it.', { execution: { taskSupport: 'required' } })], 1)
    expect(tools[0]).toMatchObject({ problems: [{ code: 'needs_task' }] })
    expect(states(tools)).toEqual({ a: 'refused' })
    const optional = tool('b', 'Does it.', { execution: { taskSupport: 'optional' } })
    expect(states(takeTools(first, [], [optional], 1).tools)).toEqual({ b: 'approved' })
  })

  it('stays turned down as it is, and is judged anew when it changes again', () => {
    const { tools } = takeTools(later, [], [tool('a')], 1)
    const rejected = tools.map((one) => ({ ...one, rejectedHash: one.offeredHash }))
    const same = takeTools(later, rejected, [tool('a')], 2)
    expect(states(same.tools)).toEqual({ a: 'rejected' })
    expect(same.waiting).toEqual([])
    const other = takeTools(later, rejected, [tool('a', 'Better.')], 3)
    expect(states(other.tools)).toEqual({ a: 'new' })
    expect(other.waiting).toHaveLength(1)
  })

  it('is remembered when it goes, as far as it was approved: when it comes back it needs no approval', () => {
    const { tools } = takeTools(first, [], [tool('a')], 1)
    const withNew = takeTools(later, tools, [tool('a'), tool('b')], 2)
    const without = takeTools(later, withNew.tools, [], 3)
    expect(states(without.tools)).toEqual({ a: 'gone' })
    expect(without.forgotten).toEqual(['b'])
    expect(states(takeTools(later, without.tools, [tool('a')], 4).tools)).toEqual({ a: 'approved' })
    expect(states(takeTools(later, without.tools, [tool('a', 'Other.')], 4).tools)).toEqual({ a: 'changed' })
  })

  it('is not approved by itself where something about it is odd, and never where it is unfit', () => {
    const offered = [
      tool('odd', 'Hides\u200B.'),
      tool('headless', 'No schema.', { inputSchema: undefined }),
      tool('nothing', 'A schema that is null.', { inputSchema: null }),
      tool('formless', 'An output that is no schema.', { outputSchema: 'text' }),
      tool('deep', 'A schema without end.', { inputSchema: { type: 'object', properties: { a: nested(40) } } }),
      tool('huge', 'x'.repeat(200_000)),
      tool('', 'No name.'),
      tool('twice'),
      tool('twice', 'The second is left out.'),
      { name: 7, inputSchema: { type: 'object' } },
    ]
    const { tools } = takeTools(first, [], offered, 1)
    expect(states(tools)).toEqual({
      odd: 'new',
      headless: 'refused',
      nothing: 'refused',
      formless: 'refused',
      deep: 'refused',
      huge: 'refused',
      '': 'refused',
      twice: 'approved',
      '7': 'refused',
    })
  })

  it('only counts against itself by what it says of its effect', () => {
    const [plain, destroys, says] = takeTools(
      first,
      [],
      [
        tool('plain'),
        tool('destroys', 'x', { annotations: { destructiveHint: true } }),
        tool('says', 'x', { annotations: { readOnlyHint: true, destructiveHint: false } }),
      ],
      1,
    ).tools
    expect([plain, destroys, says].map((one) => effectOf(one as UpstreamTool))).toEqual([
      'write',
      'destructive',
      'write',
    ])
    expect(effectOf({ ...(says as UpstreamTool), effect: 'read' })).toBe('read')
  })

  it('is approved by the very definition', () => {
    const [one] = takeTools(later, [], [tool('a')], 1).tools
    const judged = approved(one as UpstreamTool, 5, 'Kim')
    expect(judged).toMatchObject({ approvedHash: definitionHash(tool('a')), approvedBy: 'Kim', approvedAt: 5 })
  })
})
