import { type Text, text } from '@bongsu/contract/text.ts'
import { canonical, readableJson, sha256 } from '#kernel/canonical-json.ts'
import { schemaProblem } from '#platform/json-schema.ts'
import { lineDiff } from '#platform/line-diff.ts'
import type { Json, ToolDefinition } from '../tools/tool.ts'
import { showHidden, withoutHidden } from './hidden-characters.ts'
import { headerProblem } from './parameter-headers.ts'
import type { Problem } from './upstream.ts'

const longestName = 200
const largestDefinition = 100_000
const schemaLimits = { objects: 1000, depth: 32 }

/** A definition is known by this: all of it, hidden characters too, whatever the order of its members. */
export const definitionHash = (definition: Json): string => sha256(definition)

/** Of a whole list, in whatever order it came. */
export const listDigest = (tools: readonly Json[]): string => sha256(tools.map(definitionHash).sort())

/** What callers are shown of a definition: as it is, without its name and without what people cannot see. */
export function shownDefinition(definition: Json): ToolDefinition {
  const { name: _name, ...rest } = withoutHidden(definition).clean
  // Safe because what has no such schema is unfit and never shown to callers.
  return rest as ToolDefinition
}

export function definitionProblems(definition: Json): Problem[] {
  const { name, inputSchema, outputSchema } = definition
  if (typeof name !== 'string' || name.length === 0 || name.length > longestName || /\p{Cc}/u.test(name))
    return [{ code: 'bad_name', message: badName }]
  if (canonical(definition).length > largestDefinition) return [{ code: 'too_large', message: tooLarge }]
  const problems: Problem[] = []
  const schema =
    inputProblem(inputSchema) ?? (outputSchema === undefined ? undefined : schemaProblem(outputSchema, schemaLimits))
  if (schema) problems.push({ code: 'bad_schema', message: schema })
  if ((definition.execution as Json | undefined)?.taskSupport === 'required')
    problems.push({ code: 'needs_task', message: needsTask })
  const header = headerProblem(inputSchema)
  if (header) problems.push({ code: 'bad_header', message: badHeader(header) })
  const { found, isLeft } = withoutHidden(definition)
  if (found.length > 0) problems.push({ code: 'hidden_characters', message: hiddenWords(found, isLeft) })
  return problems
}

const inputProblem = (schema: unknown): Text | undefined =>
  (schema as Json | undefined | null)?.type === 'object' ? schemaProblem(schema, schemaLimits) : noObject

/** From what was approved to what is offered, as people read it. Hidden characters are written out. */
export async function definitionDiff(approved: Json, offered: Json): Promise<string> {
  return (await lineDiff(readable(offered), { before: readable(approved) })).diff
}

const readable = (definition: Json): string =>
  Object.keys(definition)
    .sort()
    .map((part) => `${part}: ${showHidden(readableJson(definition[part]))}`)
    .join('\n')

const badName: Text = text(
  `이름이 비었거나 ${longestName}자를 넘거나 제어 문자가 있습니다.`,
  `Its name is empty, longer than ${longestName} letters, or has control characters.`,
)
const tooLarge: Text = text(
  `정의가 ${largestDefinition}자를 넘습니다.`,
  `Its definition is longer than ${largestDefinition} letters.`,
)
const needsTask: Text = text(
  '작업(task)으로만 부를 수 있는 도구입니다. 작업은 중계하지 않습니다.',
  'It can be called as a task only, and tasks are not relayed.',
)
const noObject: Text = text(
  'inputSchema의 type은 "object"여야 합니다.',
  'Its inputSchema must be a schema of type "object".',
)
const badHeader = (why: string): Text =>
  text(`x-mcp-header 표기가 잘못되었습니다: ${why}.`, `Its parameter headers are not valid: ${why}.`)

function hiddenWords(found: readonly string[], isLeft: boolean): Text {
  const points = found.slice(0, 5).join(', ') + (found.length > 5 ? ' …' : '')
  return isLeft
    ? text(
        `보이지 않는 문자가 이름이나 값에 있습니다(${points}). 설명에서는 빼고 전합니다.`,
        `Characters that nobody sees stand in names or values (${points}); they are left out of descriptions only.`,
      )
    : text(
        `설명에 보이지 않는 문자가 있어 빼고 전합니다(${points}).`,
        `Characters that nobody sees stood in its description (${points}); they are left out.`,
      )
}
