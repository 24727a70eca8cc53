import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { OwnProcess } from './own-process.ts'
import { findProgram } from './own-process.ts'
import { startPlainPostgres } from './targets/plain-postgres.ts'

const memory = '/dev/shm'
const neededBytes = 2 * 1024 ** 3

/**
 * Before a whole run of tests: what hundreds of tests create and throw away stands in memory where there is room, and
 * PostgreSQL is a server of the run's own where its programs are. Both are the real thing; only the disk is spared, whose
 * waits were most of a run and all of its unevenness. A server named in BONGSU_TEST_POSTGRES_URL is used instead.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = folderInMemory()
  if (folder) process.env.TMPDIR = folder
  const server = await ownPostgres()
  if (server) process.env.BONGSU_TEST_POSTGRES_URL = `postgres://postgres@127.0.0.1:${server.port}/postgres`
  return async () => {
    await server?.close()
    if (folder) rmSync(folder, { recursive: true, force: true })
  }
}

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

async function ownPostgres(): Promise<OwnProcess | undefined> {
  const isWanted = process.env.BONGSU_TEST_DATABASES?.split(',').includes('postgres')
  if (!isWanted || process.env.BONGSU_TEST_POSTGRES_URL || !findProgram('initdb')) return undefined
  return startPlainPostgres()
}
