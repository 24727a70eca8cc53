import { defineConfig } from 'vitest/config'
import { beginWith } from './test/begin-with.ts'

const isLong = Boolean(process.env.BONGSU_FAULT_MINUTES || process.env.BONGSU_FAULT_KILLS)

/** The fault run in its short form: the server is killed at random points while targets flip. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['test/fault/**/*.fault.test.ts'],
    globalSetup: ['test/stores-of-the-run.ts'],
    testTimeout: 600_000,
    expect: { poll: { timeout: 45_000 } },
    hookTimeout: 240_000,
    sequence: { sequencer: beginWith('server-fault') },
    // Waiting, most of it; the long forms measure, and stand alone.
    maxWorkers: isLong ? 1 : 3,
    fileParallelism: !isLong,
  },
})
