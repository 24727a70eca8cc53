import { expect, it } from 'vitest'
import { legendMarks } from './legend-marks.ts'
import { placed } from './save-png.ts'

const lines = ['DNS', 'TCP', 'TLS'].map((name) => ({ key: name, name, points: [] }))

it('names every line and its band, and nothing where the title says it', () => {
  const median = { key: 'p50', name: '중앙값', points: [], band: { name: '95 백분위', points: [] } }
  expect(legendMarks([median]).map(({ name, kind, color }) => [name, kind, color])).toEqual([
    ['중앙값', 'line', 'chart-1'],
    ['95 백분위', 'band', 'chart-1'],
  ])
  expect(legendMarks(lines.slice(0, 1))).toEqual([])
})

it('puts the names side by side, and on another line where the picture ends', () => {
  const at = (width: number) => placed(legendMarks(lines), width, () => 50).map(({ x, line }) => [x, line])
  expect(at(400)).toEqual([
    [12, 1],
    [94, 1],
    [176, 1],
  ])
  expect(at(200)).toEqual([
    [12, 1],
    [94, 1],
    [12, 2],
  ])
  expect(at(40)).toEqual([
    [12, 1],
    [12, 2],
    [12, 3],
  ])
})
