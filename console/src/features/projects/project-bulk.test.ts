import { expect, it } from 'vitest'
import { runEach } from './project-bulk.ts'

it('goes on after a refusal and tells which ones were refused', async () => {
  const asked: number[] = []
  const { done, failed } = await runEach([1, 2, 3], async (id) => {
    asked.push(id)
    if (id === 2) throw new Error('not yours')
  })
  expect(asked).toEqual([1, 2, 3])
  expect(done).toEqual([1, 3])
  expect(failed).toEqual([{ id: 2, error: new Error('not yours') }])
})
