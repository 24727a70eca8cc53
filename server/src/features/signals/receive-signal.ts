import { projectsKey } from '#features/projects/index.ts'
import type { Services } from '#kernel/service.ts'
import type { Database } from '#platform/db/contract.ts'
import { monitorOfToken } from './address-store.ts'
import type { SignalReceived } from './signal.ts'
import { insertSignal } from './signal-store.ts'

/**
 * Keeps a signal; once this resolves it survives a kill. False when the token belongs to no monitor (any more). Whoever
 * knows the token may: there is no other permission, and no audit line, because nothing that people set is changed.
 */
export async function receiveSignal(
  database: Database,
  services: Services,
  token: string,
  signal: Omit<SignalReceived, 'monitorId'>,
): Promise<boolean> {
  const monitorId = await monitorOfToken(database, token)
  if (monitorId === undefined) return false
  return database.transaction(async (tx) => {
    const monitor = await services.use(projectsKey).monitor(tx, monitorId)
    if (!monitor) return false
    await insertSignal(tx, { monitorId, ...signal })
    return true
  })
}
