/**
 * A process that sends what is in the outbox and dies where it is told to: `claimed` (a claim is committed, nothing was
 * said), `answered` (the receiver has answered, nothing is written), or `none`.
 */
import { openAlertsProcess } from './alerts-process.ts'
import { quickClock } from './quick-clock.ts'

const [databaseUrl = '', base = '0', factor = '1', point = 'none', passes = '0', stormSize = '5', aheadMs = '0'] =
  process.argv.slice(2)
const clock = quickClock(Number(base), Number(factor), Number(aheadMs))
let left = Number(passes)

const { room } = openAlertsProcess(databaseUrl, clock, {
  sends: true,
  times: { stormSize: Number(stormSize) },
  async failpoint(reached) {
    if (reached !== point) return
    if (left === 0) process.kill(process.pid, 'SIGKILL')
    left -= 1
  },
})
await room.start?.()
process.send?.('ready')
process.on('SIGTERM', async () => {
  await room.stop?.(AbortSignal.timeout(1000))
  process.exit(0)
})
