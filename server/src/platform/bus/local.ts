import type { Bus } from './contract.ts'

/** One process alone: its own dispatcher has told everybody there is. */
export const createLocalBus = (): Bus => ({
  publish: () => undefined,
  onMessage: () => undefined,
  close: async () => undefined,
})
