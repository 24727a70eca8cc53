import type { HtmlReading } from './html-page.ts'

/** Which part of an answer is looked at, and in which form. Plain data: it travels to a worker thread. */
export interface Reading extends HtmlReading {
  /** Whether the body is HTML; anything else is taken as it is. */
  readonly html: boolean
}

/** The texts that are meant: the whole body, what of it can be seen, or one for each element of a selector. */
export async function readPage(body: string, reading: Reading): Promise<string[]> {
  if (!needsHtml(reading)) return [body]
  const { htmlTexts } = await import('./html-page.ts')
  return htmlTexts(body, reading)
}

/** Whether a document has to be built: milliseconds a hundred kilobytes. */
export const needsHtml = ({ html, selector, as }: Reading): boolean => html && (as === 'text' || selector !== undefined)

/** By what the server says; where it says nothing, by how it begins. */
export const isHtml = (body: string, contentType: string | undefined): boolean =>
  contentType === undefined
    ? /^\s*<(!doctype html|html|head|body)\b/i.test(body.slice(0, 500))
    : /html/i.test(contentType)
