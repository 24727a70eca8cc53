import { MantineProvider } from '@mantine/core'
import { act, fireEvent, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from '#lib/api-error.ts'
import { setLanguage } from '#lib/i18n.ts'
import { setZone } from '#lib/preferences.ts'
import { showToast, undoMs } from '#lib/toasts.ts'
import { ConfirmDestructive } from './confirm.tsx'
import { ErrorState } from './error-state.tsx'
import { JsonView } from './json-view.tsx'
import { OpenDuration, RelativeTime } from './relative-time.tsx'
import { RichText } from './rich-text.tsx'
import { Toaster } from './toaster.tsx'

beforeEach(() => {
  setLanguage('ko')
  setZone('Asia/Seoul')
})

const draw = (node: ReactNode) => render(<MantineProvider env="test">{node}</MantineProvider>)

describe('a confirmation', () => {
  const ask = (phrase?: string) => {
    const confirm = vi.fn()
    draw(
      <ConfirmDestructive
        isOpen
        title="삭제할까요?"
        text="모니터 12개가 사라집니다."
        verb="영구 삭제"
        {...(phrase ? { phrase } : {})}
        onConfirm={confirm}
        onClose={() => undefined}
      />,
    )
    return { confirm, button: screen.getByRole('button', { name: '영구 삭제' }) as HTMLButtonElement }
  }

  it('of what cannot be undone waits for the exact words', () => {
    const { confirm, button } = ask('결제 서비스')
    expect(button.disabled).toBe(true)
    const field = screen.getByRole('textbox')
    fireEvent.change(field, { target: { value: '결제' } })
    expect(button.disabled).toBe(true)
    fireEvent.change(field, { target: { value: '결제 서비스' } })
    fireEvent.click(button)
    expect(confirm).toHaveBeenCalledOnce()
  })

  it('of anything else asks once', () => {
    const { confirm, button } = ask()
    fireEvent.click(button)
    expect(confirm).toHaveBeenCalledOnce()
  })
})

describe('a toast', () => {
  const shown = (message: string) => screen.queryByText(message)

  it('with an undo stays ten seconds and takes the undo once', () => {
    vi.useFakeTimers()
    const run = vi.fn()
    draw(<Toaster />)
    act(() => void showToast({ tone: 'done', message: '삭제했습니다.', action: { label: '실행 취소', run } }))
    act(() => void vi.advanceTimersByTime(undoMs - 1))
    fireEvent.click(screen.getByRole('button', { name: '실행 취소' }))
    expect(run).toHaveBeenCalledOnce()
    expect(shown('삭제했습니다.')).toBeNull()
  })

  it('goes by itself, but not while somebody reads it', () => {
    vi.useFakeTimers()
    draw(<Toaster />)
    act(() => void showToast({ tone: 'done', message: '저장했습니다.' }))
    fireEvent.mouseEnter(screen.getByText('저장했습니다.').parentElement as HTMLElement)
    act(() => void vi.advanceTimersByTime(60_000))
    expect(shown('저장했습니다.')).toBeTruthy()
    fireEvent.mouseLeave(screen.getByText('저장했습니다.').parentElement as HTMLElement)
    act(() => void vi.advanceTimersByTime(4000))
    expect(shown('저장했습니다.')).toBeNull()
  })

  it('says the same thing once, and an error aloud', () => {
    draw(<Toaster />)
    act(() => void showToast({ tone: 'error', message: '실패했습니다.', code: 'conflict' }))
    act(() => void showToast({ tone: 'error', message: '실패했습니다.', code: 'conflict' }))
    expect(screen.getAllByRole('alert')).toHaveLength(1)
    expect(screen.getByText('conflict')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: '알림 닫기' }))
  })
})

describe('an error', () => {
  it('that asking again would not change offers no retry', () => {
    draw(<ErrorState error={new ApiError('forbidden', 'x')} onRetry={() => undefined} />)
    expect(screen.getByText('볼 수 있는 권한이 없습니다')).toBeTruthy()
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('says what, how long to wait, and a code', () => {
    draw(
      <ErrorState
        error={new ApiError('rate_limited', '요청이 너무 많습니다.', { retryAfter: 12 })}
        onRetry={() => undefined}
      />,
    )
    expect(screen.getByText('요청이 너무 많습니다.')).toBeTruthy()
    expect(screen.getByText('12초 뒤에 다시 시도할 수 있습니다.')).toBeTruthy()
    expect(screen.getByText('rate_limited')).toBeTruthy()
  })
})

it('a time is relative to read and exact for machines', () => {
  draw(<RelativeTime at={Date.now() - 3 * 60_000} />)
  const time = screen.getByText('3분 전')
  expect(time.tagName).toBe('TIME')
  expect(Number.isNaN(Date.parse(time.getAttribute('datetime') ?? ''))).toBe(false)
})

it('an open span goes on, a closed one stands', () => {
  draw(<OpenDuration from="2026-03-09T00:00:00Z" to="2026-03-09T00:03:12Z" />)
  expect(screen.getByText('3분 12초')).toBeTruthy()
})

it('a sentence keeps its parts in their place', () => {
  draw(
    <p>
      <RichText
        text="앞 <link>설명서</link> 뒤 <b>굵게</b> <unknown>x</unknown>"
        parts={{ link: (inner) => <a href="/docs">{inner}</a> }}
      />
    </p>,
  )
  expect(screen.getByRole('link', { name: '설명서' })).toBeTruthy()
  expect(screen.getByText('굵게').tagName).toBe('B')
  expect(screen.getByText(/뒤/).textContent).toBe('앞 설명서 뒤 굵게 <unknown>x</unknown>')
})

it('JSON folds and unfolds', () => {
  draw(<JsonView value={{ a: { b: [1, 'two', null] } }} open={1} />)
  expect(screen.queryByText('b')).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: /a/ }))
  expect(screen.getByText('b')).toBeTruthy()
})
