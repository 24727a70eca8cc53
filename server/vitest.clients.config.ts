import { defineConfig } from 'vitest/config'

/** MCP clients of others against a real server process. They live in a folder of their own, see `ensure-clients.mjs`. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['test/doors/*.clients.test.ts'],
    // A limit for what hangs: the clients start processes of their own on a machine that may be busy.
    testTimeout: 180_000,
    hookTimeout: 90_000,
    maxWorkers: 1,
  },
})
