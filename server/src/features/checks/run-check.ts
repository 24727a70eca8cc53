import { outcomeView } from '@bongsu/contract/outcome.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { invalidField, notFound } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { parseInput } from '#platform/operations/parse.ts'
import { outboundKey } from '#platform/outbound/index.ts'
import { checksKey } from './checks-key.ts'
import { fieldOfHost } from './field-of-host.ts'
import { kindNames, kindOf } from './kinds/catalogue.ts'
import type { AnyCheckKind } from './kinds/contract.ts'
import { outcomeView as viewOf } from './outcome-view.ts'
import { ToolboxLimit } from './toolbox-limit.ts'

const limit = new ToolboxLimit()
/** Seconds, as spec B has it for checks by hand. */
const longest = 120
/** Of a kind that has its own word for it: a scenario may take two minutes. */
const longestOwn = 125

const timeLimit = z.int().min(1).max(longest).optional()

export const runCheck = operation({
  name: 'run-check',
  summary: text(
    '점검을 한 번 실행하고 결과를 돌려줍니다. 아무것도 저장하지 않습니다.',
    'Runs one look of a check kind and gives its outcome; nothing is stored.',
  ),
  access: 'checks.run',
  effect: 'write',
  transaction: 'none',
  tool: true,
  http: { method: 'POST', path: '/api/v1/checks/{kind}' },
  // The body is the kind's own options, which its own strict schema reads.
  input: z.looseObject({
    kind: z.string().max(50).describe('One of the names list-check-kinds gives; all other fields are its options'),
  }),
  output: outcomeView,
  // Options hold addresses with keys, headers, bodies: what is recorded is the kind and the host.
  unrecorded: optionNames(),
  async run(ctx, { kind: name, ...body }) {
    const kind = kindOf(name)
    if (!kind)
      throw notFound(
        text(
          `점검 종류 "${name}"(사용 가능: ${kindNames.join(', ')})`,
          `The check kind "${name}" (known: ${kindNames.join(', ')})`,
        ),
      )
    const { options, timeoutMs } = readBody(kind, body, ctx.language)
    const host = kind.host(options)
    ctx.audit({ target: { kind: 'check', id: name, label: host.slice(0, 200) } })
    for (const reached of kind.reaches?.(options) ?? (host === '' ? [] : [host])) {
      const refusal = ctx.use(outboundKey).precheckHost(reached)
      if (refusal) throw invalidField(fieldOfHost(options, reached), refusal)
    }
    const leave = limit.enter(ctx.actor)
    const checkedAt = ctx.clock.now()
    try {
      const checks = ctx.use(checksKey)
      const seen = await checks.lookOnce(name, options, { timeoutMs, signal: ctx.signal })
      const outcome = await checks.keepByHand('personId' in ctx.actor ? ctx.actor.personId : null, checkedAt, seen)
      return viewOf(outcome, checkedAt, ctx.language)
    } finally {
      leave()
    }
  },
})

type Options = Record<string, unknown>

/** `timeout` (seconds) may be said for every kind; a kind that has such an option of its own gets it as well. */
function readBody(
  kind: AnyCheckKind,
  { timeout, ...body }: Options,
  language: 'ko' | 'en',
): { options: Options; timeoutMs: number } {
  const own = 'timeout' in kind.options.shape
  const seconds = own
    ? undefined
    : parseInput(z.strictObject({ timeout: timeLimit }), timeout === undefined ? {} : { timeout }, language).timeout
  const options = parseInput(
    kind.options,
    own && timeout !== undefined ? { ...body, timeout } : body,
    language,
  ) as Options
  return { options, timeoutMs: Math.min(seconds ?? kind.defaults.timeout, own ? longestOwn : longest) * 1000 }
}

function optionNames(): string[] {
  const kinds = kindNames.map((name) => kindOf(name) as AnyCheckKind)
  return [...new Set(kinds.flatMap(({ options }) => Object.keys(options.shape)))]
}
