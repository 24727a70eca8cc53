import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { serverPrograms } from '#test/own-process.ts'
import { type BlackboxExporter, startBlackboxExporter } from '#test/targets/blackbox-exporter.ts'
import type { Behaviour } from '#test/targets/http-behaviour.ts'
import { behaviours } from '#test/targets/http-behaviours.ts'
import type { Outcome } from '../outcome.ts'

const needs = serverPrograms('blackbox_exporter', ['prometheus-blackbox-exporter'], 'prometheus-blackbox-exporter')
const { look, room } = openChecks()
let exporter: BlackboxExporter

/** Modules are named by their place in the table. */
const nameOf = (behaviour: Behaviour): string => `m${behaviours.indexOf(behaviour)}`

/** A machine that stood still for a second says nothing of a target, and says so: then it is asked again. */
async function verdictOf(lookOnce: () => Promise<Outcome>): Promise<Outcome> {
  let outcome = await lookOnce()
  for (let left = 3; left > 0 && outcome.errorCode === 'own_fault'; left--) outcome = await lookOnce()
  return outcome
}

describe.skipIf(!needs.isThere)(needs.title, () => {
  beforeAll(async () => {
    exporter = await startBlackboxExporter(
      Object.fromEntries(behaviours.map((behaviour) => [nameOf(behaviour), behaviour.settings ?? {}])),
    )
  })
  afterAll(async () => {
    await exporter?.close()
    await room.stop?.(new AbortController().signal)
  })

  it('is a table of more than a hundred behaviours, and says why wherever the two differ', () => {
    expect(behaviours.length).toBeGreaterThan(100)
    expect(new Set(behaviours.map(({ name }) => name)).size).toBe(behaviours.length)
    for (const { name, ours, theirs, because } of behaviours)
      expect(because !== undefined, name).toBe((ours === 'up') !== (theirs === 'up'))
  })

  it.each(behaviours.map((behaviour): [string, Behaviour] => [behaviour.name, behaviour]))(
    '%s',
    async (_name, behaviour) => {
      const served = await behaviour.serve()
      const { timeout_ms: timeoutMs = 5_000, ...options } = behaviour.options ?? {}
      try {
        const probe = await exporter.probe(nameOf(behaviour), served.url)
        const asked = { url: served.url, expected_status: '200-299', max_redirects: 10, ...options }
        const outcome = await verdictOf(() => look('http', asked, Number(timeoutMs)))
        expect(probe.success ? 'up' : 'down', probe.log).toBe(behaviour.theirs)
        const said = outcome.state === 'up' ? 'up' : outcome.errorCode
        expect([behaviour.ours, behaviour.or], JSON.stringify(outcome)).toContain(said)
        expect(outcome.state).not.toBe('unknown')
        if (probe.success && outcome.state === 'up') expect(outcome.statusCode).toBe(probe.status)
      } finally {
        await served.close()
      }
    },
  )
})
