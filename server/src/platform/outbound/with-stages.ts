import type { Outbound } from './outbound.ts'
import type { OnStage } from './watch.ts'

/** The same way out, with everything that leaves by it telling what it waits for. */
export const withStages = (outbound: Outbound, onStage: OnStage): Outbound => ({
  ...outbound,
  http: (request) => outbound.http({ ...request, onStage }),
  connect: (request) => outbound.connect({ ...request, onStage }),
  tcp: (request) => outbound.tcp({ ...request, onStage }),
  tls: (request) => outbound.tls({ ...request, onStage }),
  udp: (request) => outbound.udp({ ...request, onStage }),
  dns: (request) => outbound.dns({ ...request, onStage }),
  // A dialogue names its own parts, which are more than waiting.
  converse: (request, dialogue) =>
    outbound.converse({ ...request, onStage: (name) => void (name !== 'ttfb' && onStage(name)) }, dialogue),
  http2: (request) => outbound.http2({ ...request, onStage }),
  websocket: (request) => outbound.websocket({ ...request, onStage }),
  ping: (request) => outbound.ping({ ...request, onStage }),
})
