import { afterAll, describe, expect, it } from 'vitest'
import type { BodyAssertions } from './assertions.ts'
import { type BodyJudge, createBodyJudge, type SharedJudge } from './body-judge.ts'
import { isCheap } from './body-tasks.ts'
import type { Search } from './find-words.ts'
import type { Reading } from './read-page.ts'

const nothing: BodyAssertions = { contains: [], notContains: [], matches: [], notMatches: [], json: [] }
const judge = createBodyJudge({ jobMs: 20_000 })
afterAll(() => judge.stop())
const megabyte = 'a'.repeat(1_048_576)
/** All as large as a body may be made. */
const page: Reading = { html: true, as: 'text' }
const deepText = '['.repeat(5_000_000) + ']'.repeat(5_000_000)
const everything: BodyAssertions = { ...nothing, json: [{ path: '$..*', operator: 'count', value: 1 }] }

/** Patterns that have hung somebody's monitoring, or would. */
const catastrophes = [
  '^(a+)+$',
  '(a*)*b',
  '(a|aa)+$',
  '(.*)*x',
  '([a-z]+)*[0-9]',
  '(x+x+)+y',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '(a|a)*$',
  '.*.*.*.*.*.*=.*',
  '\\s+$',
  '(\\w+\\s*)+$',
  '([^,]*,){50}P',
  '^(.*?,){29}P',
  '(.+)+\\n',
  '(?:a?){50}a{50}',
  '.{0,500}b.{0,500}c',
  '(?:[a-c]*a){20}c$',
  '\\b(\\w+)\\b.*z',
  '(a{1,100}){1,9}b',
  '((a+)(b+)?)+c',
  '(?:(?:a|b|ab)*)*c',
  '^(?:a?a?a?a?a?)*$b',
  '(?i)(?:a|A)*B',
  '[^b]*[^c]*[^d]*[^e]*f',
  '(?:aa*)*(?:aa*)*z',
  '.*a.*a.*a.*a.*b',
  '(?:.|\\n)*z',
  '(\\d|\\w)*!',
  '(?:a+){1,30}$x',
  'a*a*a*a*a*a*a*a*b',
]

/** A collection of garbage falls into somebody's time; what these patterns take where they hold up the loop is seconds. */
const looseMs = 300

/** `npm run verify`, which is to end in a minute, tries some of them: each takes seconds of CPU on purpose. */
const tried = process.env.BONGSU_TEST_QUICK ? catastrophes.filter((_, at) => at % 6 === 0) : catastrophes

const heaviest: [string, (judge: SharedJudge) => ReturnType<BodyJudge['judge'] | BodyJudge['read']>][] = [
  ['a page of nothing but tags', (judge) => judge.read('<a>'.repeat(3_500_000), page)],
  ['a JSON text that is nothing but deep', (judge) => judge.judge(deepText, everything)],
  ['a path to everything in everything', (judge) => judge.judge(`[${'[],'.repeat(3_000_000)}1]`, everything)],
]
const hardest = process.env.BONGSU_TEST_QUICK ? heaviest.slice(1, 2) : heaviest

/** What this thread itself worked meanwhile, in ms: what held up the loop, also on a machine that others keep busy. */
async function ownWork(work: () => Promise<unknown>): Promise<number> {
  const before = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

describe('a body', () => {
  it('is judged the same on the spot and in another process', async () => {
    const asked: BodyAssertions = {
      ...nothing,
      contains: ['needle'],
      matches: ['need.e'],
      json: [{ path: '$.a[*].b', operator: 'equals', value: 'needle' }],
    }
    const body = (items: number) => JSON.stringify({ a: Array.from({ length: items }, () => ({ b: 'needle' })) })
    const simple: BodyAssertions = { ...asked, json: [{ path: '$.a[0].b', operator: 'equals', value: 'needle' }] }
    expect([isCheap(body(10), simple), isCheap(body(100_000), asked)]).toEqual([true, false])
    const [here, there] = await Promise.all([judge.judge(body(10), simple), judge.judge(body(100_000), asked)])
    for (const verdict of [here, there])
      expect('problem' in verdict || verdict.map(({ passed }) => passed)).toEqual([true, true, true])
  })

  it('may be judged many times at once', async () => {
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, (_unused, at) =>
        judge.judge(`{"n":${at}}`, { ...nothing, json: [{ path: '$..n', operator: 'equals', value: at }] }),
      ),
    )
    expect(verdicts.every((verdict) => !('problem' in verdict) && verdict[0]?.passed)).toBe(true)
  })

  it.each([
    ['a pattern that cannot be', { ...nothing, matches: ['('] }],
    ['a schema that points nowhere', { ...nothing, jsonSchema: '{"$ref":"#/nowhere"}' }],
  ])('with %s is a mistake of the options', async (_what, asked) => {
    expect(await judge.judge('{}', asked)).toMatchObject({ fault: 'config' })
  })
})

