import { type Language, languages, type Text } from '@bongsu/contract/text.ts'
import i18next from 'i18next'
import { useMemo, useSyncExternalStore } from 'react'
import { stored } from './preferences.ts'

/**
 * Words on screen. A feature keeps its own in `<feature>.i18n.ts`, loaded with the feature:
 *
 *     export const words = defineTexts('incidents', { ko: { title: '장애 {{count}}건' }, en: { title: '…' } })
 *     const t = useTexts(words); t('title', { count: 3 })
 *
 * English must have exactly the keys of Korean, and `t` asks for exactly the values a sentence names: both are compile
 * errors otherwise. A sentence that counts is `{ one, other }` where a language needs it.
 */
export interface Plural {
  readonly one?: string
  readonly other: string
}
type Leaf = string | Plural
export interface TextTree {
  readonly [key: string]: Leaf | TextTree
}
type SameKeys<Tree> = { readonly [Key in keyof Tree]: Tree[Key] extends Leaf ? Leaf : SameKeys<Tree[Key]> }

type KeyOf<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends Leaf ? Key : `${Key}.${KeyOf<Tree[Key]>}`
}[keyof Tree & string]

type LeafAt<Tree, Key extends string> = Key extends keyof Tree
  ? Tree[Key]
  : Key extends `${infer Head}.${infer Rest}`
    ? Head extends keyof Tree
      ? LeafAt<Tree[Head], Rest>
      : never
    : never
type NamesIn<Sentence> = Sentence extends `${string}{{${infer Name}}}${infer Rest}` ? Name | NamesIn<Rest> : never
/** A number decides between one and several, also where the sentence shows it otherwise. */
type ValuesOf<Value> = Value extends Plural ? 'count' | NamesIn<Value['other']> : NamesIn<Value>

type Values<Names extends string> = { readonly [Name in Names]: Name extends 'count' ? number : string | number }

export type Translate<Tree> = <Key extends KeyOf<Tree>>(
  key: Key,
  ...values: [ValuesOf<LeafAt<Tree, Key>>] extends [never] ? [] : [Values<ValuesOf<LeafAt<Tree, Key>>>]
) => string

export interface Words<Tree> {
  readonly namespace: string
  readonly ko: Tree
  readonly en: SameKeys<Tree>
}

const engine = i18next.createInstance()
// Resources are added by `defineTexts` as features load, so this is done before it returns.
void engine.init({
  lng: stored('language', languages) ?? 'ko',
  fallbackLng: false,
  initAsync: false,
  resources: {},
  interpolation: { escapeValue: false },
  showSupportNotice: false,
} as Parameters<typeof engine.init>[0])

export function defineTexts<const Tree extends TextTree>(
  namespace: string,
  texts: { readonly ko: Tree; readonly en: SameKeys<NoInfer<Tree>> },
): Words<Tree> {
  for (const language of languages) {
    engine.addResourceBundle(language, namespace, withPluralKeys(texts[language] as TextTree), true, true)
  }
  return { namespace, ...texts }
}

/** `{ one, other }` under the key `rows` becomes `rows_one` and `rows_other`, as the engine wants it. */
function withPluralKeys(tree: TextTree): Record<string, unknown> {
  const flat: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') flat[key] = value
    else if (isPlural(value)) {
      flat[`${key}_other`] = value.other
      flat[`${key}_one`] = value.one ?? value.other
    } else flat[key] = withPluralKeys(value)
  }
  return flat
}

export const isPlural = (value: Leaf | TextTree): value is Plural =>
  typeof value === 'object' && typeof value.other === 'string'

/** Our own types know the keys and values of every sentence, so the engine's guesses are not asked for. */
type Say = (key: string, values: Readonly<Record<string, unknown>> | undefined) => string

/** The translator of a feature's words, outside React. */
export const translator =
  <Tree>(words: Words<Tree>): Translate<Tree> =>
  (key, ...values) =>
    (engine.t as Say)(`${words.namespace}:${key}`, values[0])

/** The translator of a feature's words; the component renders again when the language changes. */
export function useTexts<Tree>(words: Words<Tree>): Translate<Tree> {
  const language = useLanguage()
  // A new function for each language, so that memoised children see the change.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  return useMemo(() => translator(words), [words, language])
}

export const currentLanguage = (): Language => engine.language as Language

export function setLanguage(language: Language): void {
  if (language !== engine.language) void engine.changeLanguage(language)
  document.documentElement.lang = language
}

const onLanguageChange = (listener: () => void): (() => void) => {
  engine.on('languageChanged', listener)
  return () => engine.off('languageChanged', listener)
}

export const useLanguage = (): Language => useSyncExternalStore(onLanguageChange, currentLanguage)

/** Reads a `Text` of the contract (labels of kinds, permissions …) in the person's language. */
export function useText(): (text: Text) => string {
  const language = useLanguage()
  return (text) => text[language]
}
