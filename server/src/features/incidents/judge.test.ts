import { describe, expect, it } from 'vitest'
import { judge } from './judge.ts'
import { freshMemory, knownUntil, type Memory } from './judge-memory.ts'
import { decodeMemory, encodeMemory } from './judge-memory-codec.ts'
import type { Change, IntervalStep, Observation, Rules } from './verdict.ts'

const minute = 60_000
const start = Date.parse('2026-03-02T00:00:00Z')
const rules: Rules = { alertThreshold: 3, recoveryThreshold: 1, everyMs: minute, alertsOn: true }

const letters = { u: 'up', d: 'down', s: 'degraded', '?': 'unknown' } as const

/** Looks a minute apart: u up, d down, s slow, ? unknown; a capital letter is one under maintenance, `_` a missed slot. */
function looks(script: string): Observation[] {
  return [...script].flatMap((letter, index) => {
    const state = letters[letter.toLowerCase() as keyof typeof letters]
    if (state === undefined) return []
    const inMaintenance = /[A-Z]/.test(letter)
    const slotAt = start + index * minute
    return [{ slotAt, knownAt: slotAt, state, slow: state === 'degraded', inMaintenance, blind: false }]
  })
}

interface Course {
  memory: Memory
  changes: Change[]
  steps: IntervalStep[]
  slowNotices: number
}

function judged(script: string | Observation[], with_: Partial<Rules> = {}): Course {
  const course: Course = { memory: freshMemory(start), changes: [], steps: [], slowNotices: 0 }
  for (const look of typeof script === 'string' ? looks(script) : script) {
    const verdict = judge(course.memory, look, { ...rules, ...with_ })
    course.memory = verdict.memory
    course.changes.push(...verdict.changes)
    course.steps.push(...verdict.steps)
    if (verdict.slowNotice) course.slowNotices++
  }
  return course
}

/** `down@3` is a change dated back to minute 3; `(maintenance)` says why nobody was told. */
const told = (course: Course): string[] =>
  course.changes.map(
    ({ what, at, suppressed }) => `${what}@${(at - start) / minute}${suppressed ? ` (${suppressed})` : ''}`,
  )

const incidents = (course: Course): string[] =>
  course.changes.flatMap(({ incident }) => (incident ? [`${incident.does}@${(incident.at - start) / minute}`] : []))

describe('a failure', () => {
  it('is confirmed by the threshold of consecutive results and dates back to the first', () => {
    expect(told(judged('uudd'))).toEqual(['first_known@0'])
    expect(told(judged('uuddd'))).toEqual(['first_known@0', 'down@2'])
    expect(incidents(judged('uuddd'))).toEqual(['open@2'])
  })

  it('is told once, however long it lasts', () => {
    expect(told(judged('udddddddd'))).toEqual(['first_known@0', 'down@1'])
  })

  it('counts anew after one good result', () => {
    expect(told(judged('uddudd'))).toEqual(['first_known@0'])
  })

  it('ends with the recovery threshold, at the first good result, and says how long it lasted', () => {
    const course = judged('udddduuu', { recoveryThreshold: 2 })
    expect(told(course)).toEqual(['first_known@0', 'down@1', 'recovered@5'])
    expect(course.changes.at(-1)?.downForMs).toBe(4 * minute)
    expect(incidents(course)).toEqual(['open@1', 'end@5'])
  })

  it('can be the first thing that is ever known', () => {
    expect(told(judged('ddd'))).toEqual(['down@0'])
  })
})

describe('slow answers', () => {
  it('become degraded by the same threshold and open no incident', () => {
    const course = judged('usssu')
    expect(told(course)).toEqual(['first_known@0', 'degraded@1', 'no_longer_degraded@4'])
    expect(incidents(course)).toEqual([])
  })

  it('end an outage, because the target answers', () => {
    expect(told(judged('udddssu'))).toEqual(['first_known@0', 'down@1', 'recovered@4', 'no_longer_degraded@6'])
  })

  it('raise a notice at most once in fifteen minutes', () => {
    expect(judged('s'.repeat(15)).slowNotices).toBe(1)
    expect(judged('s'.repeat(16)).slowNotices).toBe(2)
    expect(judged('SSSSSSs').slowNotices).toBe(1)
  })
})

describe('unknown results', () => {
  it('neither count nor interrupt', () => {
    expect(told(judged('ud?d?d'))).toEqual(['first_known@0', 'down@1'])
  })

  it('in a row make the time unknown from the first on, and the state comes back with sight', () => {
    expect(told(judged('uu???u'))).toEqual(['first_known@0', 'unknown@2', 'known_again@5'])
    expect(judged('uu???u').memory.state).toBe('up')
  })

  it('never make a failure of ours look like one of the target', () => {
    expect(told(judged('udd???d'))).toEqual(['first_known@0', 'unknown@3', 'known_again@6'])
  })

  it('leave an incident open until the target is seen to answer', () => {
    const course = judged('uddd???du')
    expect(told(course)).toEqual(['first_known@0', 'down@1', 'unknown@4', 'known_again@7', 'recovered@8'])
    expect(incidents(course)).toEqual(['open@1', 'end@8'])
  })

  it('alert nobody when our own connection is lost', () => {
    const blind = looks('u???').map((look) => ({ ...look, blind: look.state === 'unknown' }))
    expect(told(judged(blind))).toEqual(['first_known@0', 'unknown@1 (blind)'])
  })
})

