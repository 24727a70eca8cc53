import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  test: {
    environment: 'jsdom',
    include: ['{src,build,test}/**/*.test.{ts,tsx}'],
    setupFiles: ['test/setup.ts'],
    css: false,
    isolate: false,
    maxWorkers: 2,
    // Limits for what hangs, not promises of speed: on a slow and shared machine a first render may take many seconds.
    testTimeout: 120_000,
    expect: { poll: { timeout: 45_000 } },
  },
})
