import { text } from '@bongsu/contract/text.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { systemClock } from '#kernel/clock.ts'
import { openChecks } from '#test/checks.ts'
import { startDnsTarget } from '#test/targets/dns-target.ts'
import { startSilentTarget } from '#test/targets/hostile-targets.ts'
import { startHttpTarget } from '#test/targets/http-target.ts'
import { createBodyJudge } from './judging/body-judge.ts'
import { checkKind, type LookContext, type Seen } from './kinds/contract.ts'
import { lookOnce } from './look-once.ts'
import type { LookMemory } from './outcome.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
const use = async <Some extends { close(): Promise<void> }>(starting: Promise<Some>): Promise<Some> => {
  const target = await starting
  open.push(target)
  return target
}

const kindThat = (look: (context: LookContext) => Promise<Seen>) =>
  checkKind({
    label: text('시험', 'Trial'),
    summary: text('시험합니다.', 'Tries.'),
    group: 'web',
    options: z.strictObject({ host: z.string() }),
    example: { host: 'a' },
    defaults: { check_interval: 60, timeout: 5 },
    host: ({ host }) => host,
    look: (_options, context) => look(context),
  })
const seen: Seen = { state: 'down', errorCode: 'connect', message: text('안 됨', 'no'), durationMs: 1, evidence: {} }
const judge = createBodyJudge()

function run(
  look: (context: LookContext) => Promise<Seen>,
  more: {
    isConnected?: () => Promise<boolean>
    resolverAnswers?: boolean
    timeoutMs?: number
    signal?: AbortSignal
  } = {},
) {
  const faults: unknown[] = []
  const { outbound } = openChecks()
  const parts = {
    outbound: { ...outbound, resolverAnswers: async () => more.resolverAnswers ?? true },
    clock: systemClock,
    judge,
    onFault: (_kind: string, error: unknown) => void faults.push(error),
    ...(more.isConnected ? { isConnected: more.isConnected } : {}),
  }
  const outcome = lookOnce('trial', kindThat(look), { host: 'a' }, parts, {
    timeoutMs: more.timeoutMs ?? 1000,
    ...(more.signal ? { signal: more.signal } : {}),
  })
  return { outcome, faults }
}

describe('a look', () => {
  it('gives what the kind saw', async () => {
    expect(await run(async () => seen).outcome).toEqual(seen)
  })

  it('that throws is our fault, and somebody is told', async () => {
    const { outcome, faults } = run(async () => {
      throw new TypeError('broken')
    })
    expect(await outcome).toMatchObject({ state: 'unknown', errorCode: 'own_fault', evidence: { fault: 'broken' } })
    expect(faults).toHaveLength(1)
  })

  it('that does not end is our fault, and is told to stop', async () => {
    let stopped = false
    const { outcome } = run(
      ({ signal }) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            stopped = true
          })
        }),
      { timeoutMs: 50 },
    )
    expect(await outcome).toMatchObject({ state: 'unknown', errorCode: 'own_fault' })
    expect(stopped).toBe(true)
  })

  it('nobody wants any more has no outcome', async () => {
    const controller = new AbortController()
    const { outcome, faults } = run(
      ({ signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
      { signal: controller.signal },
    )
    controller.abort(new Error('draining'))
    await expect(outcome).rejects.toThrow('draining')
    await expect(run(async () => seen, { signal: AbortSignal.abort(new Error('gone')) }).outcome).rejects.toThrow(
      'gone',
    )
    expect(faults).toHaveLength(0)
  })

  it('with options an older release has stored says which one no longer fits', async () => {
    expect(
      await openChecks().checks.lookOnce('http', { url: 'https://example.com/', method: 'BREW' }, { timeoutMs: 100 }),
    ).toMatchObject({ state: 'unknown', errorCode: 'config', evidence: { path: 'method' } })
    expect(await openChecks().checks.lookOnce('telepathy', {}, { timeoutMs: 100 })).toMatchObject({
      state: 'unknown',
      errorCode: 'config',
    })
  })
})

