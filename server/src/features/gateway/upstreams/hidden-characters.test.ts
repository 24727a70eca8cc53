import { describe, expect, it } from 'vitest'
import { showHidden, withoutHidden } from './hidden-characters.ts'

const tags = (words: string) =>
  [...words].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')

describe('hidden characters', () => {
  it.each([
    ['tags that spell an order', tags('ignore all')],
    ['marks that turn the writing', '\u202Egnirts\u202C'],
    ['isolates', '\u2066x\u2069'],
    ['a space of no width', '\u200B'],
    ['a joiner between letters that need none', 'a\u200Db'],
    ['a byte order mark', '\uFEFF'],
    ['a soft hyphen', '\u00AD'],
    ['a selector that selects nothing', String.fromCodePoint(0xe0101)],
    ['a filler of Hangul', '\u3164'],
    ['selectors in a row, each half a letter', '\uFE03\uFE05'],
    ['one more choice of look than there is a drawing for', '\uFE0F\uFE0F'],
    ['a joiner of graphemes', '\u034F'],
    ['orders to a terminal', '\u001B\u009B\u0008\u0007'],
    ['a letter of nothing', '\0'],
  ])('do not get through: %s', (_what, hidden) => {
    const { clean, found, isLeft } = withoutHidden({ description: `Adds ${hidden}two numbers.` })
    expect(clean.description.replaceAll(/[a-zA-Z ]/g, '')).toBe('.')
    expect(found.length).toBeGreaterThan(0)
    expect(isLeft).toBe(false)
  })

  it.each([
    '👨‍👩‍👧 가족',
    '❤️‍🔥',
    '👩🏽‍💻',
    '1️⃣ ✔︎ ☎️',
    'one\ttwo\r\nthree',
    'می‌خواهم',
    'क्‍ष',
    'নমস্কার',
    '날씨를 알려 줍니다.',
    '한글 ㄱㄴ',
    'Zürich – “naïve” …',
  ])('are none where writing needs them: %s', (words) => {
    expect(withoutHidden({ description: words })).toEqual({ clean: { description: words }, found: [], isLeft: false })
  })

  it('are taken out of sentences at any depth, and only reported where programs compare', () => {
    const schema = {
      description: 'a\u200Bb',
      properties: { 'na\u200Bme': { title: 't\u200B', enum: ['x\u200B'], default: 'y' } },
    }
    expect(withoutHidden({ inputSchema: schema })).toEqual({
      clean: {
        inputSchema: {
          description: 'ab',
          properties: { 'na\u200Bme': { title: 't', enum: ['x\u200B'], default: 'y' } },
        },
      },
      found: ['U+200B'],
      isLeft: true,
    })
  })

  it('are written out for whoever has to judge them', () => {
    expect(showHidden(`a\u200Bb${tags('i')}`)).toBe('a‹U+200B›b‹U+E0069›')
  })
})
