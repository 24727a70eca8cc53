import { join } from 'node:path'
import pg from 'pg'
import { accountOf, freePort, type OwnProcess, ownFolder, prepare, startOwn, writeFor } from '../own-process.ts'
import { certificate } from './certificates.ts'
import { letIn } from './plain-stores.ts'

export interface PostgresServer extends OwnProcess {
  /** As its superuser, over the one line that trusts him. */
  run(sql: string): Promise<void>
}

/** Signs in `scram`, `md5` and `clear` each by the method of that name; all have the password `sesame-1234`. */
const rules = `
host all owner 127.0.0.1/32 trust
host all md5 127.0.0.1/32 md5
host all clear 127.0.0.1/32 password
host all nobody 127.0.0.1/32 reject
hostnossl all secure 127.0.0.1/32 reject
hostssl all secure 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
`

const people = `
create role scram login password 'sesame-1234';
create role clear login password 'sesame-1234';
create role secure login password 'sesame-1234';
create role busy login password 'sesame-1234' connection limit 0;
set password_encryption = 'md5';
create role md5 login password 'sesame-1234';
create table jobs (id int, failed boolean);
insert into jobs select n, n % 4 = 0 from generate_series(1, 1000) n;
grant select on jobs to scram, clear, md5, secure;
create table hidden (id int);
create sequence seen;
grant usage on sequence seen to scram;
`

export async function startPostgresServer(): Promise<PostgresServer> {
  const account = accountOf('postgres')
  const folder = ownFolder(account)
  const data = join(folder, 'data')
  prepare('initdb', ['-D', data, '-U', 'owner', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N'], account)
  writeFor(account, join(data, 'pg_hba.conf'), rules)
  const { cert, key } = certificate('valid')
  writeFor(account, join(data, 'server.crt'), cert)
  writeFor(account, join(data, 'server.key'), key)
  const port = await freePort()
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    ssl: 'on',
    fsync: 'off',
    shared_buffers: '16MB',
    max_connections: '60',
  }
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const server = await startOwn({ program: 'postgres', args, port, folder, account, signal: 'SIGINT' })
  const run = async (sql: string) => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'owner', database: 'postgres' })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await letIn(port, 'owner')
  await run(people)
  return { ...server, run }
}
