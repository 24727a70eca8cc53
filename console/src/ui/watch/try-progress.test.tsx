import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { setLanguage } from '#lib/i18n.ts'
import type { HeardProgress } from './progress-lines.ts'
import { TryProgress } from './try-progress.tsx'

const told = (at_ms: number, label: string, number?: number): HeardProgress => ({
  at_ms,
  phase: number === undefined ? 'browser' : 'step',
  label,
  is_part: false,
  heardAt: Date.now(),
  ...(number === undefined ? {} : { step: { number, total: 3 } }),
})

it('says of each step whether it is done, under way or still to come', () => {
  const plan = ['로그인 · #a', '주문 · #b', '확인 · #c']
  const progress = [told(0, '브라우저 준비'), { ...told(420, '로그인 · #a', 1), plan }, told(1_720, '주문 · #b', 2)]
  setLanguage('ko')
  render(
    <MantineProvider env="test">
      <TryProgress startedAt={Date.now()} timeoutMs={30_000} progress={progress} />
    </MantineProvider>,
  )
  const lines = screen.getAllByRole('listitem').map(({ textContent }) => textContent?.replaceAll(/\s+/g, ' '))
  expect(lines).toEqual([
    expect.stringMatching(/^브라우저 준비끝남420 ms$/),
    expect.stringMatching(/^1로그인 · #a끝남1\.3초$|^1로그인 · #a끝남1\.3 s$/),
    expect.stringMatching(/^2주문 · #b하는 중/),
    expect.stringMatching(/^3확인 · #c남음$/),
  ])
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toMatch(/^33/)
})
