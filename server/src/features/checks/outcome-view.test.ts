import { text } from '@bongsu/contract/text.ts'
import { expect, it } from 'vitest'
import { outcomeView } from './outcome-view.ts'

it('says times to the hundredth of a millisecond, and never a negative one', () => {
  const view = (durationMs: number) =>
    outcomeView({ state: 'up', message: text('예', 'yes'), durationMs, evidence: {} }, 0, 'en').duration_ms
  expect(view(1.384_526_000_004_261_6)).toBe(1.38)
  expect(view(-1)).toBe(0)
})
