import { afterAll, describe, it } from 'vitest'
import { tryWithPartner } from '#test/any-options.ts'
import { openChecks } from '#test/checks.ts'
import { serverPrograms } from '#test/own-process.ts'
import { startDovecotServer } from '#test/targets/dovecot-server.ts'
import { startMariadbServer } from '#test/targets/mariadb-server.ts'
import { startMosquittoServer } from '#test/targets/mosquitto-server.ts'
import type { Partner } from '#test/targets/partners.ts'
import { startPostgresServer } from '#test/targets/postgres-server.ts'
import { redisPassword, startRedisServer } from '#test/targets/redis-server.ts'
import { schemaOf } from '../schema-of.ts'
import { kindOf } from './catalogue.ts'
import type { AnyCheckKind } from './contract.ts'

const kit = openChecks({ allowed: ['127.0.0.1'] })
afterAll(() => kit.room.stop?.(new AbortController().signal))

const here = { host: '127.0.0.1', security: 'none' }
const password = 'sesame-1234'

const mailbox = async (kind: 'imap' | 'pop3'): Promise<Partner> => {
  const server = await startDovecotServer({ plain: true })
  return { aim: { ...here, port: server[kind], username: 'reader', password }, close: server.close }
}

const servers: readonly (readonly [
  kind: string,
  what: ReturnType<typeof serverPrograms>,
  start: () => Promise<Partner>,
])[] = [
  [
    'postgres',
    serverPrograms('PostgreSQL', ['initdb', 'postgres'], 'postgresql'),
    async () => {
      const { port, close } = await startPostgresServer()
      return { aim: { ...here, port, username: 'scram', password, database: 'postgres' }, close }
    },
  ],
  [
    'mysql',
    serverPrograms('MariaDB', ['mariadbd', 'mariadb-install-db'], 'mariadb-server'),
    async () => {
      const { port, close } = await startMariadbServer()
      return { aim: { ...here, port, username: 'reader', password, database: 'shop' }, close }
    },
  ],
  [
    'redis',
    serverPrograms('Redis', ['redis-server'], 'redis-server'),
    async () => {
      const { port, close } = await startRedisServer()
      return { aim: { ...here, port, username: undefined, password: redisPassword, database: 0 }, close }
    },
  ],
  [
    'mqtt',
    serverPrograms('Mosquitto', ['mosquitto', 'mosquitto_passwd'], 'mosquitto'),
    async () => {
      const server = await startMosquittoServer()
      await server.retain('plant/status', 'online')
      return { aim: { ...here, port: server.port, username: 'reader', password }, close: server.close }
    },
  ],
  ['imap', serverPrograms('Dovecot', ['dovecot'], 'dovecot-imapd dovecot-pop3d'), () => mailbox('imap')],
  ['pop3', serverPrograms('Dovecot', ['dovecot'], 'dovecot-imapd dovecot-pop3d'), () => mailbox('pop3')],
]

describe.each(servers)('any options of %s', (name, { isThere, title }, start) => {
  it.skipIf(!isThere)(`are looked with to the end ${title}`, async () => {
    await tryWithPartner(kit, start, { name, schema: schemaOf(kindOf(name) as AnyCheckKind), runs: 150, looks: 80 })
  })
})
