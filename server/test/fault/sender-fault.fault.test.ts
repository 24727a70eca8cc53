import { afterAll, describe, expect, it } from 'vitest'
import { type FaultReport, runSenderFault } from './sender-fault-run.ts'

/** More of it: BONGSU_FAULT_KILLS=500 BONGSU_FAULT_SEED=7. A seed that fails becomes a case of its own here. */
const kills = Number(process.env.BONGSU_FAULT_KILLS ?? 6)
const seed = Number(process.env.BONGSU_FAULT_SEED ?? 1)
const engines = (process.env.BONGSU_TEST_DATABASES ?? 'sqlite').split(',') as ('sqlite' | 'postgres')[]

describe.each(engines)(`a sender that is killed again and again, on %s, seed ${seed}`, (engine) => {
  const reports: FaultReport[] = []
  afterAll(() => {
    for (const report of reports) console.info(JSON.stringify(report))
  })

  it.each([
    ['every change is a message', false],
    ['bursts are joined', true],
  ])(
    'loses nothing, repeats nothing under another id and keeps the order when %s',
    async (_words, joinsStorms) => {
      // A joined message lists fifty at most; what is not listed could not be judged.
      const incidents = joinsStorms ? 24 : kills * 3
      const report = await runSenderFault({ engine, seed, kills, incidents, channels: 3, joinsStorms })
      reports.push(report)
      expect(report.broken).toEqual([])
      expect(report.transitions).toBe(incidents * 2)
    },
    120_000 + kills * 15_000,
  )
})
