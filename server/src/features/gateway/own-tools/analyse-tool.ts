import { type Text, text } from '@bongsu/contract/text.ts'
import type { ToolView } from '@bongsu/contract/tools.ts'
import { z } from 'zod'
import { day } from '#kernel/clock.ts'
import type { Db } from '#platform/db/contract.ts'
import { CallTally } from '../calls/call-tally.ts'
import { type StretchSearch, sumCalls } from '../calls/sum-store.ts'
import { newestFirst, searchCalls } from '../calls/usage-store.ts'
import { searchOf } from '../calls/usage-verbs.ts'
import type { Json } from '../tools/tool.ts'
import { unknownTool } from '../tools/unknown-tool.ts'
import { ownTool } from './contract.ts'

const usageDays = 30

export const getToolAnalysis = ownTool({
  name: 'get_tool_analysis',
  summary: text(
    '도구 하나를 설명합니다: 출처, 인자와 예, 힌트, 최근 30일의 사용과 성공률. 도구를 부르지는 않습니다.',
    'Explains one tool without calling it: where it comes from, its arguments with an example, and how its calls went in the last 30 days.',
  ),
  access: 'tools.call',
  effect: 'read',
  input: z.strictObject({ tool_id: z.string().trim().min(1).max(128).describe('Name of the tool') }),
  async run({ tool_id }, { database, clock, actor, language, describe }) {
    const tool = describe(tool_id)
    if (!tool) throw unknownTool(tool_id)
    const parameters = parametersOf(tool.input_schema)
    const to = clock.now() + 1
    const from = to - usageDays * day
    const use = await useOf(database, { ...searchOf(actor, { tool: tool_id }), from, to })
    return {
      ...tool,
      parameters,
      example_arguments: Object.fromEntries(
        parameters.filter(({ required }) => required).map(({ name, example }) => [name, example]),
      ),
      use,
      summary: summaryOf(tool, parameters, use)[language],
    }
  },
})

interface Parameter {
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly description: string | null
  readonly example: unknown
}

/** Of a schema that may be anybody's, so nothing in it is taken for granted. */
function parametersOf({ properties, required }: Json): Parameter[] {
  const needed = new Set(Array.isArray(required) ? required : [])
  return Object.entries(isObject(properties) ? properties : {}).map(([name, given]) => {
    const schema = isObject(given) ? given : {}
    const type = typeOf(schema)
    const description = typeof schema.description === 'string' ? schema.description : null
    return { name, type, required: needed.has(name), description, example: exampleOf(schema, type) }
  })
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

function typeOf({ type, enum: choices, anyOf, oneOf }: Json): string {
  if (typeof type === 'string') return type
  if (Array.isArray(type)) return type.join(' | ')
  if (Array.isArray(choices)) return 'enum'
  return Array.isArray(anyOf) || Array.isArray(oneOf) ? 'one of several' : 'any'
}

const plainExamples: Readonly<Record<string, unknown>> = {
  string: 'text',
  number: 1,
  integer: 1,
  boolean: true,
  array: [],
  object: {},
}

function exampleOf(schema: Json, type: string): unknown {
  const { examples, default: usual, enum: choices, const: only } = schema
  if (Array.isArray(examples) && examples.length > 0) return examples[0]
  return (
    usual ??
    only ??
    (Array.isArray(choices) ? choices[0] : undefined) ??
    plainExamples[type.split(' ')[0] ?? ''] ??
    null
  )
}

interface Use extends ReturnType<CallTally['view']> {
  readonly days: number
  readonly last_problem: string | null
}

/** Of what the caller may see: administrators everybody’s calls, everybody else their own. */
async function useOf(db: Db, search: StretchSearch): Promise<Use> {
  const sum = CallTally.of(await sumCalls(db, search, ['tool'])).view()
  const mean = sum.mean_duration_ms
  return {
    days: usageDays,
    ...sum,
    mean_duration_ms: mean === null ? null : Math.round(mean),
    last_problem: sum.calls === sum.succeeded ? null : await lastProblem(db, search),
  }
}

async function lastProblem(db: Db, search: StretchSearch): Promise<string | null> {
  const { rows } = await searchCalls(db, search, newestFirst, 20, 0)
  return rows.find(({ reason }) => reason !== null)?.reason ?? null
}

const effects: Readonly<Record<ToolView['effect'], Text>> = {
  read: text('읽기만 합니다.', 'It only reads.'),
  write: text('무언가를 바꿉니다.', 'It changes something.'),
  destructive: text('되돌릴 수 없는 일을 할 수 있습니다.', 'It may do what cannot be undone.'),
}

function summaryOf(tool: ToolView, parameters: readonly Parameter[], use: Use): Text {
  const needed = parameters.filter(({ required }) => required).map(({ name, type }) => `${name} (${type})`)
  const ran = use.succeeded + use.failed
  const rate = ran === 0 ? null : Math.round((use.succeeded / ran) * 100)
  const effect = effects[tool.effect]
  return text(
    [
      `${tool.name}: ${tool.description}`,
      `출처는 ${tool.source.title}입니다. ${effect.ko}`,
      needed.length === 0 ? '꼭 필요한 인자는 없습니다.' : `꼭 필요한 인자: ${needed.join(', ')}.`,
      rate === null
        ? `지난 ${use.days}일 동안 실행된 적이 없습니다.`
        : `지난 ${use.days}일 동안 ${ran}번 실행되어 ${rate}%가 성공했습니다(평균 ${use.mean_duration_ms ?? '-'} ms).`,
    ].join('\n'),
    [
      `${tool.name}: ${tool.description}`,
      `It comes from ${tool.source.title}. ${effect.en}`,
      needed.length === 0 ? 'It needs no arguments.' : `It needs: ${needed.join(', ')}.`,
      rate === null
        ? `It did not run in the last ${use.days} days.`
        : `It ran ${ran} times in the last ${use.days} days; ${rate} % went well (${use.mean_duration_ms ?? '-'} ms on average).`,
    ].join('\n'),
  )
}
