import { defineConfig } from 'vitest/config'

/** The fault run in its short form: the server is killed at random points while targets flip. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['test/fault/**/*.fault.test.ts'],
    globalSetup: ['test/stores-of-the-run.ts'],
    testTimeout: 600_000,
    expect: { poll: { timeout: 45_000 } },
    hookTimeout: 60_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
})
