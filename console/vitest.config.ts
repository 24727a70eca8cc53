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
    // Slow and shared machines: a first render of the component library may take seconds.
    testTimeout: 20_000,
  },
})