describe('a failure that could be our own', () => {
  it.each([
    ['resolver', false, true, 'unknown'],
    ['resolver', true, true, 'down'],
    ['resolver', true, false, 'unknown'],
    ['network', true, false, 'unknown'],
    ['network', true, true, 'down'],
    [undefined, false, false, 'down'],
  ] as const)('doubt %s, resolver answers %s, connected %s: %s', async (doubt, resolverAnswers, connected, state) => {
    const { outcome } = run(async () => ({ ...seen, ...(doubt ? { doubt } : {}) }), {
      resolverAnswers,
      isConnected: async () => connected,
    })
    expect(await outcome).toMatchObject({
      state,
      ...(state === 'unknown' ? { errorCode: 'own_fault' } : { errorCode: 'connect' }),
    })
    expect(await outcome).not.toHaveProperty('doubt')
  })

  it('is the target’s where nobody can say whether we are connected', async () => {
    expect(await run(async () => ({ ...seen, doubt: 'network' })).outcome).toMatchObject({ state: 'down' })
  })

  it('is never asked about for a target that is well', async () => {
    const target = await use(startHttpTarget())
    let asked = 0
    const kit = openChecks({
      isConnected: async () => {
        asked += 1
        return false
      },
    })
    expect(await kit.look('http', { url: target.url })).toMatchObject({ state: 'up' })
    await target.close()
    expect(await kit.look('http', { url: target.url })).toMatchObject({ state: 'down', errorCode: 'connect' })
    expect(asked).toBe(0)
  })

  it('one whole resolver gone makes no target down', async () => {
    const mute = await use(startDnsTarget(() => 'silence'))
    const kit = openChecks({ resolver: { servers: [mute.server], timeoutMs: 100, tries: 1 } })
    const names = Array.from({ length: 20 }, (_unused, at) => `host-${at}.example`)
    const outcomes = await Promise.all(names.map((name) => kit.look('http', { url: `http://${name}/` })))
    expect(new Set(outcomes.map(({ state, errorCode }) => `${state} ${errorCode}`))).toEqual(
      new Set(['unknown own_fault']),
    )
  })
})

it('a thousand looks leave nothing behind', async () => {
  const target = await use(startHttpTarget())
  const silent = await use(startSilentTarget())
  const kit = openChecks()
  const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  for (let batch = 0; batch < 50; batch++)
    await Promise.all(Array.from({ length: 20 }, () => kit.look('http', { url: target.url })))
  await Promise.all(Array.from({ length: 20 }, () => kit.look('http', { url: `http://127.0.0.1:${silent.port}/` }, 50)))
  expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBeLessThanOrEqual(before + 1)
  await expect.poll(() => silent.open()).toBe(0)
})

describe('a kind that remembers', () => {
  const counter = checkKind({
    label: text('시험', 'Trial'),
    summary: text('시험합니다.', 'Tries.'),
    group: 'web',
    options: z.strictObject({ host: z.string(), step: z.int().default(1), note: z.string().optional() }),
    example: { host: 'a' },
    defaults: { check_interval: 60, timeout: 5 },
    host: ({ host }) => host,
    remembers: ({ host, step }) => ({ host, step }),
    look: async ({ step }, { remembered }) => ({ ...seen, remember: ((remembered as number | undefined) ?? 0) + step }),
  })
  const { outbound } = openChecks()
  const faults: unknown[] = []
  const parts = {
    outbound,
    clock: systemClock,
    judge,
    onFault: (_kind: string, error: unknown) => void faults.push(error),
  }
  const look = (options: object, before?: LookMemory, kind = counter) =>
    lookOnce('trial', kind, { ...options }, parts, { timeoutMs: 1000, before })

  it('gets what it left, as long as what it belongs to is the same', async () => {
    const first = await look({ host: 'a' })
    expect(first.memory?.json).toBe('1')
    expect(first).not.toHaveProperty('remember')
    const second = await look({ host: 'a', note: 'says nothing of it' }, first.memory)
    expect(second.memory?.json).toBe('2')
    expect((await look({ host: 'b' }, second.memory)).memory?.json).toBe('1')
  })

  it('is written down only when something is new', async () => {
    const first = await look({ host: 'a' })
    expect(await look({ host: 'a', step: 0 }, first.memory)).toMatchObject({ memory: { json: '0' } })
    const still = await look({ host: 'a', step: 0 })
    expect((await look({ host: 'a', step: 0 }, still.memory)).memory).toBeUndefined()
  })

  it('may not leave more than 64 KB, nor anything without saying what it belongs to', async () => {
    const greedy = { ...counter, look: async () => ({ ...seen, remember: 'x'.repeat(70_000) }) }
    expect(await look({ host: 'a' }, undefined, greedy)).toMatchObject({ state: 'unknown', errorCode: 'own_fault' })
    const { remembers: _, ...forgetful } = counter
    expect(await look({ host: 'a' }, undefined, forgetful)).toMatchObject({ state: 'unknown', errorCode: 'own_fault' })
    expect(faults).toHaveLength(2)
  })
})