describe('assertions that take too long', () => {
  it('are ended, as a mistake of the options, and others are judged afterwards', async () => {
    const strict = createBodyJudge({ processes: 1, jobMs: 300 })
    const endless: BodyAssertions = { ...nothing, json: [{ path: '$..*..*..*..*..*', operator: 'exists' }] }
    const deep = JSON.stringify(
      Array.from({ length: 40 }).reduce<unknown>((inner) => [inner, inner === null ? 1 : 2, 3], null),
    )
    const started = performance.now()
    const first = strict.judge(deep.repeat(1), endless)
    const second = strict.judge('{"a":1}', { ...nothing, json: [{ path: '$..a', operator: 'equals', value: 1 }] })
    expect(await first).toMatchObject({ fault: 'config', problem: { en: expect.stringContaining('too much time') } })
    expect(performance.now() - started).toBeLessThan(120_000)
    expect(await second).toMatchObject([{ passed: true }])
    await strict.stop()
  })

  it.each(tried.map((pattern) => [pattern]))('never hold up everybody else: %s over 1 MB', async (pattern) => {
    let verdict: Awaited<ReturnType<typeof judge.judge>> | undefined
    const worked = await ownWork(async () => {
      verdict = await judge.judge(megabyte, { ...nothing, matches: [pattern] })
    })
    expect(verdict).toBeDefined()
    expect(worked).toBeLessThan(looseMs)
  })

  it.each(tried.map((pattern) => [pattern]))(
    'nor when every place is counted, or a value taken: %s over 1 MB',
    async (pattern) => {
      const counting: Search = {
        reading: { html: false, as: 'source' },
        words: [pattern],
        syntax: 'regex',
        caseSensitive: true,
        normalize: false,
      }
      const worked = await ownWork(async () => {
        expect(await judge.find(megabyte, counting)).toBeDefined()
        expect(await judge.capture(megabyte, [{ pattern }])).toBeDefined()
      })
      expect(worked).toBeLessThan(looseMs)
    },
  )

  it('are given up, as our own fault, when the look they belong to is over', async () => {
    const busy = createBodyJudge({ processes: 1 })
    const hard: BodyAssertions = { ...nothing, matches: ['(?:a?){50}a{50}'] }
    const first = busy.judge(megabyte, hard)
    expect(await busy.within(20).judge(megabyte, hard)).toMatchObject({ fault: 'own' })
    expect(await busy.within(0).judge(megabyte, hard)).toMatchObject({ fault: 'own' })
    expect(await busy.within(0).judge('a', { ...nothing, contains: ['a'] })).toMatchObject([{ passed: true }])
    expect(await first).not.toMatchObject({ fault: 'own' })
    await busy.stop()
  })

  it.each(hardest)(
    'take no more than themselves with them: %s',
    async (_what, work) => {
      const one = createBodyJudge({ processes: 1, jobMs: 20_000 })
      const answer = await work(one)
      if ('fault' in answer) expect(answer.fault).toBe('config')
      expect(await one.judge('{"a":1}', { ...nothing, json: [{ path: '$..a', operator: 'exists' }] })).toMatchObject([
        { passed: true },
      ])
      await one.stop()
    },
    120_000,
  )

  it('do not keep anybody waiting once it is stopped', async () => {
    const stopping = createBodyJudge({ processes: 1 })
    const running = stopping.judge(megabyte, { ...nothing, matches: ['(?:a?){50}a{50}'] })
    const waiting = stopping.judge(megabyte, { ...nothing, matches: ['(?:a?){50}a{50}'] })
    await stopping.stop()
    expect(await running).toMatchObject({ fault: 'own' })
    expect(await waiting).toMatchObject({ fault: 'own' })
    expect(await stopping.judge(megabyte, { ...nothing, matches: ['(?:a?){50}a{50}'] })).toMatchObject({ fault: 'own' })
  })
})
