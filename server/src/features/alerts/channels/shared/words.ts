import { text } from '@bongsu/contract/text.ts'
import type { AlertMessage } from '../contract.ts'

export const openLabel = text('콘솔에서 보기', 'Open in the console')

/** `2026-03-02T00:00:00.000Z` */
export const newsTime = (message: AlertMessage): string => new Date(message.news.at).toISOString()

/** Cut at a whole character, with an ellipsis in place of what is missing. `most` counts UTF-16 units as services do. */
export const shorten = (value: string, most: number): string =>
  value.length <= most
    ? value
    : `${value
        .slice(0, most - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`
