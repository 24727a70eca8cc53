import { outcomeView } from '@bongsu/contract/outcome.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { invalidField, notFound } from '#kernel/errors.ts'
import { type Context, operation } from '#platform/operations/operation.ts'
import { outboundKey } from '#platform/outbound/index.ts'
import { checksKey } from './checks-key.ts'
import { fieldOfHost } from './field-of-host.ts'
import { kindNames, kindOf } from './kinds/catalogue.ts'
import type { AnyCheckKind } from './kinds/contract.ts'
import type { HowToLook } from './look-once.ts'
import { progressView } from './look-progress.ts'
import { outcomeView as viewOf } from './outcome-view.ts'
import { readRun } from './timeout-range.ts'
import { ToolboxLimit } from './toolbox-limit.ts'

const limit = new ToolboxLimit()

export const runCheck = operation({
  name: 'run-check',
  summary: text(
    '점검을 한 번 실행하고 결과를 돌려줍니다. 아무것도 저장하지 않습니다.',
    'Runs one look of a check kind and gives its outcome; nothing is stored.',
  ),
  access: 'checks.run',
  effect: 'write',
  transaction: 'none',
  progress: true,
  tool: true,
  http: { method: 'POST', path: '/api/v1/checks/{kind}' },
  // The body is the kind's own options, which its own strict schema reads.
  input: z.looseObject({
    kind: z
      .string()
      .max(50)
      .describe(
        'One of the names list-check-kinds gives; all other fields are its options, and its time limit `timeout`',
      ),
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
    const { options, timeoutMs } = readRun(kind, body, ctx.language)
    const host = kind.host(options)
    ctx.audit({ target: { kind: 'check', id: name, label: host.slice(0, 200) } })
    for (const reached of kind.reaches?.(options) ?? (host === '' ? [] : [host])) {
      const refusal = ctx.use(outboundKey).precheckHost(reached)
      if (refusal) throw invalidField(fieldOfHost(options, reached), refusal)
    }
    const leave = await limit.enter(ctx.actor, ctx.signal)
    const checkedAt = ctx.clock.now()
    try {
      const checks = ctx.use(checksKey)
      const seen = await checks.lookOnce(name, options, { timeoutMs, signal: ctx.signal, ...toldTo(ctx) })
      const outcome = await checks.keepByHand('personId' in ctx.actor ? ctx.actor.personId : null, checkedAt, seen)
      return viewOf(outcome, checkedAt, ctx.language)
    } finally {
      leave()
    }
  },
})

const toldTo = ({ onProgress, language }: Context): Pick<HowToLook, 'onProgress'> =>
  onProgress ? { onProgress: (progress) => onProgress(progressView(progress, language)) } : {}

function optionNames(): string[] {
  const kinds = kindNames.map((name) => kindOf(name) as AnyCheckKind)
  return [...new Set(kinds.flatMap(({ options }) => Object.keys(options.shape)))]
}
