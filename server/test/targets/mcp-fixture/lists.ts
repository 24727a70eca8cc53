import type { Json } from '#platform/mcp/json.ts'
import { png, text } from './tools.ts'

export const fixtureResources: readonly Json[] = [
  {
    uri: 'test://static-text',
    name: 'Static text',
    description: 'Words that never change',
    mimeType: 'text/plain',
    annotations: { audience: ['user'], priority: 0.5 },
    'x-unknown': { kept: true },
  },
  { uri: 'test://static-binary', name: 'Static picture', description: 'One red pixel', mimeType: 'image/png' },
  { uri: 'test://watched-resource', name: 'Watched', description: 'Says when it is another', mimeType: 'text/plain' },
]

export const fixtureTemplates: readonly Json[] = [
  {
    uriTemplate: 'test://template/{id}/data',
    name: 'By number',
    description: 'The data of one number',
    mimeType: 'application/json',
  },
]

/** What stands at a URI; undefined where there is nothing. */
export function contentsAt(uri: string): Json | undefined {
  if (uri === 'test://static-text')
    return { uri, mimeType: 'text/plain', text: 'This is the content of the static text resource.' }
  if (uri === 'test://static-binary') return { uri, mimeType: 'image/png', blob: png }
  if (uri === 'test://watched-resource') return { uri, mimeType: 'text/plain', text: 'Watched resource content' }
  const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1]
  if (id === undefined) return undefined
  const said = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` })
  return { uri, mimeType: 'application/json', text: said }
}

const argument = (name: string, description: string): Json => ({ name, description, required: true })

export const fixturePrompts: readonly Json[] = [
  { name: 'test_simple_prompt', description: 'One sentence' },
  {
    name: 'test_prompt_with_arguments',
    description: 'A sentence with two gaps',
    arguments: [argument('arg1', 'First test argument'), argument('arg2', 'Second test argument')],
  },
  {
    name: 'test_prompt_with_embedded_resource',
    description: 'A resource to work on',
    arguments: [argument('resourceUri', 'URI of the resource to embed')],
  },
  { name: 'test_prompt_with_image', description: 'A picture to look at' },
  { name: 'test_input_required_result_prompt', description: 'Asks before it answers' },
]

const user = (content: Json): Json => ({ role: 'user', content })

/** The messages of a prompt; undefined where there is none of that name. */
export function messagesOf(name: string, args: Json, responses: Json | undefined): Json | undefined {
  switch (name) {
    case 'test_simple_prompt':
      return { messages: [user(text('This is a simple prompt for testing.'))] }
    case 'test_prompt_with_arguments':
      return {
        messages: [user(text(`Prompt with arguments: arg1='${String(args.arg1)}', arg2='${String(args.arg2)}'`))],
      }
    case 'test_prompt_with_embedded_resource':
      return {
        messages: [
          user({
            type: 'resource',
            resource: {
              uri: String(args.resourceUri),
              mimeType: 'text/plain',
              text: 'Embedded resource content for testing.',
            },
          }),
          user(text('Please process the embedded resource above.')),
        ],
      }
    case 'test_prompt_with_image':
      return {
        messages: [
          user({ type: 'image', data: png, mimeType: 'image/png' }),
          user(text('Please analyze the image above.')),
        ],
      }
    case 'test_input_required_result_prompt':
      return responses
        ? { messages: [user(text(`With context: ${JSON.stringify(responses.user_context)}`))] }
        : {
            resultType: 'input_required',
            inputRequests: {
              user_context: {
                method: 'elicitation/create',
                params: {
                  message: 'What context should the prompt use?',
                  requestedSchema: {
                    type: 'object',
                    properties: { context: { type: 'string' } },
                    required: ['context'],
                  },
                },
              },
            },
          }
    default:
      return undefined
  }
}
