import { setTimeout as sleep } from 'node:timers/promises'
import { answerApart } from '#platform/apart/index.ts'

class Refusal extends Error {}

const tasks: Record<string, (asked: { readonly value?: unknown; readonly ms?: number }) => unknown> = {
  echo: ({ value }) => value,
  pid: () => process.pid,
  environment: () => Object.keys(process.env),
  refuse() {
    throw new Refusal('it makes no sense')
  },
  break() {
    throw new Error('we are broken')
  },
  leave: () => process.exit(7),
  sleep: ({ ms = 0 }) => sleep(ms),
  loop() {
    for (;;);
  },
  /** So many ms of CPU. */
  work({ ms = 0 }) {
    const spent = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000
    for (const until = spent() + ms; spent() < until; );
    return process.pid
  },
  fill() {
    for (const all: unknown[] = []; ; ) all.push(new Array(1_000).fill({}))
  },
}

answerApart(
  (asked: { readonly task: string; readonly ms?: number }) => tasks[asked.task]?.(asked),
  (error) => error instanceof Refusal,
)
