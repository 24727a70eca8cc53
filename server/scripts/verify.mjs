// `npm run verify`: everything that needs no service, in about a minute.
import { checks, runSteps, sideBySide } from './steps.mjs'

// What is drawn at random, or tried many times over, is tried fewer times here than by `npm test`.
const quick = { BONGSU_TEST_QUICK: '1', BONGSU_FUZZ_MESSAGES: '2000' }

await runSteps([
  // Much of the tests waits, and the checks compute.
  sideBySide(
    checks,
    [['server tests', 'vitest', ['run', '--config', 'server/vitest.config.ts'], quick]],
    [['console tests', 'vitest', ['run', '--config', 'console/vitest.config.ts'], quick]],
  ),
])
