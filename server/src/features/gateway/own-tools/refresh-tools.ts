import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { ownTool } from './contract.ts'

export const refreshTools = ownTool({
  name: 'refresh_tools',
  summary: text('모든 도구 출처의 목록을 새로 읽습니다.', 'Asks every source again which tools it offers.'),
  access: 'tools.call',
  effect: 'read',
  input: z.strictObject({}),
  run: async (_input, context) => ({ tools: await context.refresh() }),
})
