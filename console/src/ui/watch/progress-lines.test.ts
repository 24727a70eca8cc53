import { expect, it } from 'vitest'
import { type HeardProgress, progressLines, progressShare } from './progress-lines.ts'

const told = (at_ms: number, label: string, more: Partial<HeardProgress> = {}): HeardProgress => ({
  at_ms,
  phase: label,
  label,
  is_part: false,
  heardAt: 1_000 + at_ms,
  ...more,
})
const shown = (heard: readonly HeardProgress[]) =>
  progressLines(heard).map(({ label, is, isPart, tookMs }) =>
    `${isPart ? '- ' : ''}${label} ${is} ${tookMs ?? ''}`.trim(),
  )

it('shows each phase with the time it took, and the one that is under way', () => {
  const heard = [told(0, 'connect'), told(20, 'ttfb')]
  expect(shown(heard)).toEqual(['connect done 20', 'ttfb now'])
  expect(progressLines(heard)[1]?.since).toBe(1_020)
  expect(progressShare(heard)).toBeUndefined()
  expect(progressLines([])).toEqual([])
})

it('shows the steps to come, and the parts of the one that is under way only', () => {
  const plan = ['open', 'sign in', 'order']
  const step = (number: number) => ({ step: { number, total: 3 } })
  const heard = [
    told(0, 'browser'),
    told(300, 'open', { ...step(1), plan }),
    told(310, 'connect', { is_part: true }),
    told(500, 'sign in', step(2)),
    told(510, 'connect', { is_part: true }),
    told(530, 'ttfb', { is_part: true }),
  ]
  expect(shown(heard)).toEqual([
    'browser done 300',
    'open done 200',
    'sign in now',
    '- connect done 20',
    '- ttfb now',
    'order ahead',
  ])
  expect(progressShare(heard)).toBeCloseTo(1 / 3)
  expect(shown([told(0, 'browser'), told(300, 'start', { plan })])).toEqual([
    'browser done 300',
    'start now',
    'open ahead',
    'sign in ahead',
    'order ahead',
  ])
  const wrapUp = [...heard, told(700, 'order', step(3)), told(900, 'keep')]
  expect(shown(wrapUp)).toEqual(['browser done 300', 'open done 200', 'sign in done 200', 'order done 200', 'keep now'])
})
