import { defineConfig } from 'vitest/config'
import { beginWith } from './test/begin-with.ts'

/** Everything that needs a Chromium: the built console against the real server, and checks made with it. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['test/browser/**/*.browser.test.ts', 'src/**/*.browser.test.ts'],
    globalSetup: ['test/stores-of-the-run.ts'],
    testTimeout: 300_000,
    expect: { poll: { timeout: 45_000 } },
    hookTimeout: 120_000,
    sequence: { sequencer: beginWith('every-page', 'platform/browser/browsers') },
    maxWorkers: 2,
  },
})
