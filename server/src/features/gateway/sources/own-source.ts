import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { isFailure } from '#kernel/errors.ts'
import { parseInput } from '#platform/operations/parse.ts'
import { ownTools, unlistedTools } from '../own-tools/catalogue.ts'
import type { OwnTool, OwnToolContext } from '../own-tools/contract.ts'
import { inputProblem } from '../tools/input-problem.ts'
import {
  errorResult,
  type Json,
  type SourceTool,
  type ToolDefinition,
  type ToolResult,
  textBlock,
} from '../tools/tool.ts'
import type { SourceCall, ToolSource } from './contract.ts'

/** Tools that are no operation of the product: to try things out, and about the catalogue itself. */
export class OwnSource implements ToolSource {
  readonly id = 'own'
  readonly title: Text = text('기본 도구', 'Basic tools')
  readonly #context: (call: SourceCall) => OwnToolContext
  readonly #tools = ownTools.map(ownSourceTool)

  constructor(context: (call: SourceCall) => OwnToolContext) {
    this.#context = context
  }

  tools(): readonly SourceTool[] {
    return this.#tools
  }

  async call(name: string, args: Json, call: SourceCall): Promise<ToolResult> {
    const tool = [...ownTools, ...unlistedTools].find((one) => one.name === name)
    if (!tool) throw new Error(`there is no tool ${name}`)
    try {
      const said = await tool.run(parseInput(tool.input, args, call.language), this.#context(call))
      if (typeof said === 'string') return { content: [textBlock(said)] }
      return { content: [textBlock(JSON.stringify(said))], structuredContent: said }
    } catch (error) {
      if (!isFailure(error)) throw error
      return errorResult(error.text, call.language)
    }
  }
}

export function ownSourceTool(tool: OwnTool): SourceTool {
  const inputSchema = z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any' }) as Json
  const annotations = {
    readOnlyHint: tool.effect === 'read',
    destructiveHint: tool.effect === 'destructive',
    openWorldHint: tool.effect !== 'read',
  }
  const define = (language: Language): ToolDefinition => ({
    description: tool.summary[language],
    inputSchema,
    annotations,
  })
  const definitions = { ko: define('ko'), en: define('en') }
  return {
    name: tool.name,
    tags: ['basic'],
    access: tool.access,
    effect: tool.effect,
    ...(tool.isListing === undefined ? {} : { isListing: tool.isListing }),
    check: (args, language) => inputProblem(tool.input, args, language),
    define: (language) => definitions[language],
  }
}
