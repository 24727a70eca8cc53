import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minute, second } from '#kernel/clock.ts'
import { localTime } from '#kernel/zone-time.ts'
import type { Database } from '#platform/db/contract.ts'
import { eachDatabase, type TestDatabase } from '#test/databases.ts'
import { FakeClock } from '#test/fake-clock.ts'
import type { OpenCall } from '../calls/call-record.ts'
import { LimitDesk } from './limit-desk.ts'
import { type Counted, type LimitRule, type LimitWindow, limitWindows, standingAt } from './limit-rule.ts'
import { putRule } from './limit-store.ts'

const who: Counted = { tokenId: 7, personId: 3, role: 'user' }
const add = { name: 'add', tags: ['basic'] }
const anyone: Omit<LimitRule, 'id'> = {
  subjectKind: 'default',
  subject: '',
  targetKind: 'all',
  target: '',
  window: 'day',
  max: 2,
}

interface Desk {
  readonly desk: LimitDesk
  readonly clock: FakeClock
  setZone(zone: string): void
  rule(rule: Partial<Omit<LimitRule, 'id'>>): Promise<unknown>
  /** How many of so many calls are admitted. */
  admitted(count: number, asked?: Counted, tool?: typeof add): Promise<number>
}

function deskAt(database: Database, at: string, zone: string): Desk {
  const clock = new FakeClock(at)
  let timeZone = zone
  const desk = new LimitDesk({ database, clock, timeZone: () => timeZone, open: async () => undefined })
  return {
    desk,
    clock,
    setZone: (next) => {
      timeZone = next
    },
    rule: (rule) => database.transaction((tx) => putRule(tx, { ...anyone, ...rule }, clock.now())),
    async admitted(count, asked = who, tool = add) {
      const request = { who: asked, tool, call: {} as OpenCall }
      const admissions = await Promise.all(Array.from({ length: count }, () => desk.admit(request)))
      return admissions.filter(({ admitted }) => admitted).length
    },
  }
}

