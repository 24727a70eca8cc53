import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { serverPrograms } from '#test/own-process.ts'
import { testRoot } from '#test/targets/certificates.ts'
import { type DovecotServer, startDovecotServer } from '#test/targets/dovecot-server.ts'
import { type PostgresServer, startPostgresServer } from '#test/targets/postgres-server.ts'

const { look } = openChecks()
const certificateAt = (port: number, starttls: string) =>
  look('tls', { host: 'localhost', port, starttls, ca: testRoot, ip_version: '4' }, 10_000)

const seen = { state: 'up', evidence: { subject: 'CN=localhost', protocol: 'TLSv1.3', trusted: true } }

const dovecot = serverPrograms('Dovecot', ['dovecot'], 'dovecot-imapd dovecot-pop3d')
describe.skipIf(!dovecot.isThere)(`the certificate behind STARTTLS ${dovecot.title}`, () => {
  let server: DovecotServer
  beforeAll(async () => {
    server = await startDovecotServer()
  })
  afterAll(() => server?.close())

  it.each(['imap', 'pop3'] as const)('in %s', async (protocol) => {
    expect(await certificateAt(server[protocol], protocol)).toMatchObject(seen)
    expect(await certificateAt(server[`${protocol}s`], 'none')).toMatchObject(seen)
  })

  it('is not found where the server speaks another protocol', async () => {
    expect(await certificateAt(server.imap, 'smtp')).toMatchObject({ state: 'down', errorCode: 'tls' })
  })
})

const postgres = serverPrograms('PostgreSQL', ['initdb', 'postgres'], 'postgresql')
describe.skipIf(!postgres.isThere)(`the certificate behind STARTTLS ${postgres.title}`, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgresServer()
  })
  afterAll(() => server?.close())

  it('in PostgreSQL', async () => {
    expect(await certificateAt(server.port, 'postgres')).toMatchObject(seen)
  })
})
