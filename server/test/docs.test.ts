import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { alertEvents, alertTopics } from '@bongsu/contract/alerts.ts'
import { errorCodes } from '@bongsu/contract/error-codes.ts'
import { outcomeErrorCodes } from '@bongsu/contract/states.ts'
import { languages } from '@bongsu/contract/text.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { channelKindNames } from '#features/alerts/channels/catalogue.ts'
import { sign } from '#features/alerts/channels/webhook.ts'
import { templateFields } from '#features/alerts/templates/fields.ts'
import { kindNames, kindOf } from '#features/checks/kinds/catalogue.ts'
import { httpStatus } from '#platform/http/errors.ts'
import { type ReferenceFile, referenceFiles } from '../scripts/reference-docs.ts'
import { buildTestApp, type TestApp } from './build-test-app.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const pagesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
    .sort()

/** What is written between backticks in the first cell of a table's rows. */
const firstCells = (page: string): string[] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] as string))
const section = (page: string, heading: string): string =>
  page.split(/^## /m).find((part) => part.startsWith(heading)) ?? ''
const inBackticks = (page: string): Set<string> =>
  new Set([...page.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] as string))

let app: TestApp
let generated: ReferenceFile[]

beforeAll(async () => {
  app = await buildTestApp()
  generated = await referenceFiles()
})
afterAll(() => app.close())

describe('the reference', () => {
  const errors = read('docs/reference/errors.md')

  it('explains every error code of the API and no other, with its HTTP status', () => {
    const rows = section(errors, 'API').matchAll(/^\| `(\w+)` \| (\d+) \|/gm)
    const explained = [...rows].map(([, code, status]) => [code, Number(status)])
    expect(Object.fromEntries(explained)).toEqual(httpStatus)
    expect(explained).toHaveLength(errorCodes.length)
  })

  it('explains every outcome code and no other', () => {
    expect(firstCells(section(errors, '점검 결과 코드')).sort()).toEqual([...outcomeErrorCodes].sort())
  })

  it('names every metric of ours with its type, and no other', () => {
    const rows = read('docs/reference/metrics.md').matchAll(/^\| `(bongsu_\w+)` \| (\w+) \|/gm)
    const explained = Object.fromEntries([...rows].map(([, name, type]) => [name, type]))
    const exported = app.metrics.getMetricsAsArray().filter(({ name }) => name.startsWith('bongsu_'))
    expect(explained).toEqual(Object.fromEntries(exported.map(({ name, type }) => [name, String(type)])))
  })

  it('is what generate-docs.ts would write', () => {
    expect(generated.map(({ path }) => path)).toContain('docs/reference/operations.md')
    const stale = generated.filter(({ path, content }) => read(path) !== content).map(({ path }) => path)
    expect(stale, 'run: node server/scripts/generate-docs.ts').toEqual([])
  })
})

