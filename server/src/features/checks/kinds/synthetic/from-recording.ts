import { z } from 'zod'
import type { Step } from './step-fields.ts'

/** A recording as Chrome DevTools' Recorder exports it (schema of @puppeteer/replay), as far as it is understood here. */
const recordedStep = z.looseObject({
  type: z.string(),
  url: z.string().optional(),
  value: z.string().optional(),
  key: z.string().optional(),
  selectors: z.array(z.union([z.string(), z.array(z.string())])).optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  count: z.number().optional(),
  operator: z.string().optional(),
})
export const recording = z.looseObject({ title: z.string().optional(), steps: z.array(recordedStep).max(500) })
export type Recording = z.output<typeof recording>

export interface FromRecording {
  /** Options of a scenario, to be completed and checked like any other. */
  readonly options: Readonly<Record<string, unknown>>
  /** What was recorded and is left out, by the recorder's own name. */
  readonly leftOut: readonly string[]
}

/** Replay does these by itself, or they say nothing of the site. */
const silent = new Set(['keyUp', 'scroll', 'close', 'emulateNetworkConditions'])
const secretField = /passw|pwd|secret|pin\b|otp/i

/**
 * The scenario that does what was recorded. Of the selectors the recorder offers the first that is plain CSS is taken.
 * What was typed into a field that looks like a password becomes a secret variable.
 */
export function fromRecording({ title, steps }: Recording): FromRecording {
  const variables: { name: string; value: string }[] = []
  const leftOut: string[] = []
  const made: Step[] = []
  let startUrl: string | undefined
  let viewport: { viewport_width?: number; viewport_height?: number } = {}
  for (const one of steps) {
    if (one.type === 'setViewport') viewport = viewportOf(one)
    else if (one.type === 'navigate' && startUrl === undefined) startUrl = one.url
    else if (!silent.has(one.type)) {
      const step = stepOf(one, variables)
      if (step) made.push(step)
      else leftOut.push(one.type)
    }
  }
  return {
    options: {
      ...(title ? { name: title.slice(0, 200) } : {}),
      ...(startUrl === undefined ? {} : { start_url: startUrl }),
      steps: made,
      ...(variables.length > 0 ? { variables } : {}),
      ...viewport,
    },
    leftOut: [...new Set(leftOut)],
  }
}

type Recorded = Recording['steps'][number]

function stepOf(one: Recorded, variables: { name: string; value: string }[]): Step | null {
  const selector = selectorOf(one)
  if (one.type === 'navigate') return one.url === undefined ? null : { action: 'navigate', value: one.url }
  if (one.type === 'keyDown') return one.key === undefined ? null : { action: 'press', value: one.key }
  if (selector === undefined) return null
  switch (one.type) {
    case 'click':
    case 'hover':
      return { action: one.type, selector }
    case 'change': {
      const value = one.value ?? ''
      if (!secretField.test(JSON.stringify(one.selectors))) return { action: 'fill', selector, value }
      const name = variables.length === 0 ? 'password' : `password_${variables.length + 1}`
      variables.push({ name, value })
      return { action: 'fill', selector, value: `{{${name}}}` }
    }
    case 'waitForElement':
      return one.count === undefined
        ? { action: 'wait', selector }
        : {
            action: 'assert_count',
            selector,
            value: `${one.operator === '==' ? '' : (one.operator ?? '>=')}${one.count}`,
          }
    default:
      return null
  }
}

/** `aria/`, `text/`, `xpath/` and `pierce/` are the recorder's own prefixes; a list is a way through shadow roots. */
function selectorOf({ selectors = [] }: Recorded): string | undefined {
  const offered = selectors.map((one) => (Array.isArray(one) ? one : [one]))
  const plain = offered.find((parts) => parts.every((part) => !/^(aria|text|xpath|pierce)\//.test(part)))
  return (plain ?? offered[0])?.map(translated).join(' >> ')
}

function translated(part: string): string {
  const [, prefix, rest = ''] = /^(aria|text|xpath|pierce)\/(.*)$/s.exec(part) ?? []
  switch (prefix) {
    case 'aria':
      return `[aria-label=${JSON.stringify(rest)}], :text-is(${JSON.stringify(rest)})`
    case 'text':
      return `text=${rest}`
    case 'xpath':
      return `xpath=${rest}`
    case 'pierce':
      return rest
    default:
      return part
  }
}

function viewportOf({ width, height }: Recorded) {
  const within = (value: number, low: number, high: number) => Math.round(Math.min(high, Math.max(low, value)))
  return {
    ...(width === undefined ? {} : { viewport_width: within(width, 320, 1920) }),
    ...(height === undefined ? {} : { viewport_height: within(height, 480, 1080) }),
  }
}
