// `npm test`: the whole suite. Brings a Chromium when there is none; PostgreSQL and Redis are skipped visibly when they
// do not answer, except in CI, which requires them.
import { ensureServices } from './ensure-services.mjs'
import { ensureChromium } from './find-chromium.mjs'
import { checks, runSteps } from './steps.mjs'

ensureServices()
const services = { BONGSU_TEST_DATABASES: 'sqlite,postgres', BONGSU_TEST_SERVICES: '1' }
const browser = { BONGSU_CHROMIUM: await ensureChromium() }

await runSteps([
  ...checks,
  ['unit, room and service tests', 'vitest', ['run', '--config', 'server/vitest.config.ts'], services],
  ['console tests', 'vitest', ['run', '--config', 'console/vitest.config.ts']],
  ['console build', 'npm', ['run', '--silent', 'build', '--workspace', 'console']],
  ['browser tests', 'vitest', ['run', '--config', 'server/vitest.browser.config.ts'], browser],
  ['fault run (short)', 'vitest', ['run', '--config', 'server/vitest.fault.config.ts'], services],
])
