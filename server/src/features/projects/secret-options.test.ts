import { describe, expect, it } from 'vitest'
import { withKeptSecrets } from './secret-options.ts'

const paths = ['steps[].value']
const stored = {
  steps: [
    { action: 'goto', url: 'https://example.com/' },
    { action: 'fill', selector: '#name', value: 'kim' },
    { action: 'fill', selector: '#password', value: 'hunter2' },
  ],
}
const [goto, name, password] = [
  { action: 'goto', url: 'https://example.com/' },
  { action: 'fill', selector: '#name' },
  { action: 'fill', selector: '#password' },
]
const valuesOf = (steps: readonly unknown[]) =>
  (withKeptSecrets({ steps }, stored, paths).options.steps as { value?: string }[]).map(({ value }) => value)

describe('secrets in a list whose elements have no name', () => {
  it('stay where nothing moved, also in an element that was edited', () => {
    expect(valuesOf([goto, name, password])).toEqual([undefined, 'kim', 'hunter2'])
    expect(valuesOf([goto, name, { ...password, selector: '#pass' }])).toEqual([undefined, 'kim', 'hunter2'])
  })

  it('move with their element', () => {
    expect(valuesOf([goto, password, name])).toEqual([undefined, 'hunter2', 'kim'])
    expect(valuesOf([password, name])).toEqual(['hunter2', 'kim'])
    expect(valuesOf([goto, { action: 'click', selector: '#x' }, name, password])).toEqual([
      undefined,
      undefined,
      'kim',
      'hunter2',
    ])
  })

  it('are asked for again rather than given to a neighbour, where elements moved and changed', () => {
    expect(valuesOf([goto, { ...password, selector: '#pass' }, name])).toEqual([undefined, undefined, 'kim'])
    expect(valuesOf([goto, { action: 'fill', selector: '#other' }])).toEqual([undefined, undefined])
  })

  it('are given to one of two that look the same, each its own', () => {
    const twice = {
      steps: [
        { action: 'fill', selector: '#a', value: '1' },
        { action: 'fill', selector: '#a', value: '2' },
      ],
    }
    const bare = { action: 'fill', selector: '#a' }
    const { options } = withKeptSecrets({ steps: [bare, bare, bare] }, twice, paths)
    expect(options.steps).toEqual([{ ...bare, value: '1' }, { ...bare, value: '2' }, bare])
  })
})
