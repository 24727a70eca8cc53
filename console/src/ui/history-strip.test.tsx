import { MantineProvider } from '@mantine/core'
import { fireEvent, render, screen } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'
import { setLanguage } from '#lib/i18n.ts'
import { setZone } from '#lib/preferences.ts'
import { type HistorySlot, HistoryStrip } from './history-strip.tsx'

const slots: HistorySlot[] = [
  { at: '2026-03-09T00:00:00Z', state: 'up', duration_ms: 243 },
  { at: '2026-03-09T01:00:00Z', state: 'down', message: '시간 초과' },
  { at: '2026-03-09T02:00:00Z', state: null },
]

beforeEach(() => {
  setLanguage('ko')
  setZone('Asia/Seoul')
})

function draw(onOpen?: (slot: HistorySlot) => void) {
  render(
    <MantineProvider>
      <HistoryStrip slots={slots} label="결제 API" {...(onOpen ? { onOpen } : {})} />
    </MantineProvider>,
  )
  return screen.getByRole('slider', { name: '결제 API' })
}

const said = (strip: HTMLElement) => strip.getAttribute('aria-valuetext')

it('reads the latest slot first: time, state, what happened', () => {
  const strip = draw()
  expect(said(strip)).toBe('3월 9일 11:00 · 데이터 없음')
  expect(strip.getAttribute('aria-valuenow')).toBe('2')
})

it('is walked with the arrow keys and stops at its ends', () => {
  const strip = draw()
  fireEvent.focus(strip)
  fireEvent.keyDown(strip, { key: 'ArrowLeft' })
  expect(said(strip)).toBe('3월 9일 10:00 · 장애 · 시간 초과')
  fireEvent.keyDown(strip, { key: 'ArrowLeft' })
  fireEvent.keyDown(strip, { key: 'ArrowLeft' })
  expect(said(strip)).toBe('3월 9일 09:00 · 정상 · 243 ms')
  fireEvent.keyDown(strip, { key: 'End' })
  expect(strip.getAttribute('aria-valuenow')).toBe('2')
})

it('opens the slot it stands on', () => {
  const open = vi.fn()
  const strip = draw(open)
  fireEvent.focus(strip)
  fireEvent.keyDown(strip, { key: 'Home' })
  fireEvent.keyDown(strip, { key: 'Enter' })
  expect(open).toHaveBeenCalledWith(slots[0])
})

it('draws a bar for every slot, also for one without data', () => {
  const strip = draw()
  expect([...strip.querySelectorAll('i')].map((bar) => bar.dataset.state)).toEqual(['up', 'down', 'none'])
})

it('has nothing to walk while there are no slots', () => {
  render(
    <MantineProvider>
      <HistoryStrip slots={[]} />
    </MantineProvider>,
  )
  const strip = screen.getByRole('slider')
  fireEvent.focus(strip)
  fireEvent.keyDown(strip, { key: 'ArrowLeft' })
  expect(said(strip)).toBe('데이터 없음')
})
