import { expect, it } from 'vitest'
import type { Json } from './json.ts'
import { ParkedExchanges, type Waiting } from './parked-exchanges.ts'

const waiting = (): Waiting => ({
  signal: new AbortController().signal,
  capabilities: { elicitation: {} },
  notify: async () => undefined,
})

it('answers whoever came last with one state, and says so to whoever came before', async () => {
  const parked = new ParkedExchanges()
  let finish: (result: Json) => void = () => undefined
  const finished = new Promise<Json>((resolve) => {
    finish = resolve
  })
  const whose = { owner: 'token:1', personId: 1 }
  const asked = await parked.run(
    whose,
    'tools/call',
    waiting(),
    (id) => id,
    async (peer, signal) => {
      await peer.request('elicitation/create', { message: 'Sure?' }, signal)
      return finished
    },
  )
  const id = String(asked.requestState)
  const answers = { question_1: { action: 'accept' } }
  const first = parked.resume('token:1', 'tools/call', id, answers, waiting())
  const second = parked.resume('token:1', 'tools/call', id, answers, waiting())
  await expect(first).rejects.toThrow('Another request')
  finish({ content: [] })
  expect(await second).toEqual({ content: [] })
  expect(parked.count).toBe(0)
})
