import type { DisplayState } from '@bongsu/contract/states.ts'

/** Fixed colours: a tab knows no theme of ours, so these are readable on light and dark. */
const colors: Readonly<Record<DisplayState, string>> = {
  up: '#12995c',
  degraded: '#e0a20c',
  down: '#e5384a',
  unknown: '#7d8aa3',
  maintenance: '#3f7fe8',
  paused: '#7d8aa3',
}

/** The beacon tower of the mark, 32 × 32. `public/favicon.svg` is the same drawing at rest. */
const tower =
  '<rect width="32" height="32" rx="7" fill="#121a2e"/><path d="M16 4c3.4 3 5 5.4 5 7.8a5 5 0 0 1-10 0C11 9.4 12.6 7 16 4z" fill="#f58a33"/><path d="M11.5 18h9l.6 3.5H10.9zM10.4 22.8h11.2l.6 3.2H9.8z" fill="#e6ebf5"/>'

/** The mark with the shape of the worst state in its corner; calm (up, nothing known) it is just the mark. */
export function faviconSvg(state: DisplayState | undefined, shapes: Readonly<Record<DisplayState, string>>): string {
  const badge =
    state === undefined || state === 'up' || state === 'paused'
      ? ''
      : `<circle cx="23" cy="23" r="9" fill="#121a2e"/><g transform="translate(15 15)" color="${colors[state]}">${shapes[state]}</g>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${tower}${badge}</svg>`
}

export function setFavicon(svg: string): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]')
  if (link) link.href = `data:image/svg+xml,${encodeURIComponent(svg)}`
}
