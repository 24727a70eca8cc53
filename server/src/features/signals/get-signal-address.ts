import { type SignalAddressView, signalAddress } from '@bongsu/contract/signals.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { isoTime } from '#kernel/clock.ts'
import { operation } from '#platform/operations/operation.ts'
import { addressOf, pathOf, type SignalAddress } from './address-store.ts'
import { noAddress, requireMonitor } from './require-monitor.ts'
import { type SignalsKit, signalsKit } from './signals-kit.ts'

export const getSignalAddress = operation({
  name: 'get-signal-address',
  summary: text(
    '하트비트 모니터가 신호를 받는 주소를 보여 줍니다.',
    'Shows the address at which a heartbeat monitor is signalled.',
  ),
  access: 'projects.write',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/monitors/{id}/signal-address' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: signalAddress,
  async run(ctx, { id }) {
    const kit = ctx.use(signalsKit)
    const monitor = await requireMonitor(ctx, id)
    const address = await addressOf(ctx.db, kit.sealer, id)
    if (!address) throw noAddress(monitor.name)
    return addressView(address, kit)
  },
})

export function addressView({ monitorId, token, openedAt }: SignalAddress, kit: SignalsKit): SignalAddressView {
  const [base, path] = [kit.publicUrl(), pathOf(token)]
  return { monitor_id: monitorId, path, url: base === null ? null : base + path, opened_at: isoTime(openedAt) }
}
