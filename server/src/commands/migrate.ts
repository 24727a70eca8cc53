import { EventDispatcher } from '#platform/db/events.ts'
import { createLog } from '#platform/log/log.ts'
import { openStore } from '../app.ts'
import type { Config } from '../config.ts'

/** Brings the store to the newest shape and ends: for deployments that migrate before they start. */
export async function migrateStore(config: Config): Promise<number> {
  const log = createLog(config.logLevel)
  const database = await openStore(config, new EventDispatcher((message) => log.warn(message)), log, Date.now())
  await database.close()
  console.log('데이터베이스가 최신입니다 · The database is up to date.')
  return 0
}
