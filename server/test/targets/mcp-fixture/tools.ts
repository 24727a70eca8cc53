import type { Json } from '#platform/mcp/json.ts'
import type { FixtureCall, FixtureTool } from './contract.ts'
import { elicitations } from './elicitations.ts'
import { inputTools } from './input-tools.ts'

/** One red pixel. */
export const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='
/** No sound at all, in a WAV. */
const wav = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA='

export const text = (words: string): Json => ({ type: 'text', text: words })
const nothing: Json = { type: 'object', properties: {} }
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const tool = (
  name: string,
  description: string,
  run: (call: FixtureCall) => Promise<Json> | Json,
  inputSchema: Json = nothing,
): FixtureTool => ({ definition: { name, description, inputSchema }, run })

const says = (name: string, description: string, ...content: Json[]): FixtureTool =>
  tool(name, description, () => ({ content }))

const image: Json = { type: 'image', data: png, mimeType: 'image/png' }

async function progress({ meta, notify }: FixtureCall): Promise<Json> {
  const progressToken = meta?.progressToken
  for (const done of [0, 50, 100]) {
    if (progressToken !== undefined)
      await notify('notifications/progress', { progressToken, progress: done, total: 100, message: `${done} of 100` })
    await pause(50)
  }
  return { content: [text('Worked through all of it.')] }
}

async function logging({ log }: FixtureCall): Promise<Json> {
  await log('info', 'Tool execution started')
  await pause(50)
  await log('info', 'Tool processing data')
  await pause(50)
  await log('info', 'Tool execution completed')
  return { content: [text('Said three things.')] }
}

async function sampling({ args, ask }: FixtureCall): Promise<Json> {
  const messages = [{ role: 'user', content: text(String(args.prompt)) }]
  const said = await ask('sampling/createMessage', { messages, maxTokens: 100 })
  return { content: [text(`LLM response: ${String((said.content as Json | undefined)?.text)}`)] }
}

/** Everything of 2020-12 that a gateway might drop on the way. */
const wholeSchema: Json = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
}

const regional: Json = {
  type: 'object',
  properties: { region: { type: 'string', 'x-mcp-header': 'Region' }, query: { type: 'string' } },
  required: ['region'],
}

export const fixtureTools: readonly FixtureTool[] = [
  says('test_simple_text', 'Says one sentence', text('This is a simple text response for testing.')),
  says('test_image_content', 'Shows a picture', image),
  says('test_audio_content', 'Plays a sound', { type: 'audio', data: wav, mimeType: 'audio/wav' }),
  says('test_embedded_resource', 'Gives a resource along', {
    type: 'resource',
    resource: {
      uri: 'test://embedded-resource',
      mimeType: 'text/plain',
      text: 'This is an embedded resource content.',
    },
  }),
  says('test_multiple_content_types', 'Words, a picture and a resource', text('Multiple content types test:'), image, {
    type: 'resource',
    resource: {
      uri: 'test://mixed-content-resource',
      mimeType: 'application/json',
      text: JSON.stringify({ test: 'data', value: 123 }),
    },
  }),
  tool('test_tool_with_logging', 'Says three things on the way', logging),
  tool('test_logging_tool', 'Says something on the way where that is wanted', logging),
  tool('test_tool_with_progress', 'Tells how far it is', progress),
  tool('test_error_handling', 'Always fails', () => ({
    isError: true,
    content: [text('This tool intentionally returns an error for testing')],
  })),
  tool('test_reconnection', 'Closes its stream and answers on the next one', async ({ closeStream }) => {
    closeStream()
    await pause(100)
    return { content: [text('Answered after the stream was closed.')] }
  }),
  tool(
    'json_schema_2020_12_tool',
    'Tool with JSON Schema 2020-12 features',
    ({ args }) => ({
      content: [text(JSON.stringify(args))],
    }),
    wholeSchema,
  ),
  tool(
    'test_header_param',
    'Wants one argument in a header too',
    ({ args, headers }) => ({
      content: [text(`${String(args.region)} ${headers?.get('mcp-param-region') ?? '-'}`)],
    }),
    regional,
  ),
  tool('test_missing_capability', 'Needs a caller who can sample', ({ needs }) => {
    needs({ sampling: {} })
    return { content: [text('The caller can sample.')] }
  }),
  tool('test_trigger_tool_change', 'Says that the tools are others', ({ changed }) => {
    changed('tools')
    return { content: [text('Tools changed.')] }
  }),
  tool('test_trigger_prompt_change', 'Says that the prompts are others', ({ changed }) => {
    changed('prompts')
    return { content: [text('Prompts changed.')] }
  }),
  tool('test_trigger_resource_update', 'Says that the watched resource is another', ({ changed }) => {
    changed('test://watched-resource')
    return { content: [text('Updated.')] }
  }),
  tool('test_headers', 'Repeats the headers it came with', ({ headers }) => ({
    content: [text(JSON.stringify(Object.fromEntries(headers ?? [])))],
  })),
  tool('test_hang', 'Answers only when it is cancelled', async ({ signal, hanging, cancelled }) => {
    hanging()
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    cancelled()
    return { content: [] }
  }),
  tool('test_sampling', 'Asks the model of the caller', sampling, {
    type: 'object',
    properties: { prompt: { type: 'string', description: 'What to ask' } },
    required: ['prompt'],
  }),
  ...elicitations,
  ...inputTools,
]
