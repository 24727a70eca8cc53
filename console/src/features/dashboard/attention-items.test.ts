import { expect, it } from 'vitest'
import { attentionOf } from './attention-items.ts'

const incident = (id: number, acknowledged_at: string | null) => ({ id, acknowledged_at }) as never
const target = (id: number, days_left: number) => ({ monitor: { id }, days_left }) as never
const well = { is_running: true, blind_since: null }
const nothing = { open_incidents: [], expiring: [] }

it('is empty when there is nothing to do', () => {
  expect(attentionOf({ summary: nothing, deadCount: 0, scheduler: well })).toEqual([])
  expect(attentionOf({ summary: nothing, deadCount: 0, scheduler: undefined })).toEqual([])
})

it('puts what nobody takes care of before what somebody does, and haste before planning', () => {
  const summary = {
    open_incidents: [incident(1, '2026-01-01T00:00:00Z'), incident(2, null)],
    expiring: [target(5, 12), target(6, 1), target(7, -2)],
  }
  const items = attentionOf({
    summary,
    deadCount: 2,
    scheduler: { is_running: false, blind_since: '2026-01-01T00:00:00Z' },
  })
  expect(items.map(({ key }) => key)).toEqual([
    'stopped',
    'blind',
    'incident 2',
    'expiring 7',
    'expiring 6',
    'incident 1',
    'dead',
    'expiring 5',
  ])
})
