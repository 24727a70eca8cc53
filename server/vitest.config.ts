import { defineConfig } from 'vitest/config'
import { beginWith } from './test/begin-with.ts'

const services = process.env.BONGSU_TEST_SERVICES ? [] : ['**/*.service.test.ts']

/**
 * `verify` runs what needs no service: everything but `*.service.test.ts` and `*.browser.test.ts`, on SQLite alone.
 * `npm test` sets BONGSU_TEST_DATABASES and runs all of it.
 */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts', '../contract/src/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.browser.test.ts', '**/*.fault.test.ts', '**/*.clients.test.ts', ...services],
    globalSetup: ['test/stores-of-the-run.ts'],
    setupFiles: ['test/setup.ts'],
    // A limit for what hangs, not a promise of speed: the machine may be shared by much else.
    testTimeout: 240_000,
    expect: { poll: { timeout: 45_000 } },
    hookTimeout: 240_000,
    // Loading the packages of others for each file takes a third of all work: `verify` does it once for each process.
    isolate: Boolean(process.env.BONGSU_TEST_SERVICES),
    // More than there are processors: much of the time is spent waiting for targets that are slow on purpose.
    sequence: { sequencer: beginWith('many-processes', 'test/cli', '.service.test') },
    maxWorkers: 3,
  },
})
