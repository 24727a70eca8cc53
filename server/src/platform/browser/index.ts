/**
 * A real browser to look with: finds and owns one Chromium, gives each visit a context of its own, and lets nothing out
 * but through outbound. What is done in a visit, and what it means, is left to the caller.
 */
export { type BrowserParts, type Browsers, browsersKey, createBrowsers, type NotVisited } from './browsers.ts'
export { findBrowser } from './find-browser.ts'
export { asWebp } from './picture.ts'
export type { OriginHeaders, Viewport, Visit, VisitRequest } from './visit.ts'
