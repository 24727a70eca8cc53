// `npm run verify`: everything that needs no service, in about a minute.
import { checks, runSteps } from './steps.mjs'

await runSteps([
  ...checks,
  ['unit and room tests', 'vitest', ['run', '--config', 'server/vitest.config.ts']],
  ['console tests', 'vitest', ['run', '--config', 'console/vitest.config.ts']],
])
