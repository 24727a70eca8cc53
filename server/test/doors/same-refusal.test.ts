import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RealServer, until } from '#test/fault/real-server.ts'
import { type Door, doorsOf, isRest, outcomesOf, somebody } from './every-door.ts'

const folder = mkdtempSync(join(tmpdir(), 'bongsu-refusals-'))
const server = new RealServer({ dataDir: folder })
const doors = doorsOf(server)

beforeAll(async () => {
  await server.begin()
  await server.signIn()
  await server.liftLimits()
})
afterAll(async () => {
  await server.end()
  rmSync(folder, { recursive: true, force: true })
})

/** Tool, arguments, how it is recorded, and what every door says. */
const refusals = [
  ['get_user_info', { user_id: 1 }, 'refused', /Unknown tool: get_user_info/],
  ['no_such_tool', {}, 'refused', /Unknown tool: no_such_tool/],
  ['add', { a: 'one', b: 1 }, 'invalid', /a: .*number/i],
  ['add', { a: 1, b: 1 }, 'limited', /the limit is 0/],
] as const

describe('one refused call', () => {
  it.each(Object.keys(doors))(
    'is the same through %s, with one record and one line in the audit each',
    async (name) => {
      const who = await somebody(server)
      await server.call('PUT', '/limits', { subject_kind: 'person', subject: String(who.id), window: 'day', max: 0 })
      const door = await (doors[name] as Door)(who)
      try {
        for (const [tool, args, outcome, words] of refusals) {
          const told = await door.call(tool, args)
          expect(told.words).toMatch(words)
          expect([tool, told.as]).toEqual([tool, isRest(name) || outcome === 'refused' ? 'error' : 'result'])
        }
      } finally {
        await door.close().catch(() => undefined)
      }
      await until('all are recorded', async () => (await outcomesOf(server, who.id)).length >= refusals.length)
      const expected = refusals.map(([tool, , outcome]) => `${tool} ${outcome}`).sort()
      expect(await outcomesOf(server, who.id)).toEqual(expected)
      const lines = await server.call<{
        items: { outcome: string; details: { outcome: string }; target_id: string }[]
      }>('GET', `/audit?person=${who.id}&action=call-tool&page_size=50`)
      expect(lines.items.map(({ target_id, details }) => `${target_id} ${details.outcome}`).sort()).toEqual(expected)
      expect(new Set(lines.items.map(({ outcome }) => outcome))).toEqual(new Set(['refused']))
    },
  )
})
