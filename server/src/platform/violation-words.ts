import type { Language } from '@bongsu/contract/text.ts'
import type { DefinedError } from 'ajv'
import { pathText } from './operations/parse.ts'
import { problemWords } from './operations/problem-words.ts'

/** Where the problem is, as our paths have it: what is missing or not known is named too. */
export function violationPath(error: DefinedError, value: unknown): string {
  const steps: PropertyKey[] = []
  let inner = value
  for (const part of error.instancePath.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    steps.push(Array.isArray(inner) ? Number(name) : name)
    inner = (inner as Record<string, unknown> | undefined)?.[name]
  }
  return pathText([...steps, ...lastStep(error)])
}

function lastStep({ keyword, params }: DefinedError): PropertyKey[] {
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
    case 'dependencies':
      return [params.missingProperty]
    case 'additionalProperties':
      return [params.additionalProperty]
    case 'unevaluatedProperties':
      return [params.unevaluatedProperty]
    default:
      return []
  }
}

/** What was expected and what came, as our own forms say it. */
export function violationWords(error: DefinedError, language: Language): string {
  switch (error.keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return language === 'ko' ? '알 수 없는 항목입니다.' : 'This field is not known here.'
    case 'uniqueItems':
      return language === 'ko' ? '같은 값이 두 번 있습니다.' : 'Two items are the same.'
    case 'pattern':
      return language === 'ko'
        ? `다음 패턴에 맞아야 합니다: ${error.params.pattern}`
        : `Must match the pattern: ${error.params.pattern}`
    default:
      // Safe because the words look only at the members that are given here.
      return problemWords[language]({ input: error.data, ...issueOf(error) } as never)
  }
}

const types: Readonly<Record<string, string>> = { integer: 'int' }
const formats: Readonly<Record<string, string>> = { 'date-time': 'datetime', uri: 'url', 'uri-reference': 'url' }

/** The same problem as zod would have it. */
function issueOf(error: DefinedError): { readonly code: string; readonly [member: string]: unknown } {
  switch (error.keyword) {
    case 'required':
    case 'dependentRequired':
    case 'dependencies':
      return { code: 'invalid_type', input: undefined }
    case 'type':
      return { code: 'invalid_type', expected: types[String(error.params.type)] ?? String(error.params.type) }
    case 'enum':
      return { code: 'invalid_value', values: error.params.allowedValues }
    case 'const':
      return { code: 'invalid_value', values: [error.params.allowedValue] }
    case 'format':
      return { code: 'invalid_format', format: formats[error.params.format] ?? error.params.format }
    case 'multipleOf':
      return { code: 'not_multiple_of', divisor: error.params.multipleOf }
    case 'minimum':
    case 'exclusiveMinimum':
      return {
        code: 'too_small',
        origin: 'number',
        minimum: error.params.limit,
        inclusive: error.keyword === 'minimum',
      }
    case 'maximum':
    case 'exclusiveMaximum':
      return { code: 'too_big', origin: 'number', maximum: error.params.limit, inclusive: error.keyword === 'maximum' }
    case 'minLength':
      return { code: 'too_small', origin: 'string', minimum: error.params.limit, inclusive: true }
    case 'maxLength':
      return { code: 'too_big', origin: 'string', maximum: error.params.limit, inclusive: true }
    case 'minItems':
      return { code: 'too_small', origin: 'array', minimum: error.params.limit, inclusive: true }
    case 'maxItems':
      return { code: 'too_big', origin: 'array', maximum: error.params.limit, inclusive: true }
    default:
      return { code: 'invalid_union' }
  }
}
