import { expect, it } from 'vitest'
import { kindOf } from '../catalogue.ts'
import { fromRecording, recording } from './from-recording.ts'

/** As Chrome exports it, with everything it adds. */
const exported = {
  title: 'Sign in',
  steps: [
    { type: 'setViewport', width: 2400, height: 300, deviceScaleFactor: 1, isMobile: false },
    { type: 'navigate', url: 'https://shop.example/', assertedEvents: [{ type: 'navigation', title: 'Shop' }] },
    { type: 'click', target: 'main', selectors: [['aria/E-mail'], ['#email'], ['xpath///*[@id="email"]']], offsetX: 4 },
    { type: 'change', value: 'kim@example.com', selectors: [['aria/E-mail'], ['#email']] },
    { type: 'change', value: 'a secret', selectors: [['#password']] },
    { type: 'keyDown', key: 'Enter' },
    { type: 'keyUp', key: 'Enter' },
    { type: 'scroll', offsetY: 100 },
    { type: 'hover', selectors: [['shop-menu', '#open']] },
    { type: 'click', selectors: [['xpath///button[1]'], ['text/Buy']] },
    { type: 'waitForElement', selectors: ['.item'], operator: '>=', count: 2 },
    { type: 'waitForElement', selectors: ['h1'] },
    { type: 'waitForExpression', expression: 'window.ready' },
    { type: 'navigate', url: 'https://shop.example/cart' },
  ],
}

it('does what was recorded, and names what it cannot', () => {
  const { options, leftOut } = fromRecording(recording.parse(exported))
  expect(options).toEqual({
    name: 'Sign in',
    start_url: 'https://shop.example/',
    viewport_width: 1920,
    viewport_height: 480,
    variables: [{ name: 'password', value: 'a secret' }],
    steps: [
      { action: 'click', selector: '#email' },
      { action: 'fill', selector: '#email', value: 'kim@example.com' },
      { action: 'fill', selector: '#password', value: '{{password}}' },
      { action: 'press', value: 'Enter' },
      { action: 'hover', selector: 'shop-menu >> #open' },
      { action: 'click', selector: 'xpath=//button[1]' },
      { action: 'assert_count', selector: '.item', value: '>=2' },
      { action: 'wait', selector: 'h1' },
      { action: 'navigate', value: 'https://shop.example/cart' },
    ],
  })
  expect(leftOut).toEqual(['waitForExpression'])
  expect(kindOf('synthetic')?.options.safeParse(options).error).toBeUndefined()
})

it('makes something of an empty recording that the form then asks to complete', () => {
  expect(fromRecording(recording.parse({ steps: [] }))).toEqual({ options: { steps: [] }, leftOut: [] })
  expect(recording.safeParse({ steps: [{ selectors: 'x' }] }).success).toBe(false)
})