describe('the manual', () => {
  const chapters = languages.map((language) =>
    pagesIn(`docs/${language}`).map((path) => relative(`docs/${language}`, path)),
  )

  it('has the same chapters in every language, with the same headings', () => {
    const [first = [], ...others] = chapters
    expect(first.length).toBeGreaterThan(5)
    for (const other of others) expect(other).toEqual(first)
    for (const chapter of first) {
      const [ko, en] = languages.map((language) => headingLevels(read(`docs/${language}/${chapter}`)))
      expect(en, chapter).toEqual(ko)
    }
  })

  it('names every environment variable that the server reads, as the README does, and no other', () => {
    const variables = [...new Set(read('server/src/config.ts').match(/BONGSU_[A-Z_]+/g))]
    for (const path of ['README.md', ...languages.map((language) => `docs/${language}/operating.md`)]) {
      expect(
        firstCells(read(path))
          .filter((name) => name.startsWith('BONGSU_'))
          .sort(),
        path,
      ).toEqual(variables.sort())
    }
  })

  it('sends readers only to settings that are there', () => {
    const titles = [...read('docs/reference/settings.md').matchAll(/^\*\*(.*) · (.*)\*\*$/gm)]
    for (const [index, language] of languages.entries()) {
      const known = titles.map((match) => match[index + 1])
      const pages = pagesIn(`docs/${language}`).map(read).join('\n')
      const sentTo = [...pages.matchAll(/\*\*(?:시스템 설정|Settings) → ([^*]+)\*\*/g)].map((match) => match[1])
      expect(sentTo.length).toBeGreaterThan(5)
      expect(sentTo.filter((title) => !known.includes(title))).toEqual([])
    }
  })

  it.each(languages)('explains every check kind and each of its options in %s', (language) => {
    const page = read(`docs/${language}/watching.md`)
    for (const name of kindNames) {
      const part = page.split(/^#{2,3} /m).find((one) => one.startsWith(`${name}: `)) ?? ''
      const options = Object.keys(kindOf(name)?.options.shape ?? {})
      expect(
        options.filter((option) => !inBackticks(part).has(option)),
        name,
      ).toEqual([])
      expect(
        firstCells(part).filter((option) => !options.includes(option)),
        name,
      ).toEqual([])
    }
  })

  it.each(languages)('explains every channel kind, event and template field in %s', (language) => {
    const page = read(`docs/${language}/telling.md`)
    for (const name of channelKindNames) expect(page, name).toMatch(new RegExp(`^### ${name}: `, 'm'))
    const words = inBackticks(page)
    const expected = [...alertTopics, ...alertEvents, ...Object.keys(templateFields)]
    expect(expected.filter((word) => !words.has(word))).toEqual([])
  })

  it.each(languages)('gives an example in %s that accepts what we sign and nothing else', async (language) => {
    const [, code = ''] = /```js\n(.*?)```/s.exec(read(`docs/${language}/telling.md`)) ?? []
    const { isFromBongsu } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
      isFromBongsu(secret: string, headers: Record<string, string>, body: string): boolean
    }
    const [secret, other] = [7, 8].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`) as [
      string,
      string,
    ]
    const now = Math.floor(Date.now() / 1000)
    const headersAt = (at: number, ...secrets: string[]) => ({
      'webhook-id': 'id-1',
      'webhook-timestamp': String(at),
      'webhook-signature': secrets.map((one) => sign(one, 'id-1', at, '{"a":"가"}')).join(' '),
    })
    expect(isFromBongsu(secret, headersAt(now, secret), '{"a":"가"}')).toBe(true)
    expect(isFromBongsu(secret, headersAt(now, other, secret), '{"a":"가"}')).toBe(true)
    expect(isFromBongsu(secret, headersAt(now, secret), '{"a":"나"}')).toBe(false)
    expect(isFromBongsu(secret, headersAt(now, other), '{"a":"가"}')).toBe(false)
    expect(isFromBongsu(secret, headersAt(now - 600, secret), '{"a":"가"}')).toBe(false)
  })
})

describe('every page', () => {
  const pages = [...pagesIn('docs'), 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md']

  it('links only to pages and headings that are there', () => {
    const broken = pages.flatMap((page) => relativeLinks(page).filter((link) => !resolves(page, link)))
    expect(broken).toEqual([])
    expect(pages.flatMap(relativeLinks).length).toBeGreaterThan(30)
  })
})

const withoutCode = (page: string): string => page.replaceAll(/^```.*?^```/gms, '')
const headings = (page: string): string[] => withoutCode(page).match(/^#+ .*$/gm) ?? []
const headingLevels = (page: string): number[] => headings(page).map((heading) => heading.indexOf(' '))

const relativeLinks = (page: string): string[] =>
  [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] as string)
    .filter((link) => !/^[a-z]+:/.test(link))

function resolves(page: string, link: string): boolean {
  const [path = '', anchor] = decodeURIComponent(link).split('#')
  const target = path === '' ? page : join(page, '..', path)
  const stat = statSync(join(root, target), { throwIfNoEntry: false })
  if (!stat) return false
  return anchor === undefined || headings(read(target)).some((heading) => anchorOf(heading) === anchor)
}

/** As GitHub makes them. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/^#+ /, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
