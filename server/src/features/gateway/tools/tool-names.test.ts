import { describe, expect, it } from 'vitest'
import { giveNames, longestName, NamesInUse, nameFor, safeName } from './tool-names.ts'

describe('names of tools', () => {
  it('are ones that every client takes, and stay the same', () => {
    expect(safeName('날씨 보기/today')).toMatch(/^_+today$/)
    const long = safeName('x'.repeat(200))
    expect(long).toHaveLength(longestName)
    expect(safeName('x'.repeat(200))).toBe(long)
    expect(safeName(`${'x'.repeat(200)}y`)).not.toBe(long)
  })

  it('are two where they differ in more than capitals', () => {
    const taken = new NamesInUse(['add'])
    expect(nameFor({ prefix: 'wiki', name: 'ADD' }, taken)).toBe('wiki_ADD')
    expect(nameFor({ prefix: 'wiki', name: 'adder' }, taken)).toBe('adder')
    const items = ['Echo', 'echo', 'ECHO'].map((name) => ({ prefix: 'wiki', name }))
    expect([...giveNames(items).keys()]).toEqual(['Echo', 'wiki_echo', 'wiki_ECHO_2'])
    taken.add('Adder')
    expect(nameFor({ prefix: 'wiki', name: 'adder' }, taken)).toBe('wiki_adder')
  })
})
