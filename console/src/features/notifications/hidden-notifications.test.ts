import { renderHook } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { hideForNow, useHidden } from './hidden-notifications.ts'

test('is hidden at once, deleted when the time for undo is over, and shown no more by us after that', async () => {
  vi.useFakeTimers()
  const commit = vi.fn(async () => undefined)
  const { result, rerender } = renderHook(() => useHidden())
  hideForNow([1, 2], 10_000, commit)
  rerender()
  expect([...result.current]).toEqual([1, 2])
  await vi.advanceTimersByTimeAsync(9_999)
  expect(commit).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(commit).toHaveBeenCalledOnce()
  rerender()
  expect(result.current.size).toBe(0)
})

test('taken back in time it is never deleted', async () => {
  vi.useFakeTimers()
  const commit = vi.fn(async () => undefined)
  const takeBack = hideForNow([5], 10_000, commit)
  await vi.advanceTimersByTimeAsync(3_000)
  takeBack()
  await vi.advanceTimersByTimeAsync(60_000)
  const { result } = renderHook(() => useHidden())
  expect(commit).not.toHaveBeenCalled()
  expect(result.current.size).toBe(0)
})
