// `npm run conformance`: brings the clients of others when they are not there, and runs the official suite.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureClients } from './ensure-clients.mjs'

if (!ensureClients()) process.exit(0)
const file = join(import.meta.dirname, '..', 'test', 'conformance', 'run.ts')
process.exit(spawnSync(process.execPath, [file], { stdio: 'inherit' }).status ?? 1)
