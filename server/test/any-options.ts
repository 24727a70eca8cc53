import fc from 'fast-check'
import { expect } from 'vitest'
import { type AnyCheckKind, kindOf, type Outcome } from '#features/checks/index.ts'
import { parseInput } from '#platform/operations/parse.ts'
import type { ChecksKit } from './checks.ts'
import { optionsLike } from './options-like.ts'
import type { Partner } from './targets/partners.ts'

export interface AnyOptions {
  readonly name: string
  /** JSON Schema of its options. */
  readonly schema: unknown
  /** What a generated object becomes, so that what it looks at is somebody on this machine who answers. */
  aim(raw: Record<string, unknown>): Record<string, unknown>
  /** How many objects are generated, and how many of those that are accepted are looked with. */
  readonly runs: number
  readonly looks: number
}

const atOnce = 20
const lookMs = 1_000

/**
 * Property: any options are refused by the name of a field, or looked with without an exception. Gives what was seen.
 */
export async function tryAnyOptions(kit: ChecksKit, { name, schema, aim, runs, looks }: AnyOptions) {
  const kind = kindOf(name) as AnyCheckKind
  const accepted: Record<string, unknown>[] = []
  fc.assert(
    fc.property(optionsLike(schema, kind.example), (raw) => {
      const options = readOrRefused(kind, aim(raw))
      if (options) accepted.push(options)
    }),
    { numRuns: runs },
  )
  expect(accepted.length).toBeGreaterThan(3)
  const looked = accepted.slice(0, looks)
  const look = (options: Record<string, unknown>) => kit.checks.lookOnce(name, options, { timeoutMs: lookMs })
  const faults = () => kit.faults.splice(0).map(({ error }) => String(error))
  const failed: Record<string, unknown>[] = []
  const outcomes: Outcome[] = []
  // Most of a look is waiting for somebody who does not answer.
  for (let from = 0; from < looked.length; from += atOnce)
    await Promise.all(
      looked.slice(from, from + atOnce).map(async (options) => {
        const outcome = await look(options)
        outcomes.push(outcome)
        expectWhole(outcome, options)
        if (outcome.errorCode === 'own_fault') failed.push(options)
      }),
    )
  expect(faults().filter((fault) => !fault.includes('did not end'))).toEqual([])
  // Of many at once some may end late on a busy machine; alone, each of them comes to an end of its own.
  for (const options of failed) await expect.poll(async () => (await look(options)) && faults()).toEqual([])
  return outcomes
}

/** The same before a server that speaks the protocol of the kind, which lets at least one of them come to `up`. */
export async function tryWithPartner(
  kit: ChecksKit,
  start: () => Promise<Partner>,
  options: Omit<AnyOptions, 'aim'>,
): Promise<void> {
  const partner = await start()
  try {
    const outcomes = await tryAnyOptions(kit, { ...options, aim: (raw) => ({ ...raw, ...partner.aim }) })
    expect(outcomes.filter(({ state }) => state === 'up').length).toBeGreaterThan(0)
  } finally {
    await partner.close()
  }
}

function readOrRefused(kind: AnyCheckKind, raw: Record<string, unknown>): Record<string, unknown> | undefined {
  try {
    return parseInput(kind.options, raw, 'ko') as Record<string, unknown>
  } catch (error) {
    const { code, details } = error as { code: string; details?: { fields: { path: string; message: string }[] } }
    expect(code, String(error)).toBe('validation')
    expect(details?.fields.length, JSON.stringify(raw)).toBeGreaterThan(0)
    for (const { path, message } of details?.fields ?? []) {
      expect(path, JSON.stringify(raw)).not.toBe('')
      expect(message).not.toBe('')
    }
    return undefined
  }
}

function expectWhole(outcome: Outcome, options: object): void {
  const said = JSON.stringify([outcome, options])
  expect(outcome.message.ko, said).not.toBe('')
  expect(outcome.message.en, said).not.toBe('')
  expect(outcome.errorCode === undefined, said).toBe(outcome.state === 'up')
  expect(JSON.parse(JSON.stringify(outcome.evidence)), said).toEqual(outcome.evidence)
  expect(outcome.durationMs, said).toBeGreaterThanOrEqual(0)
}
