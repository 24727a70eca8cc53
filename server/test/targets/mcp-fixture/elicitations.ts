import type { Json } from '#platform/mcp/json.ts'
import type { FixtureTool } from './contract.ts'

const text = (words: string): Json => ({ type: 'text', text: words })

const elicits = (name: string, description: string, properties: Json, required: string[] = []): FixtureTool => ({
  definition: {
    name,
    description,
    inputSchema: { type: 'object', properties: { message: { type: 'string' } } },
  },
  async run({ args, ask }) {
    const answer = await ask('elicitation/create', {
      message: String(args.message ?? 'Please tell us'),
      requestedSchema: { type: 'object', properties, required },
    })
    const { action, content } = answer
    const said = `action=${String(action)}, content=${JSON.stringify(content ?? {})}`
    return {
      content: [text(name === 'test_elicitation' ? `User response: ${said}` : `Elicitation completed: ${said}`)],
    }
  },
})

const titled = (kind: string): Json[] =>
  ['First', 'Second', 'Third'].map((ordinal, at) => ({ const: `value${at + 1}`, title: `${ordinal} ${kind}` }))

export const elicitations: readonly FixtureTool[] = [
  elicits(
    'test_elicitation',
    'Asks who is there',
    {
      username: { type: 'string', description: "User's response" },
      email: { type: 'string', description: "User's email address" },
    },
    ['username', 'email'],
  ),
  elicits('test_elicitation_sep1034_defaults', 'Asks with an answer at hand for each kind', {
    name: { type: 'string', default: 'John Doe' },
    age: { type: 'integer', default: 30 },
    score: { type: 'number', default: 95.5 },
    status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
    verified: { type: 'boolean', default: true },
  }),
  elicits('test_elicitation_sep1330_enums', 'Asks to choose, in every way there is', {
    untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
    titledSingle: { type: 'string', oneOf: titled('Option') },
    legacyEnum: {
      type: 'string',
      enum: ['opt1', 'opt2', 'opt3'],
      enumNames: ['Option One', 'Option Two', 'Option Three'],
    },
    untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
    titledMulti: { type: 'array', items: { anyOf: titled('Choice') } },
  }),
]
