import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { serverPrograms } from '#test/own-process.ts'
import { testRoot } from '#test/targets/certificates.ts'
import { type DovecotServer, startDovecotServer } from '#test/targets/dovecot-server.ts'

const { isThere, title } = serverPrograms('Dovecot', ['dovecot'], 'dovecot-imapd dovecot-pop3d')
const signIn = { username: 'reader', password: 'sesame-1234' }
const { look: lookAt, faults } = openChecks()

describe.skipIf(!isThere)(title, () => {
  let server: DovecotServer
  beforeAll(async () => {
    server = await startDovecotServer()
  })
  afterAll(() => server?.close())

  describe.each(['imap', 'pop3'] as const)('%s', (kind) => {
    const look = (options: Record<string, unknown> = {}) =>
      lookAt(kind, { host: '127.0.0.1', port: server[kind], ca: testRoot, ...options }, 10_000)

    it('greets and tells what it can', async () => {
      const seen = await look({ security: 'none', expect: 'Dovecot' })
      expect(seen).toMatchObject({ state: 'up', assertions: [{ passed: true }] })
      expect(seen.evidence).toMatchObject({ greeting: expect.stringMatching(/Dovecot.* ready/) })
      expect(seen.evidence.capabilities).toContain(kind === 'imap' ? 'STARTTLS' : 'STLS')
      expect(await look({ security: 'none', expect: 'Exchange' })).toMatchObject({
        state: 'down',
        errorCode: 'assertion',
      })
    })

    it('changes to TLS and lets somebody in', async () => {
      expect(await look(signIn)).toMatchObject({ state: 'up', evidence: { tls: 'TLSv1.3' } })
      const implicit = { ...signIn, security: 'tls', port: server[`${kind}s`] }
      expect(await look(implicit)).toMatchObject({ state: 'up', evidence: { tls: 'TLSv1.3' } })
      expect(await look({ ...implicit, ca: undefined })).toMatchObject({ state: 'down', errorCode: 'tls' })
    })

    it('keeps somebody with a wrong password out', async () => {
      const refused = await look({ ...signIn, password: 'wrong-sesame' })
      expect(refused).toMatchObject({ state: 'down', errorCode: 'assertion', evidence: { reason: 'auth' } })
      expect(JSON.stringify(refused)).not.toContain('sesame')
    })
  })

  it('has left us no fault of our own', () => expect(faults).toEqual([]))
})
