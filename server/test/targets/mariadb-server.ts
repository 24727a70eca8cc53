import { join } from 'node:path'
import mysql from 'mysql2/promise'
import { accountOf, freePort, type OwnProcess, ownFolder, prepare, startOwn, writeFor } from '../own-process.ts'
import { certificate } from './certificates.ts'

export interface MariadbServer extends OwnProcess {
  /** As its superuser. */
  run(sql: string): Promise<void>
}

const people = `
create user 'reader'@'%' identified by 'sesame-1234';
create user 'open'@'%';
create user 'secure'@'%' identified by 'sesame-1234' require ssl;
create user 'busy'@'%' identified by 'sesame-1234' with max_user_connections 1;
create user 'curve'@'%' identified via ed25519 using password('sesame-1234');
create database shop;
use shop;
create table shop.jobs (id int, failed boolean);
insert into shop.jobs select seq, seq % 4 = 0 from seq_1_to_1000;
grant select on shop.jobs to 'reader'@'%', 'secure'@'%', 'busy'@'%';
create table shop.hidden (id int);
`

export async function startMariadbServer(): Promise<MariadbServer> {
  const account = accountOf('mysql')
  const folder = ownFolder(account)
  const data = join(folder, 'data')
  prepare(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
    account,
  )
  const { cert, key } = certificate('valid')
  writeFor(account, join(folder, 'server.pem'), cert)
  writeFor(account, join(folder, 'server.key'), key)
  const port = await freePort()
  const args = [
    '--no-defaults',
    `--datadir=${data}`,
    `--socket=${join(folder, 'socket')}`,
    `--pid-file=${join(folder, 'pid')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    `--ssl-cert=${join(folder, 'server.pem')}`,
    `--ssl-key=${join(folder, 'server.key')}`,
    '--plugin-maturity=unknown',
    '--plugin-load-add=auth_ed25519',
    '--innodb-buffer-pool-size=16M',
    '--innodb-flush-log-at-trx-commit=0',
    '--skip-name-resolve',
    '--max-connections=60',
  ]
  const server = await startOwn({ program: 'mariadbd', args, port, folder, account })
  const run = async (sql: string) => {
    const client = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root', multipleStatements: true })
    await client.query(sql).finally(() => client.end())
  }
  await run(people)
  return { ...server, run }
}
