import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'

/** One thing readiness depends on: null when well, else the reason in a few words. Cheap: it is asked every few seconds. */
export interface HealthProbe {
  readonly name: string
  check(): Promise<string | null> | string | null
}

/** Liveness, readiness and metrics, all without sign-in and without a private word. */
export function addHealthRoutes(app: FastifyInstance, probes: readonly HealthProbe[], metrics: Registry): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const reasons: Record<string, string> = {}
    for (const probe of probes) {
      const reason = await Promise.resolve()
        .then(() => probe.check())
        .catch(() => 'the probe itself failed')
      if (reason !== null) reasons[probe.name] = reason
    }
    const ready = Object.keys(reasons).length === 0
    return reply.code(ready ? 200 : 503).send(ready ? { status: 'ready' } : { status: 'not ready', reasons })
  })
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()))
}
