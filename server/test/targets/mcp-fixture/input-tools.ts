import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Json } from '#platform/mcp/json.ts'
import type { FixtureCall, FixtureTool } from './contract.ts'

const text = (words: string): Json => ({ type: 'text', text: words })
const done = (words: string): Json => ({ content: [text(words)] })

const elicit = (message: string, field: string, type = 'string'): Json => ({
  method: 'elicitation/create',
  params: {
    message,
    requestedSchema: { type: 'object', properties: { [field]: { type } }, required: [field] },
  },
})
const sample = (question: string, maxTokens: number): Json => ({
  method: 'sampling/createMessage',
  params: { messages: [{ role: 'user', content: text(question) }], maxTokens },
})
const roots: Json = { method: 'roots/list', params: {} }

const required = (inputRequests: Json, requestState?: string): Json => ({
  resultType: 'input_required',
  inputRequests,
  ...(requestState === undefined ? {} : { requestState }),
})

const secret = 'only a fixture'
const mac = (state: string) => createHmac('sha256', secret).update(state).digest('base64url')
const signed = (state: string): string => `${state}.${mac(state)}`

/** What a state says, where it is one that we gave out. */
function stateIn({ requestState }: FixtureCall): string | undefined {
  if (requestState === undefined) return undefined
  const [state = '', tag = ''] = requestState.split('.')
  const [given, wanted] = [Buffer.from(tag), Buffer.from(mac(state))]
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return state
  throw Object.assign(new Error('The requestState is not one of ours'), { code: -32602 })
}

const field = (answer: Json | undefined, name: string): string | undefined => {
  const value = (answer?.content as Json | undefined)?.[name]
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined
}

const needsInput = (name: string, description: string, run: FixtureTool['run']): FixtureTool => ({
  definition: { name, description, inputSchema: { type: 'object', properties: {} } },
  run,
})

/** Tools that cannot go on without their caller (revision 2026-07-28, `input_required`). */
export const inputTools: readonly FixtureTool[] = [
  needsInput('test_input_required_result_elicitation', 'Asks for a name', ({ inputResponses }) => {
    const name = field(inputResponses?.user_name, 'name')
    return name === undefined ? required({ user_name: elicit('What is your name?', 'name') }) : done(`Hello, ${name}!`)
  }),
  needsInput('test_input_required_result_sampling', 'Asks a model', ({ inputResponses }) => {
    const answer = inputResponses?.capital_question
    return answer
      ? done(String((answer.content as Json | undefined)?.text))
      : required({ capital_question: sample('What is the capital of France?', 100) })
  }),
  needsInput('test_input_required_result_list_roots', 'Asks for roots', ({ inputResponses }) => {
    const answer = inputResponses?.client_roots
    return answer ? done(`Roots: ${JSON.stringify(answer.roots)}`) : required({ client_roots: roots })
  }),
  needsInput('test_input_required_result_request_state', 'Remembers through its caller', (call) =>
    stateIn(call) === 'asked' && call.inputResponses?.confirm
      ? done('state-ok')
      : required({ confirm: elicit('Please confirm', 'ok', 'boolean') }, signed('asked')),
  ),
  needsInput('test_input_required_result_multiple_inputs', 'Asks for everything at once', (call) => {
    const { user_name, greeting, client_roots } = call.inputResponses ?? {}
    if (stateIn(call) === 'several' && user_name && greeting && client_roots) return done('All three came.')
    return required(
      {
        user_name: elicit('What is your name?', 'name'),
        greeting: sample('Generate a greeting', 50),
        client_roots: roots,
      },
      signed('several'),
    )
  }),
  needsInput('test_input_required_result_multi_round', 'Asks twice', (call) => {
    const state = stateIn(call)
    if (state === 'second' && call.inputResponses?.step2) return done('Both steps are done.')
    if (state === 'first' && call.inputResponses?.step1)
      return required({ step2: elicit('Step 2: What is your favorite color?', 'color') }, signed('second'))
    return required({ step1: elicit('Step 1: What is your name?', 'name') }, signed('first'))
  }),
  needsInput('test_input_required_result_tampered_state', 'Notices a changed state', (call) =>
    stateIn(call) === 'sealed'
      ? done('The state was not touched.')
      : required({ confirm: elicit('Please confirm', 'ok', 'boolean') }, signed('sealed')),
  ),
  needsInput('test_input_required_result_capabilities', 'Asks only what its caller can answer', (call) => {
    if (call.inputResponses) return done('Answered.')
    const { sampling, elicitation } = call.clientCapabilities
    return required({
      ...(sampling ? { question: sample('Say something', 50) } : {}),
      ...(elicitation ? { name: elicit('What is your name?', 'name') } : {}),
    })
  }),
  needsInput('test_streaming_elicitation', 'Tells how far it is, then asks', async (call) => {
    if (call.inputResponses) return done('Answered.')
    const progressToken = call.meta?.progressToken ?? 'streaming'
    await call.notify('notifications/progress', { progressToken, progress: 1, total: 2 })
    return required({ name: elicit('What is your name?', 'name') })
  }),
]
