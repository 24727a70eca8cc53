/** What a search looks through: one way of writing Hangul, no case. */
export const searchText = (...parts: readonly (string | undefined)[]): string =>
  parts
    .filter((part) => part)
    .join(' ')
    .normalize('NFC')
    .toLowerCase()
    .slice(0, 2000)

/** `%` and `_` of a searched text stand for themselves; use with `escape '\'`. */
export const likePattern = (q: string): string => `%${searchText(q).replaceAll(/[\\%_]/g, '\\$&')}%`
