/** The languages of the product. Korean and English are equals; `ko` is the default. */
export const languages = ['ko', 'en'] as const
export type Language = (typeof languages)[number]

/** A sentence for people, in every language of the product. */
export type Text = Readonly<Record<Language, string>>

export const text = (ko: string, en: string): Text => ({ ko, en })
