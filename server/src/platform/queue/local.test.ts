import { describe } from 'vitest'
import { queueFamily } from '#test/queue-family.ts'
import { createLocalQueue } from './local.ts'

describe('the local queue', () => {
  queueFamily(async (name, warn) => createLocalQueue({ name, warn }))
})
