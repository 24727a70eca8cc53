import type { FieldProblem } from '@bongsu/contract/error-codes.ts'
import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import { schemaProblem } from '#platform/json-schema.ts'
import { SchemaViolations } from '#platform/schema-violations.ts'
import { violationIn } from './schema-validators.ts'
import type { ArgumentProblem } from './tools/input-problem.ts'
import type { Json } from './tools/tool.ts'

const mostNodes = 10_000
const deepest = 32

/** What is wrong with the arguments, in words that name the place; null when nothing is. */
export function argumentProblem(schema: Json, args: unknown): ArgumentProblem | null {
  const size = sizeProblem(args)
  if (size) return size
  const violation = violationIn(schema, args)
  if (!violation) return null
  if ('unusable' in violation) {
    const { ko, en } = violation.unusable
    return ofAll(
      text(`도구의 inputSchema를 쓸 수 없습니다: ${ko}`, `The inputSchema of the tool cannot be used: ${en}`),
    )
  }
  const place = violation.path === '' ? 'arguments' : `arguments${violation.path}`
  const { path, message } = violation.words('ko')
  return {
    words: text(`인자가 올바르지 않습니다. ${path || 'arguments'}: ${message}`, `${place} ${violation.message}.`),
    fields: (language) => allViolations(schema, args, language),
  }
}

/** Nothing that one field could be blamed for. */
const ofAll = (words: Text): ArgumentProblem => ({ words, fields: () => [] })

/** What a form has room for; looking for everything in more than that is not worth its cost. */
const formLimits = { objects: 120, depth: 16 }

const allOf = new WeakMap<object, SchemaViolations>()

function allViolations(schema: Json, args: unknown, language: Language): readonly FieldProblem[] {
  try {
    if (schemaProblem(schema, formLimits)) return []
    const all = allOf.get(schema) ?? new SchemaViolations(schema)
    allOf.set(schema, all)
    return all.of(args, language)
  } catch {
    // What is wrong is said in one sentence anyway.
    return []
  }
}

/** Before anything walks them: arguments may be deep or many, and come from anybody. */
export function sizeProblem(args: unknown): ArgumentProblem | null {
  const words = sizeWords(args)
  return words && ofAll(words)
}

function sizeWords(args: unknown): Text | null {
  if (typeof args !== 'object' || args === null || Array.isArray(args))
    return text('arguments는 객체여야 합니다.', 'arguments must be an object.')
  let nodes = 0
  let level: unknown[] = [args]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest)
      return text(
        `인자가 너무 깊습니다(최대 ${deepest}단계).`,
        `The arguments are nested deeper than ${deepest} levels.`,
      )
    const below: unknown[] = []
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue
      for (const child of Object.values(item)) {
        nodes += 1
        if (nodes > mostNodes)
          return text(`인자가 너무 많습니다(최대 ${mostNodes}개).`, `The arguments hold more than ${mostNodes} values.`)
        if (typeof child === 'object' && child !== null) below.push(child)
      }
    }
    level = below
  }
  return null
}
