import { expect, it } from 'vitest'
import { systemClock } from '#kernel/clock.ts'
import type { Actor } from '#kernel/operation.ts'
import { eachDatabase } from '#test/databases.ts'
import { CallLog } from './call-log.ts'
import type { EndedCall } from './call-record.ts'

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
})
