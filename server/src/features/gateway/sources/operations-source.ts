import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { isFailure } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import type { Call, RunOperation } from '#platform/operations/runner.ts'
import { inputProblem } from '../tools/input-problem.ts'
import {
  errorResult,
  type Json,
  metaKey,
  type SourceTool,
  type ToolDefinition,
  type ToolResult,
  textBlock,
} from '../tools/tool.ts'
import type { SourceCall, ToolSource } from './contract.ts'

/** Every operation of the product that is marked as a tool: the same verb, permission and audit line as over HTTP. */
export class OperationsSource implements ToolSource {
  readonly id = 'bongsu'
  readonly title: Text = text('봉수', 'Bongsu')
  readonly #operations: ReadonlyMap<string, AnyOperation>
  readonly #run: RunOperation
  readonly #tools: readonly SourceTool[]

  constructor(operations: readonly AnyOperation[], run: RunOperation) {
    const offered = operations.filter((operation) => operation.tool && operation.access !== 'public')
    this.#operations = new Map(offered.map((operation) => [operation.name, operation]))
    this.#run = run
    this.#tools = offered.map(toolOf)
  }

  tools(): readonly SourceTool[] {
    return this.#tools
  }

  async call(name: string, args: Json, call: SourceCall): Promise<ToolResult> {
    const operation = this.#operations.get(name)
    if (!operation) throw new Error(`there is no operation ${name}`)
    const { language, origin, signal } = call
    try {
      const actor = governed(call.actor)
      const output = await this.#run(operation, args, { actor, language, origin, signal, ...toldTo(call) })
      return resultOf(output, language)
    } catch (error) {
      if (!isFailure(error)) throw error
      return errorResult(error.text, language, {
        [metaKey('error')]: { code: error.code, ...(error.details === undefined ? {} : { details: error.details }) },
      })
    }
  }
}

/** Progress goes to a caller who gave a token for it, if its door leads back. */
function toldTo({ peer, meta }: SourceCall): Pick<Call, 'onProgress'> {
  const progressToken = meta?.progressToken
  if (!peer || (typeof progressToken !== 'string' && typeof progressToken !== 'number')) return {}
  let progress = 0
  return {
    onProgress: ({ label, step }) => {
      progress += 1
      const message = step ? `${step.number}/${step.total} ${label}` : label
      void peer.notify('notifications/progress', { progressToken, progress, message })
    },
  }
}

/** The gateway has decided what a token may call; the scopes of the REST API are no second question. */
const governed = (actor: Actor): Actor =>
  actor.kind === 'token' ? { ...actor, scopes: ['read', 'write', 'tools'] } : actor

function toolOf(operation: AnyOperation): SourceTool {
  const definitions = new Map<Language, ToolDefinition>()
  const { name, access, effect } = operation
  if (access === 'public') throw new Error(`${name} is open to everybody and needs no gateway`)
  return {
    name,
    access,
    effect,
    tags: [operation.http.path.split('/')[3] ?? 'other'],
    // The runner writes the line of a verb that changes something, in the transaction of the change.
    isAudited: effect !== 'read',
    ...(operation.unrecorded === undefined ? {} : { unrecorded: operation.unrecorded }),
    check: (args, language) => inputProblem(operation.input, args, language),
    define(language) {
      const known = definitions.get(language)
      if (known) return known
      const made = definitionOf(operation, language)
      definitions.set(language, made)
      return made
    },
  }
}

function definitionOf(operation: AnyOperation, language: Language): ToolDefinition {
  const output = operation.output instanceof z.ZodObject ? jsonSchema(operation.output, 'output') : undefined
  return {
    description: operation.summary[language],
    inputSchema: jsonSchema(operation.input, 'input'),
    ...(output === undefined ? {} : { outputSchema: output }),
    annotations: {
      readOnlyHint: operation.effect === 'read',
      destructiveHint: operation.effect === 'destructive',
      openWorldHint: false,
    },
  }
}

/** References are written out: some clients drop `$defs`. */
const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json =>
  z.toJSONSchema(schema, { io, reused: 'inline', unrepresentable: 'any', override: withoutId }) as Json

const withoutId = ({ jsonSchema: schema }: { jsonSchema: { id?: unknown } }): void => {
  delete schema.id
}

function resultOf(output: unknown, language: Language): ToolResult {
  if (output === null || output === undefined)
    return { content: [textBlock(language === 'ko' ? '완료했습니다.' : 'Done.')] }
  const structured = typeof output === 'object' && !Array.isArray(output) ? (output as Json) : { result: output }
  return { content: [textBlock(JSON.stringify(output))], structuredContent: structured }
}
