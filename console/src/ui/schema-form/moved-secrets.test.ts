import { expect, it } from 'vitest'
import { rearranged } from './moved-secrets.ts'

const paths = new Set(['options.steps[0].value', 'options.steps[2].value', 'options.token', 'options.stepsize[0]'])

it('lets the mark of a secret move with the item that holds it', () => {
  const swapped = rearranged(paths, 'options.steps', (index) => [1, 0][index] ?? index)
  expect([...swapped]).toEqual([
    'options.steps[1].value',
    'options.steps[2].value',
    'options.token',
    'options.stepsize[0]',
  ])
})

it('forgets the mark of an item that is gone', () => {
  const removed = rearranged(paths, 'options.steps', (index) => (index === 0 ? null : index - 1))
  expect([...removed]).toEqual(['options.steps[1].value', 'options.token', 'options.stepsize[0]'])
})