describe('maintenance', () => {
  it('holds the alert and opens no incident', () => {
    const course = judged('uUDDDDUu')
    expect(told(course)).toEqual(['first_known@0', 'down@2 (maintenance)', 'recovered@6 (maintenance)'])
    expect(incidents(course)).toEqual([])
  })

  it('is followed by the alert when the failure outlasts it', () => {
    const course = judged('uDDDDdu')
    expect(told(course)).toEqual(['first_known@0', 'down@1 (maintenance)', 'down@5', 'recovered@6'])
    expect(incidents(course)).toEqual(['open@5', 'end@6'])
  })

  it('does not hold the good news of an outage that was told before', () => {
    expect(told(judged('udddDU'))).toEqual(['first_known@0', 'down@1', 'recovered@5'])
  })
})

describe('flapping', () => {
  const restless = `${'u'.repeat(10)}${'du'.repeat(8)}`

  it('is told once and silences what happens meanwhile', () => {
    const course = judged(restless, { alertThreshold: 1 })
    const kinds = told(course)
    expect(kinds.filter((kind) => kind.startsWith('flapping_started'))).toHaveLength(1)
    const after = kinds.slice(kinds.findIndex((kind) => kind.startsWith('flapping_started')) + 1)
    expect(after.length).toBeGreaterThan(3)
    expect(after.every((kind) => kind.endsWith('(flapping)'))).toBe(true)
  })

  it('keeps one incident open until it calms down, which ends with the last recovery', () => {
    const course = judged(`${restless}${'u'.repeat(25)}`, { alertThreshold: 1 })
    const ended = course.changes.find(({ what }) => what === 'flapping_ended')
    expect(ended?.suppressed).toBeNull()
    const [last, ...before] = incidents(course).reverse()
    expect(last).toBe('end@25')
    expect(before[0]).toMatch(/^open@/)
    expect(course.memory.inIncident).toBe(false)
  })

  it('begins at thirty percent of weighted changes among the last 21, and needs all of them', () => {
    expect(told(judged(`${'u'.repeat(15)}dududu`, { alertThreshold: 10 }))).toEqual([
      'first_known@0',
      'flapping_started@20',
    ])
    expect(told(judged(`${'u'.repeat(14)}dududu`, { alertThreshold: 10 }))).toEqual(['first_known@0'])
  })
})

describe('time in which nobody looked', () => {
  it('belongs to nobody once more than three slots are missing', () => {
    const course = judged('uu____u')
    expect(course.steps.slice(1)).toEqual([
      { at: start + 2 * minute, state: null },
      { at: start + 6 * minute, state: 'up' },
    ])
    expect(judged('uu__u').steps).toHaveLength(1)
  })

  it('confirms nothing across itself', () => {
    expect(told(judged('udd_____d'))).toEqual(['first_known@0'])
  })

  it('is what the present looks like when the looks stop', () => {
    const { memory } = judged('uuu')
    expect(knownUntil(memory, start + 5 * minute)).toBe(start + 5 * minute)
    expect(knownUntil(memory, start + 9 * minute)).toBe(start + 3 * minute)
  })
})

it('leaves a look that comes too late unjudged', () => {
  const late = [
    ...looks('uuddd'),
    { ...looks('u')[0], slotAt: start + 3 * minute, knownAt: start + 5 * minute } as Observation,
  ]
  expect(told(judged(late))).toEqual(['first_known@0', 'down@2'])
})

it('goes on judging when the clock was an hour ahead and is put right', () => {
  const ahead = looks('uuddd').map((look) => ({
    ...look,
    slotAt: look.slotAt + 60 * minute,
    knownAt: look.knownAt + 60 * minute,
  }))
  const course = judged([...ahead, ...looks('_____ddu')])
  expect(told(course)).toEqual(['first_known@60', 'down@62', 'recovered@7'])
  expect(course.steps.slice(2)).toEqual([
    { at: start + 5 * minute, state: 'down' },
    { at: start + 7 * minute, state: 'up' },
  ])
})

it('says nothing to anybody while alerts are off', () => {
  expect(told(judged('udddu', { alertsOn: false }))).toEqual([
    'first_known@0',
    'down@1 (alerts_off)',
    'recovered@4 (alerts_off)',
  ])
})

it('remembers everything across its own encoding', () => {
  for (const script of ['', 'u', 'uddd', 'udDD?d', 'u???', 'usss', `${'u'.repeat(10)}${'du'.repeat(8)}`]) {
    const memory = { ...judged(script).memory, keywords: ['missing:hello', 'found:"오류"'] }
    expect(decodeMemory(encodeMemory(memory), start)).toEqual(memory)
  }
})

it('refuses a memory it did not write', () => {
  expect(() => decodeMemory('[7,1]', start)).toThrow('version 7')
})
