import { describe, expect, it } from 'vitest'
import { evidenceText } from './evidence.ts'

const bytes = (text: string) => Buffer.byteLength(text)

describe('evidence', () => {
  it('is kept as it is while it is small', () => {
    const evidence = { url: 'https://example.com/', headers: { server: 'nginx' }, chain: [1, 2, 3] }
    expect(JSON.parse(evidenceText(evidence))).toEqual(evidence)
  })

  it('is cut where it is long, and says so', () => {
    const text = evidenceText({ url: 'https://example.com/', body: '가'.repeat(30_000), list: Array(500).fill('x') })
    const kept = JSON.parse(text)
    expect(kept).toMatchObject({ url: 'https://example.com/', truncated: true })
    expect(kept.list).toHaveLength(50)
    expect(bytes(text)).toBeLessThanOrEqual(16_384)
  })

  it('never exceeds 16 KB, whatever it is made of', () => {
    const wide = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`header-${index}`, 'v'.repeat(300)]))
    expect(bytes(evidenceText(wide))).toBeLessThanOrEqual(16_384)
    expect(bytes(evidenceText({ wide: Array(40).fill({ text: '나'.repeat(1999) }) }))).toBeLessThanOrEqual(16_384)
  })
})
