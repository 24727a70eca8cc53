// `npm test`: the whole suite. Brings a Chromium when there is none; PostgreSQL and Redis are skipped visibly when they
// do not answer, except in CI, which requires them.
import { ensureClients } from './ensure-clients.mjs'
import { ensureServices } from './ensure-services.mjs'
import { ensureChromium } from './find-chromium.mjs'
import { checks, runSteps, sideBySide } from './steps.mjs'

ensureServices()
const services = { BONGSU_TEST_DATABASES: 'sqlite,postgres', BONGSU_TEST_SERVICES: '1' }
const clients = () => (ensureClients() ? { BONGSU_TEST_CLIENTS: '1' } : {})
const browser = { BONGSU_CHROMIUM: await ensureChromium() }

const vitest = (config) => ['vitest', ['run', '--config', config]]

await runSteps([
  sideBySide(
    checks,
    [['console build', 'npm', ['run', '--silent', 'build', '--workspace', 'console']]],
    [['installing the MCP clients of others', 'node', ['server/scripts/ensure-clients.mjs']]],
  ),
  // Much of the first row waits, most of the second one computes.
  sideBySide(
    [
      ['server tests', ...vitest('server/vitest.config.ts'), services],
      ['fault run (short)', ...vitest('server/vitest.fault.config.ts'), services],
    ],
    [
      ['console tests', ...vitest('console/vitest.config.ts')],
      ['browser tests', ...vitest('server/vitest.browser.config.ts'), browser],
      ['MCP clients of others', ...vitest('server/vitest.clients.config.ts'), clients],
      ['conformance suite', 'node', ['server/scripts/conformance.mjs']],
    ],
  ),
])
