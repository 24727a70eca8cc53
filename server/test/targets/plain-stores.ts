import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { accountOf, freePort, type OwnProcess, ownFolder, prepare, startOwn } from '../own-process.ts'

/** What keeps a store safe when the machine loses power costs most of the time, and this one is thrown away. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '400',
  shared_buffers: '64MB',
}

/** An empty PostgreSQL of the Debian package, whose superuser `postgres` is let in from loopback without a password. */
export async function startPlainPostgres(): Promise<OwnProcess> {
  const account = accountOf('postgres')
  const folder = ownFolder(account)
  const data = join(folder, 'data')
  prepare('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N'], account)
  const port = await freePort()
  const options = Object.entries({ port: String(port), ...settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const server = await startOwn({
    program: 'postgres',
    args: ['-D', data, ...options],
    port,
    folder,
    account,
    signal: 'SIGINT',
  })
  await letIn(port)
  return server
}

/** The port is open before anybody is let in (57P03: the database system is starting up). */
export async function letIn(port: number, user = 'postgres'): Promise<void> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const client = new pg.Client({ host: '127.0.0.1', port, user, database: 'postgres' })
    const isReady = await client.connect().then(
      () => client.end().then(() => true),
      (error: { code?: string }) => {
        if (error.code !== '57P03') throw error
        return false
      },
    )
    if (isReady) return
    await sleep(50)
  }
  throw new Error('PostgreSQL does not let anybody in')
}

/** An empty Redis that keeps nothing, with its sixteen databases. */
export async function startPlainRedis(): Promise<OwnProcess> {
  const folder = ownFolder()
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  return startOwn({ program: 'redis-server', args, port, folder })
}
