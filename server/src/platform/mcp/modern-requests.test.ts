import { randomUUID } from 'node:crypto'
import type { ServerContext } from '@modelcontextprotocol/server'
import { expect, it } from 'vitest'
import { invalidParams, type McpFace, McpRefusal } from './face.ts'
import type { Json } from './json.ts'
import { ModernRequests } from './modern-requests.ts'
import { RequestStates } from './request-states.ts'

/** The same in every process of an installation. */
const seal = {
  seal: (plain: string, place: string) => JSON.stringify([plain, place, randomUUID()]),
  open(sealed: string, place: string) {
    const [plain, sealedFor] = JSON.parse(sealed)
    if (sealedFor !== place) throw new Error('not for this place')
    return plain
  },
}

function processOf() {
  const lost: boolean[] = []
  const face: McpFace = {
    title: 'test',
    instructions: null,
    capabilities: () => ({ tools: {} }),
    list: () => [],
    inputSchemaOf: () => undefined,
    async callTool(_name, _args, { peer, signal }) {
      const answer = await peer.request('elicitation/create', { message: 'Who?' }, signal)
      return { content: [], answer }
    },
    async lost(_method, _params, _exchange, isElsewhere) {
      lost.push(isElsewhere)
      return new McpRefusal(invalidParams, isElsewhere ? 'It waits elsewhere' : 'Unknown')
    },
    request: () => Promise.reject(new Error('not asked for')),
  }
  const requests = new ModernRequests(new RequestStates(seal, Date.now))
  const call = (goesOn: Json = {}): Promise<Json> => {
    const params = { name: 'ask', arguments: {}, ...goesOn }
    // Safe because of a context only this is looked at.
    const ctx = { mcpReq: { signal: new AbortController().signal, notify: async () => undefined } }
    const caller = { owner: 'token:1', personId: 1, server: null, params }
    return requests.answer(face, { method: 'tools/call', params }, ctx as unknown as ServerContext, caller)
  }
  return { call, lost, end: () => requests.endWhere(() => true) }
}

it('goes on with a call in the process that it waits in, and says so in every other', async () => {
  const [here, there] = [processOf(), processOf()]
  const { requestState, resultType } = await here.call()
  expect(resultType).toBe('input_required')
  const again = { requestState, inputResponses: { question_1: { action: 'accept' } } }
  await expect(there.call(again)).rejects.toMatchObject({ message: 'It waits elsewhere' })
  expect(there.lost).toEqual([true])
  expect(await here.call(again)).toMatchObject({ answer: { action: 'accept' } })
  await expect(here.call(again)).rejects.toMatchObject({ message: 'Unknown' })
  await expect(here.call({ ...again, requestState: 'nonsense' })).rejects.toMatchObject({ message: 'Unknown' })
  expect(here.lost).toEqual([false, false])
  here.end()
})
