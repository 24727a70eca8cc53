import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { unknownTool } from '../tools/unknown-tool.ts'
import { ownTool } from './contract.ts'

export const refreshTools = ownTool({
  name: 'refresh_tools',
  summary: text('모든 도구 출처의 목록을 새로 읽습니다.', 'Asks every source again which tools it offers.'),
  access: 'tools.call',
  effect: 'read',
  input: z.strictObject({}),
  run: async (_input, context) => ({ tools: await context.refresh() }),
})

export const getToolAnalysis = ownTool({
  name: 'get_tool_analysis',
  summary: text(
    '도구 하나를 설명합니다: 출처, 인자, 힌트, 최근 사용과 성공률.',
    'Explains one tool: where it comes from, its arguments and hints, how it was used lately and how that went.',
  ),
  access: 'tools.call',
  effect: 'read',
  input: z.strictObject({ tool_id: z.string().trim().min(1).max(128).describe('Name of the tool') }),
  async run({ tool_id }, context) {
    const report = context.describe(tool_id)
    if (!report) throw unknownTool(tool_id)
    return report
  },
})
