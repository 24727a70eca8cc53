import { text } from '@bongsu/contract/text.ts'
import { toolAnswer } from '@bongsu/contract/tools.ts'
import { z } from 'zod'
import { Failure } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { gatewayKey } from './gateway-key.ts'

/**
 * The REST door. What was refused before it could run is an HTTP error (400, 404, 429 with Retry-After); what ran is an
 * answer, also when the tool failed. It counts as reading because the gateway, not this door, records what happened.
 */
export const callTool = operation({
  name: 'call-tool',
  summary: text('도구를 호출하고 결과를 돌려줍니다.', 'Calls a tool and answers with its result.'),
  access: 'tools.call',
  scope: 'tools',
  effect: 'read',
  http: { method: 'POST', path: '/api/v1/tools/{name}/call' },
  input: z.strictObject({
    name: z.string().min(1).max(200),
    arguments: z.record(z.string(), z.unknown()).default({}).describe('As the tool’s input_schema says'),
    as_result: z
      .boolean()
      .default(false)
      .describe('Answers wrong arguments and an exceeded limit as the result that an agent sees, not with 400 and 429'),
  }),
  output: toolAnswer,
  async run(ctx, { name, arguments: args, as_result }) {
    const { actor, language, origin, signal } = ctx
    const answer = await ctx
      .use(gatewayKey)
      .gateway.call({ actor, language, origin, signal, tool: name, arguments: args })
    const { id, durationMs, outcome, result } = answer
    const problems = [...(answer.problems?.() ?? [])]
    if (!as_result && answer.failure && outcome === 'limited') throw answer.failure
    if (!as_result && answer.failure && outcome === 'invalid')
      throw new Failure('validation', answer.failure.text, problems.length > 0 ? { fields: problems } : undefined)
    return {
      tool: name,
      success: outcome === 'success',
      outcome,
      call_id: id,
      duration_ms: durationMs,
      result: { ...result },
      problems,
    }
  },
})
