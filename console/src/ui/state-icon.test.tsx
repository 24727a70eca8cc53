import { type DisplayState, displayStates } from '@bongsu/contract/states.ts'
import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { setLanguage } from '#lib/i18n.ts'
import { StateBadge } from './state-badge.tsx'
import { StateIcon, stateShapes } from './state-icon.tsx'

const element: Record<DisplayState, string> = {
  up: 'circle',
  degraded: 'path',
  down: 'rect',
  unknown: 'circle',
  maintenance: 'path',
  paused: 'rect',
}

it('gives each of the six states a shape of its own', () => {
  expect(Object.keys(stateShapes).sort()).toEqual([...displayStates].sort())
  expect(new Set(Object.values(stateShapes)).size).toBe(6)
  for (const state of displayStates) expect(stateShapes[state]).toContain(`<${element[state]}`)
  expect(stateShapes.unknown).toContain('stroke-dasharray')
  expect(stateShapes.paused.match(/<rect/g)).toHaveLength(2)
})

it('says the state in words where no words stand beside it', () => {
  setLanguage('ko')
  render(<StateIcon state="down" />)
  expect(screen.getByRole('img', { name: '장애' })).toBeTruthy()
})

it('says it once where words do', () => {
  setLanguage('en')
  render(
    <MantineProvider>
      <StateBadge state="degraded" />
    </MantineProvider>,
  )
  expect(screen.getByText('Degraded')).toBeTruthy()
  expect(screen.queryByRole('img')).toBeNull()
  setLanguage('ko')
})
