import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')

function palette(theme: 'light' | 'dark'): Record<string, string> {
  const [, block = ''] = new RegExp(`scheme='${theme}'\\] \\{([^}]*)\\}`).exec(css) ?? []
  return Object.fromEntries(
    [...block.matchAll(/--b-([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value as string]),
  )
}

const channels = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))

/** WCAG 2.2 relative luminance. */
function luminance(color: number[]): number {
  const [red = 0, green = 0, blue = 0] = color.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: number[], b: number[]): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const mix = (a: number[], b: number[], share: number) =>
  a.map((value, index) => value * share + (b[index] ?? 0) * (1 - share))

const texts = ['text', 'dim', 'faint', 'accent', 'up', 'degraded', 'down', 'unknown', 'maintenance', 'paused']
const grounds = ['canvas', 'surface', 'raised', 'sunken', 'hover', 'selected']

describe.each(['light', 'dark'] as const)('the %s palette', (theme) => {
  const colors = palette(theme)
  const color = (name: string) => channels(colors[name] ?? '')

  it.each(texts)('keeps %s readable on every ground and on its own tint', (text) => {
    for (const ground of grounds)
      expect(contrast(color(text), color(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    const tint = mix(color(text), color('surface'), 0.12)
    expect(contrast(color(text), tint), `${text} on its tint`).toBeGreaterThanOrEqual(4.5)
  })

  it('keeps buttons readable, pointed at or not', () => {
    for (const fill of ['accent-fill', 'accent-fill-hover'])
      expect(contrast(color('on-accent'), color(fill)), fill).toBeGreaterThanOrEqual(4.5)
    for (const fill of ['danger-fill', 'danger-fill-hover'])
      expect(contrast(color('on-danger'), color(fill)), fill).toBeGreaterThanOrEqual(4.5)
  })

  it('lets the edge of a field and the bars of a chart be seen', () => {
    for (const ground of ['canvas', 'surface', 'raised'])
      expect(contrast(color('line-input'), color(ground)), ground).toBeGreaterThanOrEqual(3)
    for (const line of ['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5', 'chart-6'])
      expect(contrast(color(line), color('surface')), line).toBeGreaterThanOrEqual(3)
  })
})

it('both themes name the same tokens', () => {
  expect(Object.keys(palette('dark')).sort()).toEqual(Object.keys(palette('light')).sort())
})
