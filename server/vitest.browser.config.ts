import { defineConfig } from 'vitest/config'

/** Browser tests: the built console in a real Chromium against the real server. One file at a time on two cores. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['test/browser/**/*.browser.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    fileParallelism: false,
  },
})
