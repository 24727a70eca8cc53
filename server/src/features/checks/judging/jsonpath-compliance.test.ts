import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { jsonPathOf } from './json-path.ts'

/** The suite that the working group of RFC 9535 keeps for all implementations; its licence stands beside it. */
interface Case {
  readonly name: string
  readonly selector: string
  readonly invalid_selector?: boolean
  readonly document?: unknown
  readonly result?: readonly unknown[]
  /** Where the order is left to us. */
  readonly results?: readonly (readonly unknown[])[]
}
const suite = new URL('../../../../test/jsonpath-compliance/cts.json', import.meta.url)
const { tests } = JSON.parse(readFileSync(suite, 'utf8')) as { readonly tests: readonly Case[] }

it('has all of the suite before it', () => expect(tests.length).toBeGreaterThan(700))

it.each(tests.map((one) => [one.name, one] as const))('RFC 9535: %s', (_name, one) => {
  const query = jsonPathOf(one.selector)
  if (one.invalid_selector) {
    expect(query).toHaveProperty('problem')
    return
  }
  if ('problem' in query) throw new Error(`${one.selector}: ${query.problem}`)
  expect(one.results ?? [one.result]).toContainEqual(query.query(one.document as never).values())
})
