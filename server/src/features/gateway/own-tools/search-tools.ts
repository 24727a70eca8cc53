import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { unknownTool } from '../tools/unknown-tool.ts'
import { ownTool } from './contract.ts'

export const searchTools = ownTool({
  name: 'search_tools',
  summary: text(
    '하려는 일을 적어 도구를 찾습니다. 찾은 도구의 이름, 설명, 인자 스키마를 돌려주며, 호출은 call_tool로 합니다.',
    'Finds tools by what you want to do. Answers with name, description and input schema of each; call one with call_tool.',
  ),
  access: 'tools.call',
  effect: 'read',
  isListing: true,
  input: z.strictObject({
    query: z.string().trim().min(1).max(500).describe('A few words about what is to be done'),
    limit: z.int().min(1).max(20).default(5).describe('How many tools at most'),
  }),
  async run({ query, limit }, { language, find }) {
    const found = find?.(query, limit) ?? []
    return {
      tools: found.map(({ name, tool }) => {
        const { title, description, inputSchema } = tool.define(language)
        return {
          name,
          ...(title === undefined ? {} : { title }),
          description: description ?? '',
          input_schema: inputSchema,
        }
      }),
    }
  },
})

/** The gateway calls the tool that is meant (`meant` of the address) in its place; what comes here names none. */
export const callFoundTool = ownTool({
  name: 'call_tool',
  summary: text(
    'search_tools로 찾은 도구를 호출합니다. 권한과 사용 제한은 그 도구의 것이 적용됩니다.',
    'Calls a tool that search_tools found, under that tool’s own permission and limits.',
  ),
  access: 'tools.call',
  effect: 'write',
  isListing: true,
  input: z.strictObject({
    name: z.string().min(1).max(200).describe('Name of the tool, as search_tools gave it'),
    arguments: z.record(z.string(), z.unknown()).default({}).describe('As the tool’s input_schema says'),
  }),
  async run({ name }) {
    throw unknownTool(name)
  },
})
