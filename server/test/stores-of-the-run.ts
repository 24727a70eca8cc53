import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram, type OwnProcess } from './own-process.ts'
import { startPlainPostgres, startPlainRedis } from './targets/plain-stores.ts'

const memory = '/dev/shm'
const neededBytes = 2 * 1024 ** 3

/**
 * Before a whole run of tests: what hundreds of tests create and throw away stands in memory where there is room, and
 * PostgreSQL and Redis are servers of the run's own where their programs are. All of it is the real thing; only the disk
 * is spared, whose waits were most of a run and all of its unevenness, and another run on this machine is not in the way.
 * Servers named in BONGSU_TEST_POSTGRES_URL and BONGSU_TEST_REDIS_URL are used instead.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = folderInMemory()
  if (folder) process.env.TMPDIR = folder
  const servers: OwnProcess[] = []
  if (isWanted('BONGSU_TEST_POSTGRES_URL', 'initdb') && process.env.BONGSU_TEST_DATABASES?.includes('postgres')) {
    const postgres = await startPlainPostgres().catch(say)
    if (postgres) {
      servers.push(postgres)
      process.env.BONGSU_TEST_POSTGRES_URL = `postgres://postgres@127.0.0.1:${postgres.port}/postgres`
    }
  }
  if (isWanted('BONGSU_TEST_REDIS_URL', 'redis-server') && process.env.BONGSU_TEST_SERVICES) {
    const redis = await startPlainRedis().catch(say)
    if (redis) {
      servers.push(redis)
      process.env.BONGSU_TEST_REDIS_URL = `redis://127.0.0.1:${redis.port}`
    }
  }
  return async () => {
    for (const server of servers) await server.close()
    if (folder) rmSync(folder, { recursive: true, force: true })
  }
}

/** Then the one of the machine is tried, which may be there. */
const say = (error: Error): undefined => void console.error(`the tests have no server of their own: ${error.message}`)

const isWanted = (named: string, program: string): boolean => !process.env[named] && findProgram(program) !== null

function folderInMemory(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(memory)
    if (bavail * bsize < neededBytes) return undefined
    const folder = mkdtempSync(join(memory, 'bongsu-tests-'))
    // Like /tmp: servers that refuse to run as root write there too.
    chmodSync(folder, 0o1777)
    return folder
  } catch {
    // No such folder, or not ours to write in.
    return undefined
  }
}
