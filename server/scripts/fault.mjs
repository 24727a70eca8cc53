// `npm run fault -- [kills] [seed]`: the long form of the fault run, on SQLite and, where it answers, PostgreSQL.
import { runSteps } from './steps.mjs'

const [kills = '100', seed = '1'] = process.argv.slice(2)
const environment = {
  BONGSU_TEST_DATABASES: process.env.BONGSU_TEST_DATABASES ?? 'sqlite,postgres',
  BONGSU_FAULT_KILLS: kills,
  BONGSU_FAULT_SEED: seed,
}

runSteps([
  [
    `fault run: ${kills} kills, seed ${seed}`,
    'vitest',
    ['run', '--config', 'server/vitest.fault.config.ts'],
    environment,
  ],
])
