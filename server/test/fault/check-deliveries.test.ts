import { describe, expect, it } from 'vitest'
import { brokenPromises, type Heard } from './check-deliveries.ts'

describe('the judge of a fault run', () => {
  const down = { incidentId: 1, event: 'down' }
  const recovered = { incidentId: 1, event: 'recovered' }
  const say = (event: string, fields: Partial<Heard> = {}): Heard => ({
    channel: '/a',
    id: `id-${event}`,
    event,
    incidentId: 1,
    includes: [],
    isTaken: true,
    ...fields,
  })

  it('is content when everything was heard in order, also in one message', () => {
    expect(brokenPromises([down, recovered], ['/a'], [say('down'), say('down'), say('recovered')])).toEqual([])
    const joined = say('recovered', { includes: [{ id: 'id-down', event: 'down', incidentId: 1 }] })
    expect(brokenPromises([down, recovered], ['/a'], [joined])).toEqual([])
  })

  it('sees what was lost, renamed or told in the wrong order', () => {
    expect(brokenPromises([down, recovered], ['/a', '/b'], [say('down'), say('recovered')])).toHaveLength(2)
    expect(brokenPromises([down], ['/a'], [say('down', { isTaken: false })])).toHaveLength(1)
    expect(brokenPromises([down], ['/a'], [say('down'), say('down', { id: 'other' })])).toHaveLength(1)
    expect(brokenPromises([down, recovered], ['/a'], [say('recovered'), say('down')])).toHaveLength(1)
  })
})
