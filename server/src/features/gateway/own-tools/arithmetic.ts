import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { ownTool } from './contract.ts'

const numbers = z.strictObject({ a: z.number(), b: z.number() })

export const add = ownTool({
  name: 'add',
  summary: text('두 수를 더합니다.', 'Adds two numbers.'),
  access: 'tools.call',
  effect: 'read',
  input: numbers,
  run: async ({ a, b }) => String(a + b),
})

export const subtract = ownTool({
  name: 'subtract',
  summary: text('첫째 수에서 둘째 수를 뺍니다.', 'Takes the second number from the first.'),
  access: 'tools.call',
  effect: 'read',
  input: numbers,
  run: async ({ a, b }) => String(a - b),
})
