import { expect, it } from 'vitest'
import { headlineQuota, type Quota, quotaState, quotasOfTool } from './quota.ts'

const quota = (changes: Partial<Quota>): Quota => ({
  limit: 100,
  used: 10,
  remaining: 90,
  window: 'day',
  target_kind: 'all',
  target: '',
  from_rule: 'default',
  resets_at: '2026-03-10T00:00:00.000Z',
  ...changes,
})

it('is calm, then near its end, then spent; a limit of none is always calm', () => {
  expect(quotaState({ limit: 100, remaining: 50 })).toBe('up')
  expect(quotaState({ limit: 1000, remaining: 99 })).toBe('degraded')
  expect(quotaState({ limit: 20, remaining: 4 })).toBe('degraded')
  expect(quotaState({ limit: 3, remaining: 3 })).toBe('up')
  expect(quotaState({ limit: 20, remaining: 0 })).toBe('down')
  expect(quotaState({ limit: -1, remaining: null })).toBe('up')
})

it('puts the day in front, unless another limit on all tools is nearly spent', () => {
  const day = quota({})
  const minute = quota({ window: 'minute', limit: 60, remaining: 40 })
  const oneTool = quota({ target_kind: 'tool', target: 'add', remaining: 0 })
  expect(headlineQuota([minute, day, oneTool])).toBe(day)
  const spent = { ...minute, remaining: 0 }
  expect(headlineQuota([day, spent])).toBe(spent)
  expect(headlineQuota([quota({ limit: -1, remaining: null })])).toBeUndefined()
})

it('knows which limits a tool is held against', () => {
  const all = quota({})
  const own = quota({ target_kind: 'tool', target: 'add' })
  const tag = quota({ target_kind: 'tag', target: 'basic' })
  const other = quota({ target_kind: 'tool', target: 'subtract' })
  expect(quotasOfTool([all, own, tag, other], { name: 'add', tags: ['basic'] })).toEqual([all, own, tag])
})
