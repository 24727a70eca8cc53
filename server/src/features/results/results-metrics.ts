import { Counter, Gauge, type Registry } from 'prom-client'
import type { BatchRecorder } from './recorder.ts'

/** Figures are read when somebody asks, so that recording pays nothing for them. */
export function addResultsMetrics(registry: Registry, recorder: Pick<BatchRecorder, 'health' | 'counts'>): void {
  const registers = [registry]
  new Gauge({
    name: 'bongsu_results_waiting',
    help: 'Looks that are not stored yet in this process.',
    registers,
    collect() {
      this.set(recorder.health().pending)
    },
  })
  const counter = (name: string, help: string, value: () => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(value())
      },
    })
  }
  counter('bongsu_results_stored_total', 'Looks that were stored.', () => recorder.counts().stored)
  counter('bongsu_result_batches_total', 'Transactions that stored looks.', () => recorder.counts().batches)
  counter(
    'bongsu_results_lost_total',
    'Looks given up because the store refused for too long.',
    () => recorder.health().lost,
  )
}
