import { describe, expect, it } from 'vitest'
import { capped } from './shape-result.ts'

const most = 10_000
const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value))

describe('a result that is larger than its cap', () => {
  it.each([
    ['of blocks that are many and tiny', new Array(20_000).fill({})],
    ['of what is no block at all', new Array(20_000).fill(null)],
    ['of one long text', [{ type: 'text', text: '"'.repeat(50_000) }]],
    ['of letters of more than one byte', [{ type: 'text', text: '봉수'.repeat(20_000) }]],
  ])('stays within it, and says so: %s', (_what, content) => {
    const result = capped({ content, structuredContent: { left: 'out' } }, most, 'en')
    expect(bytesOf(result)).toBeLessThanOrEqual(most)
    expect((result.content as { text: string }[]).at(-1)?.text).toContain('larger than 10000 bytes')
  })

  it('is refused where a part of it is of no use', () => {
    expect(() => capped({ contents: [{ text: 'x'.repeat(50_000) }] }, most, 'en')).toThrow('larger than 10000 bytes')
  })

  it('is as it came where it fits', () => {
    const result = { content: [{ type: 'text', text: 'x'.repeat(9000) }] }
    expect(capped(result, most, 'en')).toBe(result)
  })
})
