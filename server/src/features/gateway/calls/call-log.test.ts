import { expect, it } from 'vitest'
import { systemClock } from '#kernel/clock.ts'
import type { Actor } from '#kernel/operation.ts'
import { eachDatabase } from '#test/databases.ts'
import { CallLog } from './call-log.ts'
import type { EndedCall } from './call-record.ts'
import { endForsaken, endOrphans } from './call-store.ts'

const kim: Actor = { kind: 'person', personId: 2, role: 'user', sessionId: 1, name: 'Kim' }

const endedCall = (id: number, more: Partial<EndedCall> = {}): EndedCall => ({
  id,
  startedAt: Date.UTC(2026, 2, 2, 3),
  actor: kim,
  origin: { door: 'mcp', address: '192.0.2.7' },
  server: null,
  sourceId: 'own',
  tool: 'add',
  args: '{}',
  durationMs: 10,
  outcome: 'success',
  result: null,
  reason: null,
  isAudited: false,
  ...more,
})

eachDatabase((open) => {
  it('keeps the others when the store never takes one, and of that one what it takes', async () => {
    const store = await open()
    const warnings: string[] = []
    const log = new CallLog({
      database: store.database,
      clock: systemClock,
      audit: async () => undefined,
      async stored(_tx, calls) {
        for (const { args } of calls) JSON.parse(args)
      },
      warn: (message) => warnings.push(message),
    })
    const ids = async () =>
      (await store.database.all<{ id: number }>('select id from tool_call order by id')).map(({ id }) => id)

    const unreadable = log.end(endedCall(1, { args: '{' }))
    for (let id = 2; id < 6; id++) await log.end(endedCall(id))
    expect(await ids()).toEqual(expect.arrayContaining([2, 3, 4, 5]))
    await unreadable
    expect(await ids()).toEqual([1, 2, 3, 4, 5])
    const [row] = await store.database.all<{ arguments: string; reason: string }>(
      'select arguments, reason from tool_call where id = 1',
    )
    expect(row?.arguments).toBe('{}')
    expect(row?.reason).toContain('could not be stored')
    expect(warnings.length).toBeGreaterThan(0)
    await store.close()
  })

  it('goes on once with a call whose caller comes again, and ends one whose caller does not', async () => {
    const store = await open()
    const log = new CallLog({
      database: store.database,
      clock: systemClock,
      audit: async () => undefined,
      stored: async () => undefined,
      warn: () => undefined,
    })
    const begin = ({ id, ...call }: EndedCall) => store.database.transaction((tx) => log.open(tx, [{ id, ...call }]))
    const startedAt = Date.now()
    await begin(endedCall(1, { startedAt }))
    await begin(endedCall(2, { startedAt }))
    expect(await log.resume(1, 1)).toBeNull()
    for (const id of [1, 2]) await log.asked(id, 1)
    await log.resume(1, 1)
    await log.asked(1, 2)
    expect(await log.resume(1, 1)).toBeNull()
    const taken = await Promise.all([log.resume(1, 2), log.resume(1, 2)])
    expect(taken.filter((at) => at !== null)).toEqual([startedAt])
    const later = Date.now() + 1000
    expect(await store.database.transaction((tx) => endForsaken(tx, later))).toBe(1)
    expect(await store.database.transaction((tx) => endOrphans(tx, startedAt))).toBe(0)
    await log.end(endedCall(1, { startedAt }))
    const lines = 'select id, outcome, reason from tool_call order by id'
    expect(await store.database.all(lines)).toEqual([
      { id: 1, outcome: 'success', reason: null },
      { id: 2, outcome: 'cancelled', reason: 'the caller was asked for something and did not come again' },
    ])
    expect(await store.database.all('select id from open_call')).toEqual([])
    const hours = 'select outcome, calls from call_hour order by outcome'
    expect(await store.database.all(hours)).toEqual([
      { outcome: 'cancelled', calls: 1 },
      { outcome: 'success', calls: 1 },
    ])
    await store.close()
  })
})
