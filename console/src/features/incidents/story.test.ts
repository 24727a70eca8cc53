import { expect, it } from 'vitest'
import { detailOf, isLook, type StoryEvent, storyOf, tally } from './story.ts'

let id = 0
const event = (kind: StoryEvent['kind'], at: string, details: StoryEvent['details'] = null): StoryEvent => {
  id += 1
  return { id, kind, at, message: kind, details, person: null }
}

const opened = '2026-03-09T14:59:30.000Z'
const seoulDay = (moment: string) => new Date(Date.parse(moment) + 9 * 3_600_000).toISOString().slice(0, 10)

it('counts the failures that made sure of it and nothing else', () => {
  const lines = storyOf(
    [
      event('failed', opened),
      event('failed', '2026-03-09T14:59:40.000Z'),
      event('confirmed', '2026-03-09T14:59:41.000Z'),
    ],
    opened,
    seoulDay,
  )
  expect(lines.map(({ nth }) => nth)).toEqual([1, 2, null])
  expect(lines.map(({ after }) => after)).toEqual([0, 10_000, 11_000])
})

it('says the day once, when the reader’s own day begins', () => {
  const lines = storyOf(
    [event('failed', opened), event('note', '2026-03-09T14:59:59.000Z'), event('note', '2026-03-09T15:00:01.000Z')],
    opened,
    seoulDay,
  )
  expect(lines.map(({ isNewDay }) => isNewDay)).toEqual([true, false, true])
})

it('never counts backwards when a clock was set back', () => {
  expect(storyOf([event('note', '2026-03-09T14:59:00.000Z')], opened, seoulDay)[0]!.after).toBe(0)
})

it('trusts a detail only when it is of the right kind', () => {
  expect(detailOf(event('failed', opened, { attempts: 3 }), 'attempts')).toBe(3)
  expect(detailOf(event('failed', opened, { attempts: '3' }), 'attempts')).toBeUndefined()
  expect(detailOf(event('failed', opened), 'attempts')).toBeUndefined()
})

it('offers evidence only of lines that are looks', () => {
  expect(isLook(event('failed', opened))).toBe(true)
  expect(isLook(event('confirmed', opened))).toBe(false)
})

it('tallies who was told and who was not', () => {
  expect(tally([event('told', opened), event('not_told', opened), event('told', opened)])).toEqual({
    told: 2,
    failed: 1,
  })
})
