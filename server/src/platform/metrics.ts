import { monitorEventLoopDelay } from 'node:perf_hooks'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'

/** The registry of a process: rooms add their own series, `/metrics` prints them all. */
export function createMetrics(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  new Gauge({
    name: 'bongsu_event_loop_delay_max_seconds',
    help: 'Longest time the main loop was held since the last scrape.',
    registers: [registry],
    collect() {
      this.set(delay.max / 1e9)
      delay.reset()
    },
  })
  return registry
}