eachDatabase((open) => {
  const withDesk = async (at: string, zone: string, work: (desk: Desk, store: TestDatabase) => Promise<void>) => {
    const store = await open()
    await store.database.run('delete from limit_rule')
    await work(deskAt(store.database, at, zone), store).finally(() => store.close())
  }

  describe('a limit', () => {
    // One second before midnight in the zone, in winter, summer, and on days that have 23, 25 or no whole first hour.
    it.each([
      ['Asia/Seoul', '2026-03-01T14:59:59Z'],
      ['America/New_York', '2026-03-08T04:59:59Z'],
      ['America/New_York', '2026-03-09T03:59:59Z'],
      ['America/New_York', '2026-11-02T04:59:59Z'],
      ['America/Santiago', '2026-09-06T03:59:59Z'],
      ['Asia/Kolkata', '2026-05-31T18:29:59Z'],
    ])('of a day begins anew at midnight of %s (%s), and no second sooner', (zone, at) =>
      withDesk(at, zone, async ({ admitted, clock, rule }) => {
        await rule({ window: 'day', max: 2 })
        expect(await admitted(5)).toBe(2)
        await clock.advance(second - 1)
        expect(await admitted(1)).toBe(0)
        await clock.advance(1)
        expect(localTime(clock.now(), zone)).toMatchObject({ minute: 0 })
        expect(await admitted(5)).toBe(2)
      }),
    )

    it.each([
      ['Asia/Seoul', '2026-01-31T14:59:59Z'],
      ['America/New_York', '2026-11-01T03:59:59Z'],
      ['America/New_York', '2027-01-01T04:59:59Z'],
    ])('of a month begins anew at its end in %s (%s)', (zone, at) =>
      withDesk(at, zone, async ({ admitted, clock, rule }) => {
        await rule({ window: 'month', max: 3 })
        expect(await admitted(5)).toBe(3)
        await clock.advance(second)
        expect(await admitted(5)).toBe(3)
      }),
    )

    it('that two processes count across midnight admits what it says for each day, though their clocks differ', () =>
      withDesk('2026-03-01T14:59:59.500Z', 'Asia/Seoul', async (late, { database }) => {
        const early = deskAt(database, '2026-03-01T15:00:00.100Z', 'Asia/Seoul')
        await late.rule({ window: 'day', max: 10 })
        expect(await late.admitted(4)).toBe(4)
        expect(await early.admitted(6)).toBe(6)
        // The day has turned for one of them: the other does not turn it back.
        expect(await late.admitted(20)).toBe(4)
        expect(await early.admitted(20)).toBe(0)
        await late.clock.advance(second)
        expect(await late.admitted(20)).toBe(0)
      }))

    it('keeps what was used of today when the zone is another one', () =>
      withDesk('2026-03-02T02:00:00Z', 'Asia/Seoul', async ({ admitted, rule, setZone }) => {
        await rule({ window: 'day', max: 5 })
        expect(await admitted(3)).toBe(3)
        setZone('America/New_York')
        expect(await admitted(9)).toBe(2)
      }))

    it('of a clock that was far ahead does not bind those that are right', () =>
      withDesk('2029-03-02T02:00:00Z', 'Asia/Seoul', async (ahead, { database }) => {
        await ahead.rule({ window: 'day', max: 2 })
        expect(await ahead.admitted(3)).toBe(2)
        expect(await deskAt(database, '2026-03-02T02:00:00Z', 'Asia/Seoul').admitted(3)).toBe(2)
      }))

    it('holds from the next call on when it was changed, with what was used', () =>
      withDesk('2026-03-02T02:00:00Z', 'Asia/Seoul', async ({ admitted, rule }) => {
        await rule({ max: 10 })
        expect(await admitted(6)).toBe(6)
        await rule({ max: 4 })
        expect(await admitted(1)).toBe(0)
        await rule({ max: 8 })
        expect(await admitted(5)).toBe(2)
        await rule({ max: 0 })
        expect(await admitted(1)).toBe(0)
        await rule({ max: -1 })
        expect(await admitted(50)).toBe(50)
      }))

    it.each(limitWindows)('of the nearest subject holds alone: token, person, role, default (%s)', (window) =>
      withDesk('2026-03-02T02:00:00Z', 'Asia/Seoul', async ({ admitted, rule }) => {
        await rule({ window, max: 1 })
        await rule({ window, subjectKind: 'role', subject: 'user', max: 2 })
        await rule({ window, subjectKind: 'person', subject: '3', max: 4 })
        await rule({ window, subjectKind: 'token', subject: '7', max: 6 })
        expect(await admitted(10)).toBe(6)
        // Another token of the same person counts the person; another person has the role's.
        expect(await admitted(10, { ...who, tokenId: 8 })).toBe(4)
        expect(await admitted(10, { ...who, tokenId: 9 })).toBe(0)
        expect(await admitted(10, { tokenId: 10, personId: 4, role: 'user' })).toBe(2)
        expect(await admitted(10, { tokenId: 11, personId: 5, role: 'viewer' })).toBe(1)
        // A service token is its own person.
        expect(await admitted(10, { tokenId: 12, personId: null, role: 'viewer' })).toBe(1)
      }),
    )

    it('gives a call back in the window it was taken from, and in no other', () =>
      withDesk('2026-03-02T02:00:00Z', 'Asia/Seoul', async ({ admitted, clock, desk, rule }) => {
        await rule({ window: 'minute', max: 2 })
        const taken = await desk.admit({ who, tool: add, call: {} as OpenCall })
        expect(await admitted(3)).toBe(1)
        const standings = taken.admitted ? taken.standings : []
        await desk.giveBack(standings)
        expect(await admitted(3)).toBe(1)
        await clock.advance(minute)
        expect(await admitted(1)).toBe(1)
        await desk.giveBack(standings)
        expect(await admitted(3)).toBe(1)
      }))

    it('admits what a slow count by hand admits, whatever the rules, callers and hours', () =>
      fc.assert(
        fc.asyncProperty(history, (steps) =>
          withDesk('2026-10-31T20:00:00Z', 'America/New_York', async ({ clock, desk, rule }) => {
            const model = new SlowCount('America/New_York')
            for (const step of steps) {
              if ('wait' in step) await clock.advance(step.wait)
              else if ('max' in step) {
                await rule(step)
                model.rules.set(JSON.stringify([step.subjectKind, step.targetKind, step.window]), step)
              } else {
                const { admitted } = await desk.admit({ who: step.who, tool: step.tool, call: {} as OpenCall })
                expect(admitted).toBe(model.admit(step.who, step.tool, clock.now()))
              }
            }
          }),
        ),
        { numRuns: 25, seed: 2026 },
      ))
  })
})

