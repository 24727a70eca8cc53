// `npm run verify`: everything that needs no service, in about a minute.
import { checks, runSteps, sideBySide } from './steps.mjs'

await runSteps([
  // Much of the tests waits, and the checks compute.
  sideBySide(
    checks,
    [['server tests', 'vitest', ['run', '--config', 'server/vitest.config.ts'], { BONGSU_TEST_QUICK: '1' }]],
    [['console tests', 'vitest', ['run', '--config', 'console/vitest.config.ts']]],
  ),
])
