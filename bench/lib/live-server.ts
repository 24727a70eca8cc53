/** A process with nothing but the live door, for the bench of its fan-out. Says its port, then speaks when it is told to. */
import type { AddressInfo } from 'node:net'
import { systemClock } from '../../server/src/kernel/clock.ts'
import { createHttp } from '../../server/src/platform/http/server.ts'
import { silentLog } from '../../server/src/platform/log/log.ts'
import { addWebSocketDoor, LiveHub } from '../../server/src/platform/ws/index.ts'

const hub = new LiveHub()
const http = await createHttp({
  operations: [],
  run: async () => undefined,
  authenticate: async ({ headers }) => {
    const personId = Number(headers.authorization?.slice('Bearer '.length))
    return {
      actor: { kind: 'person', personId, role: 'viewer', sessionId: personId, name: `person ${personId}` },
      proof: 'header',
      language: personId % 2 === 0 ? 'ko' : 'en',
    }
  },
  rateRules: () => ({ max: 1_000_000, windowMs: 60_000 }),
  defaultLanguage: () => 'ko',
  trustedProxies: 0,
  log: silentLog(),
  now: Date.now,
})
addWebSocketDoor(http, { hub, clock: systemClock, log: silentLog(), mayWatch: async () => true })
await http.listen({ port: 0, host: '127.0.0.1' })
process.send?.({ port: (http.server.address() as AddressInfo).port })

process.on('message', async (told: { count: number }) => {
  const cpu = process.cpuUsage()
  for (let index = 0; index < told.count; index++) {
    hub.toProject(1, (language) => ({
      type: 'alert',
      project_id: 1,
      timestamp: new Date().toISOString(),
      sent_at: Date.now(),
      data: {
        alert_type: 'down',
        message: language === 'ko' ? 'HTTP 503 응답을 받았습니다.' : 'It answered HTTP 503.',
        incident_id: 1,
      },
    }))
    await hub.settled()
  }
  const { user, system } = process.cpuUsage(cpu)
  process.send?.({ cpuMs: (user + system) / 1000, rss: process.memoryUsage.rss(), listeners: hub.listeners() })
})
process.on('disconnect', () => process.exit(0))