describe('what stands of a counter', () => {
  it('never counts more than was counted, and never less within its window', () => {
    const at = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') })
    const zones = fc.constantFrom('Asia/Seoul', 'America/New_York', 'UTC', 'Australia/Lord_Howe')
    fc.assert(
      fc.property(at, fc.constantFrom(...limitWindows), zones, (now, window, zone) => {
        const { span } = standingAt(undefined, window, now, zone)
        expect(span.from <= now && now < span.to).toBe(true)
        const counter = { windowFrom: span.from, used: 3 }
        expect(standingAt(counter, window, span.to - 1, zone).used).toBe(3)
        expect(standingAt(counter, window, span.to, zone).used).toBe(0)
      }),
      { numRuns: 300, seed: 7 },
    )
  })
})

type Step =
  | { wait: number }
  | { who: Counted; tool: typeof add }
  | (Pick<LimitRule, 'subjectKind' | 'subject' | 'targetKind' | 'target' | 'window' | 'max'> & { max: number })

const subjects = fc.constantFrom(
  { subjectKind: 'token', subject: '7' } as const,
  { subjectKind: 'person', subject: '3' } as const,
  { subjectKind: 'role', subject: 'user' } as const,
  { subjectKind: 'default', subject: '' } as const,
)
const targets = fc.constantFrom(
  { targetKind: 'all', target: '' } as const,
  { targetKind: 'tool', target: 'add' } as const,
  { targetKind: 'tag', target: 'basic' } as const,
)
const ruleStep = fc
  .tuple(subjects, targets, fc.constantFrom<LimitWindow>(...limitWindows), fc.integer({ min: -1, max: 6 }))
  .map(([subject, target, window, max]): Step => ({ ...subject, ...target, window, max }))
const callStep = fc
  .tuple(
    fc.constantFrom<Counted>(
      who,
      { ...who, tokenId: 8 },
      { tokenId: null, personId: 3, role: 'user' },
      { tokenId: 9, personId: 4, role: 'user' },
    ),
    fc.constantFrom(add, { name: 'subtract', tags: ['basic'] }, { name: 'other', tags: [] }),
  )
  .map(([asked, tool]): Step => ({ who: asked, tool }))
const waitStep = fc.constantFrom<Step>({ wait: second }, { wait: minute }, { wait: 3_600_000 }, { wait: 86_400_000 })
const history = fc.array(
  fc.oneof({ weight: 6, arbitrary: callStep }, { weight: 2, arbitrary: ruleStep }, { weight: 1, arbitrary: waitStep }),
  { minLength: 10, maxLength: 60 },
)

/** Every admitted call is kept and counted again for each decision: slow, and with nothing in it to get wrong. */
class SlowCount {
  readonly rules = new Map<string, Omit<LimitRule, 'id'>>()
  readonly #admitted: { at: number; counters: string[] }[] = []
  readonly #zone: string

  constructor(zone: string) {
    this.#zone = zone
  }

  admit(asked: Counted, tool: typeof add, now: number): boolean {
    const holding = (['all', 'tool', 'tag'] as const).flatMap((target) =>
      limitWindows.flatMap((window) => {
        const nearest = (['token', 'person', 'role', 'default'] as const)
          .map((subject) => this.rules.get(JSON.stringify([subject, target, window])))
          .find((rule) => rule && this.#isAbout(rule, asked, tool))
        return nearest ? [nearest] : []
      }),
    )
    const limited = holding.filter(({ max }) => max >= 0)
    const name = ({ subjectKind, targetKind, window }: Omit<LimitRule, 'id'>) =>
      `${subjectKind === 'token' || asked.personId === null ? `t${asked.tokenId}` : `p${asked.personId}`} ${targetKind} ${window}`
    const used = (rule: Omit<LimitRule, 'id'>) =>
      this.#admitted.filter(
        ({ at, counters }) =>
          counters.includes(name(rule)) && this.#label(rule.window, at) === this.#label(rule.window, now),
      ).length
    if (limited.some((rule) => used(rule) >= rule.max)) return false
    this.#admitted.push({ at: now, counters: limited.map(name) })
    return true
  }

  #isAbout(rule: Omit<LimitRule, 'id'>, asked: Counted, tool: typeof add): boolean {
    if (rule.targetKind === 'tool' && tool.name !== rule.target) return false
    if (rule.targetKind === 'tag' && !tool.tags.includes(rule.target)) return false
    if (rule.subjectKind === 'token') return asked.tokenId === 7
    if (rule.subjectKind === 'person') return asked.personId === 3
    return rule.subjectKind === 'role' ? asked.role === 'user' : true
  }

  #label(window: LimitWindow, at: number): string {
    if (window === 'minute') return String(Math.floor(at / minute))
    const { year, month, day } = localTime(at, this.#zone)
    return window === 'month' ? `${year} ${month}` : `${year} ${month} ${day}`
  }
}
