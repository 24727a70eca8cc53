import { describe, expect, expectTypeOf, it } from 'vitest'
import { defineTexts, isPlural, setLanguage, type TextTree, translator, type Words } from './i18n.ts'

const modules = import.meta.glob<Record<string, unknown>>('../**/*.i18n.ts', { eager: true })

const all: Words<TextTree>[] = Object.values(modules)
  .flatMap((module) => Object.values(module))
  .filter((value): value is Words<TextTree> => typeof value === 'object' && value !== null && 'namespace' in value)

/** `a.b` → sentences of that key (two for a plural). */
function leaves(tree: TextTree, path = ''): [string, string[]][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string[]][] => {
    const name = path ? `${path}.${key}` : key
    if (typeof value === 'string') return [[name, [value]]]
    if (isPlural(value)) return [[name, [value.one, value.other].filter((one) => one !== undefined)]]
    return leaves(value, name)
  })
}

const valuesIn = (sentence: string) => [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

describe.each(all.map((words) => [words.namespace, words] as const))('the words of %s', (_name, words) => {
  const ko = new Map(leaves(words.ko))
  const en = new Map(leaves(words.en as TextTree))

  it('have the same keys in Korean and English', () => {
    expect([...en.keys()].sort()).toEqual([...ko.keys()].sort())
  })

  it('name the same values in both, and none is empty', () => {
    for (const [key, sentences] of ko) {
      const [english = '', ...singular] = (en.get(key) ?? []).toReversed()
      const wanted = valuesIn(sentences.at(-1) ?? '')
      expect(valuesIn(english), key).toEqual(wanted)
      // "Every second" counts without saying the number.
      for (const one of singular) expect(wanted, key).toEqual(expect.arrayContaining(valuesIn(one)))
      for (const sentence of [...sentences, english, ...singular]) expect(sentence.trim(), key).not.toBe('')
    }
  })

  it('say nothing in Korean where English is read, but the name of the language itself', () => {
    const korean = [...en].filter(([, sentences]) =>
      sentences.some((sentence) => /[가-힣]/.test(sentence.replaceAll('한국어', ''))),
    )
    expect(korean.map(([key]) => key)).toEqual([])
  })
})

it('no two features use one namespace', () => {
  const names = all.map((words) => words.namespace)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

const words = defineTexts('i18n-test', {
  ko: { hello: '{{name}}님, 안녕하세요', rows: '{{count}}행', deep: { plain: '그냥' } },
  en: { hello: 'Hello {{name}}', rows: { one: '{{count}} row', other: '{{count}} rows' }, deep: { plain: 'Plain' } },
})

it('speaks the current language, with its plurals', () => {
  const t = translator(words)
  setLanguage('ko')
  expect([t('hello', { name: '봉수' }), t('rows', { count: 1 }), t('deep.plain')]).toEqual([
    '봉수님, 안녕하세요',
    '1행',
    '그냥',
  ])
  setLanguage('en')
  expect([t('rows', { count: 1 }), t('rows', { count: 2 }), t('deep.plain')]).toEqual(['1 row', '2 rows', 'Plain'])
  setLanguage('ko')
})

it('leaves names as they are: React escapes, and twice is wrong', () => {
  expect(translator(words)('hello', { name: '<b>&' })).toBe('<b>&님, 안녕하세요')
})

it('makes a missing key or value a compile error', () => {
  const t = translator(words)
  expectTypeOf(t<'hello'>)
    .parameter(1)
    .toEqualTypeOf<{ readonly name: string | number }>()
  // @ts-expect-error: a value is missing
  t('hello')
  // @ts-expect-error: there is no such key
  t('goodbye')
  // @ts-expect-error: English lacks a key
  defineTexts('i18n-test-broken', { ko: { a: '가', b: '나' }, en: { a: 'a' } })
})
