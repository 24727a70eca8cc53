// The long forms of the fault suite.
//   npm run fault -- [kills] [seed]         kill -9 again and again, on SQLite and, where they answer, PostgreSQL and Redis
//   npm run fault -- hostile [minutes]      every bad sort of target and receiver beside well-behaved ones
import { runSteps } from './steps.mjs'

const words = process.argv.slice(2)
const databases = { BONGSU_TEST_DATABASES: process.env.BONGSU_TEST_DATABASES ?? 'sqlite,postgres' }
const vitest = ['run', '--config', 'server/vitest.fault.config.ts']

function hostile([minutes = '5']) {
  const environment = { BONGSU_FAULT_MINUTES: minutes }
  return [`hostile targets and receivers: ${minutes} min`, 'vitest', [...vitest, 'hostile', 'receiver'], environment]
}

function killing([kills = '100', seed = '1']) {
  const environment = { ...databases, BONGSU_FAULT_KILLS: kills, BONGSU_FAULT_SEED: seed }
  return [`fault run: ${kills} kills, seed ${seed}`, 'vitest', [...vitest, 'fault.fault', 'store-trouble'], environment]
}

await runSteps([words[0] === 'hostile' ? hostile(words.slice(1)) : killing(words)])
