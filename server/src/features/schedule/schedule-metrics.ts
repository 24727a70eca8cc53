import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { ScheduleCounters } from './schedule-counters.ts'

export interface ScheduleGauges {
  inFlight(): number
  waiting(): number
  monitors(): number
  isLeader(): boolean
  isBlind(): boolean
}

/** Figures are copied when somebody asks, so that a look pays nothing for them. */
export function addScheduleMetrics(registry: Registry, counters: ScheduleCounters, gauges: ScheduleGauges): void {
  const registers = [registry]
  new Counter({
    name: 'bongsu_checks_total',
    help: 'Finished checks by kind and state.',
    labelNames: ['kind', 'state'],
    registers,
    collect() {
      this.reset()
      for (const [kind, counts] of counters.looks) {
        for (const [state, count] of Object.entries(counts)) this.inc({ kind, state }, count)
      }
    },
  })
  new Counter({
    name: 'bongsu_slots_skipped_total',
    help: 'Slots without a check, by reason.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset()
      for (const [reason, count] of Object.entries(counters.skips)) this.inc({ reason }, count)
    },
  })
  const gauge = (name: string, help: string, value: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })
  }
  gauge('bongsu_checks_in_flight', 'Checks running now in this process.', gauges.inFlight)
  gauge('bongsu_checks_waiting', 'Checks waiting for their turn in this process.', gauges.waiting)
  gauge('bongsu_monitors', 'Monitors that are to be checked.', gauges.monitors)
  gauge('bongsu_scheduler_leader', '1 where this process decides what is due.', () => Number(gauges.isLeader()))
  gauge('bongsu_blind', '1 while our own connection is judged lost.', () => Number(gauges.isBlind()))
  const lateness = new Histogram({
    name: 'bongsu_check_lateness_seconds',
    help: 'Between when a check should have begun and when it did.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
    registers,
  })
  counters.observeLateness = (ms) => lateness.observe(ms / 1000)
}
