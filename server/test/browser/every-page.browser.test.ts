import { readFileSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  axeViolations,
  keepScreenshot,
  type Look,
  launch,
  looks,
  settle,
  shiftOf,
  sidewaysBy,
  signIn,
  visit,
  watchShifts,
} from './browser-kit.ts'
import { type Furnished, furnish } from './furnish.ts'

const source = readFileSync(new URL('../../../console/src/app/routes.tsx', import.meta.url), 'utf8')
/** Every page there is, from the table that the console itself is made of: a new page cannot be forgotten here. */
const routes = [...new Set([...source.matchAll(/\bpath: '([^']+)'/g)].map(([, path]) => path as string))]

let browser: Browser
let things: Furnished

beforeAll(async () => {
  browser = await launch()
  things = await furnish(browser, looks[0]!)
})
afterAll(async () => {
  await browser?.close()
  await things?.close()
})

/** Forms that one component draws from many schemas: all of them in the first look, some in the others. */
const some = <Item>(items: readonly Item[], look: Look): readonly Item[] =>
  look === looks[0] ? items : items.slice(0, 2)

/** What stands in for the parameters of a path: things that `furnish` has put there. */
const examples: Readonly<Record<string, (look: Look) => readonly string[]>> = {
  '/incidents/$id': () => [`/incidents/${things.incident}`],
  '/projects/$id': () => [`/projects/${things.upProject}`, `/projects/${things.downProject}`],
  '/projects/$id/monitors/new': () => [
    `/projects/${things.upProject}/monitors/new`,
    `/projects/${things.upProject}/monitors/new?kind=http`,
  ],
  '/monitors/$id': () => [`/monitors/${things.downMonitor}`],
  '/toolbox/$kind': (look) => some(things.kinds, look).map((kind) => `/toolbox/${kind}`),
  '/tools/$name': () => [`/tools/${things.tool}`],
  '/tester/$name': () => [`/tester/${things.tool}`, '/tester/add'],
  '/channels/$id': () => [`/channels/${things.channel}`],
  '/upstreams/$id': () => [`/upstreams/${things.upstream}`],
  '/servers/$id': () => [`/servers/${things.virtualServer}`],
  '/templates/$key': () => [`/templates/${things.template}`],
  '/settings/$key': (look) => some(things.settings, look).map((key) => `/settings/${key}`),
}

/** Pages and states of pages that no route names. */
const more = ['/projects?view=cards', '/projects?q=no-such-project', '/tokens?new=true', '/dashboard-that-is-not-there']
const isPublic = (path: string) => ['/sign-in', '/sign-up', '/setup'].includes(path)

it('knows an example of every page that has a parameter', () => {
  expect(routes.length).toBeGreaterThan(20)
  expect(routes.filter((path) => path.includes('$') && !examples[path])).toEqual([])
})

const pathsFor = (look: Look): (readonly [route: string, path: string])[] => [
  ...routes
    .filter((route) => !isPublic(route))
    .flatMap((route) =>
      (route.includes('$') ? (examples[route]?.(look) ?? []) : [route]).map((path) => [route, path] as const),
    ),
  ...more.map((path) => [path, path] as const),
]

const nameOf = (path: string): string => path.replaceAll(/[^a-z0-9]+/gi, '-').replaceAll(/^-|-$/g, '') || 'home'

/** The tabs of a page are pages too: every one is opened by its address. */
async function tabsOf(page: Page): Promise<string[]> {
  const tabs = page.getByRole('tab')
  const controls = await tabs.evaluateAll((all) => all.map((tab) => tab.getAttribute('aria-controls') ?? ''))
  return controls.map((id) => id.replace(/^.*-panel-/, '')).filter(Boolean)
}

/** How far a page may move while it loads; on a phone one line that wraps is a tenth already. */
const mostShift = ({ width }: Look): number => (width < 500 ? 0.1 : 0.05)

describe.each(looks)('every page in $language, $theme, $width px', (look) => {
  it('is free of axe violations, complaints, errors and sideways scrolling, and stays where it was painted', async () => {
    const seen = await visit(browser, things.served.url, look)
    await watchShifts(seen.context)
    const problems: string[] = []
    const open = async (page: Page, path: string) => {
      await page.goto(path)
      await settle(page)
      // Before anything is done to the page: taking a picture of all of it resizes what it is in.
      const shift = await shiftOf(page)
      await keepScreenshot(page, `${nameOf(path)}-${look.language}-${look.theme}-${look.width}`)
      problems.push(...(await axeViolations(page)))
      const sideways = await sidewaysBy(page)
      if (sideways > 0) problems.push(`${path} scrolls sideways by ${sideways} px`)
      // What is said to have gone wrong would be walked past otherwise: an error state is a well-formed page.
      if (await page.locator('[data-error-state]').count()) problems.push(`${path} shows an error`)
      if (shift > mostShift(look))
        problems.push(`${path} moved after it was painted (layout shift ${shift.toFixed(3)})`)
    }
    for (const path of ['/sign-in', '/sign-up']) await open(seen.page, path)
    await signIn(seen, look)
    const walked = new Set<string>()
    const left = [...pathsFor(look)]
    const walk = async (page: Page) => {
      for (let next = left.shift(); next; next = left.shift()) {
        const [route, path] = next
        await open(page, path)
        // One example of a route shows its tabs for all of them.
        if (walked.has(route)) continue
        walked.add(route)
        for (const tab of (await tabsOf(page)).slice(1)) await open(page, `${path}?tab=${tab}`)
      }
    }
    // Two at a time: while one waits for its network to rest, the other is looked over.
    await Promise.all([walk(seen.page), walk(await seen.context.newPage())])
    await seen.context.close()
    expect([...problems, ...seen.complaints]).toEqual([])
  }, 1_200_000)
})
