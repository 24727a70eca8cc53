import type { Notice } from '#features/checks/index.ts'

/** Keywords come and go, so theirs is a state: told when it begins to hold, and again after it had ceased. */
const isState = (notice: Notice): boolean => notice.type === 'keyword'

const mostKeywords = 20

export interface NoticesSeen {
  /** The keyword notices that hold now. */
  readonly keywords: readonly string[]
  /** To be told now. */
  readonly begun: readonly Notice[]
  /** To be told if this monitor and key were never told before. */
  readonly perhapsNew: readonly Notice[]
}

/**
 * What a look's notices mean to a monitor whose keywords held as `before`. `answered`: the look saw the target; one that
 * did not cannot say that a keyword ceased.
 */
export function sortNotices(before: readonly string[], notices: readonly Notice[], answered: boolean): NoticesSeen {
  const states = notices.filter(isState)
  const known = new Set(before)
  const held = states.map((notice) => notice.key)
  return {
    keywords: [...new Set(answered ? held : [...before, ...held])].slice(0, mostKeywords),
    begun: states.filter((notice) => !known.has(notice.key)),
    perhapsNew: notices.filter((notice) => !isState(notice)),
  }
}
