import { FunctionExpressionType, JSONPathEnvironment, type JSONPathQuery } from 'json-p3'
import { patternOf } from './pattern.ts'

/** RFC 9535. `match` and `search` run on RE2: the library's own run on the JavaScript engine, where one can hang us. */
const environment = new JSONPathEnvironment({ maxRecursionDepth: 200 })
const regexFunction = (test: (text: string, pattern: string) => boolean) => ({
  argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
  returnType: FunctionExpressionType.LogicalType,
  call: (text: unknown, pattern: unknown) =>
    typeof text === 'string' && typeof pattern === 'string' && test(text, pattern),
})
environment.functionRegister.set(
  'match',
  regexFunction((text, source) => {
    const pattern = patternOf(iRegexp(source))
    return 'test' in pattern && pattern.testWhole(text)
  }),
)
environment.functionRegister.set(
  'search',
  regexFunction((text, source) => {
    const pattern = patternOf(iRegexp(source))
    return 'test' in pattern && pattern.test(text)
  }),
)

/** RFC 9485, 5: a dot stands for anything but a line feed and a carriage return, which RE2's dot takes. */
const iRegexp = (source: string): string =>
  source.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]|\./gs, (part) => (part === '.' ? '[^\\n\\r]' : part))

const compiled = new Map<string, JSONPathQuery | { readonly problem: string }>()
const mostCompiled = 1_000

export function jsonPathOf(source: string): JSONPathQuery | { readonly problem: string } {
  const known = compiled.get(source)
  if (known) return known
  if (compiled.size >= mostCompiled) compiled.clear()
  let made: JSONPathQuery | { readonly problem: string }
  try {
    made = environment.compile(source)
  } catch (error) {
    made = { problem: error instanceof Error ? error.message : String(error) }
  }
  compiled.set(source, made)
  return made
}

/** Names and indices only: it visits one node a step, however large the document. */
export function isSimplePath(source: string): boolean {
  const query = jsonPathOf(source)
  return 'query' in query && query.singularQuery()
}
