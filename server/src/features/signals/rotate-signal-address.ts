import { signalAddress } from '@bongsu/contract/signals.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { addressOf, openAddress } from './address-store.ts'
import { addressView } from './get-signal-address.ts'
import { noAddress, requireMonitor } from './require-monitor.ts'
import { signalsKit } from './signals-kit.ts'

export const rotateSignalAddress = operation({
  name: 'rotate-signal-address',
  summary: text(
    '신호를 받는 주소를 새로 만듭니다. 이전 주소는 바로 쓸 수 없게 됩니다.',
    'Makes a new address for signals. The old one stops to work at once.',
  ),
  access: 'projects.write',
  effect: 'destructive',
  http: { method: 'POST', path: '/api/v1/monitors/{id}/signal-address' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: signalAddress,
  async run(ctx, { id }) {
    const kit = ctx.use(signalsKit)
    const monitor = await requireMonitor(ctx, id)
    const before = await addressOf(ctx.tx, kit.sealer, id).catch(() => null)
    if (before === undefined) throw noAddress(monitor.name)
    const address = await openAddress(ctx.tx, kit.sealer, id, ctx.clock.now())
    ctx.audit({ target: { kind: 'monitor', id, label: monitor.name } })
    return addressView({ ...address, openedAt: before?.openedAt ?? address.openedAt }, kit)
  },
})
