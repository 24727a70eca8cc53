import fc from 'fast-check'
import { afterAll, vi } from 'vitest'

// Of what is drawn at random, a run draws the same as the last one: BONGSU_TEST_SEED draws something else.
fc.configureGlobal({ seed: Number(process.env.BONGSU_TEST_SEED ?? 1) })

// Where files share a process, modules of our own begin anew with each.
vi.resetModules()
afterAll(() => {
  vi.unstubAllEnvs()
  vi.useRealTimers()
})
