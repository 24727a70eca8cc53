import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { serverPrograms } from '#test/own-process.ts'
import { testRoot } from '#test/targets/certificates.ts'
import { type MosquittoServer, startMosquittoServer } from '#test/targets/mosquitto-server.ts'

const { isThere, title } = serverPrograms('Mosquitto', ['mosquitto', 'mosquitto_passwd'], 'mosquitto')
const password = 'sesame-1234'
const { look: lookAt, faults } = openChecks()

describe.skipIf(!isThere)(title, () => {
  let server: MosquittoServer
  beforeAll(async () => {
    server = await startMosquittoServer()
    await server.retain('plant/status', 'online 한국')
    await server.retain('plant/temperature', '21.5')
    await server.retain('secret/plan', 'x')
  })
  afterAll(() => server?.close())

  describe.each(['3.1.1', '5'])('version %s', (version) => {
    const look = (options: Record<string, unknown> = {}, timeoutMs?: number) =>
      lookAt(
        'mqtt',
        { host: '127.0.0.1', port: server.port, username: 'reader', password, version, ...options },
        timeoutMs,
      )

    it('lets somebody in, and nobody with a wrong password', async () => {
      expect(await look()).toMatchObject({ state: 'up', evidence: { steps: [{ name: 'sign_in' }, { name: 'ping' }] } })
      const refused = await look({ password: 'wrong-sesame' })
      expect(refused).toMatchObject({ state: 'down', errorCode: 'assertion', evidence: { reason: 'auth' } })
      expect(JSON.stringify(refused)).not.toContain('sesame')
      expect(await look({ username: undefined, password: undefined })).toMatchObject({ evidence: { reason: 'auth' } })
    })

    it('answers over TLS, whose certificate counts', async () => {
      const secure = { port: server.tlsPort, security: 'tls' }
      expect(await look({ ...secure, ca: testRoot })).toMatchObject({ state: 'up', evidence: { tls: 'TLSv1.3' } })
      expect(await look(secure)).toMatchObject({ state: 'down', errorCode: 'tls' })
    })

    it('gives the message of a topic', async () => {
      expect(await look({ topic: 'plant/status', expect: 'online 한국' })).toMatchObject({
        state: 'up',
        evidence: { topic: 'plant/status', value: 'online 한국', retained: true },
      })
      expect(await look({ topic: 'plant/temperature', expect: '25', comparison: 'greater' })).toMatchObject({
        state: 'down',
        errorCode: 'assertion',
        assertions: [{ what: 'message on plant/temperature', expected: 'greater 25', got: '21.5' }],
      })
    })

    it('says when no message comes', async () => {
      expect(await look({ topic: 'plant/silent' }, 4000)).toMatchObject({
        state: 'down',
        errorCode: 'timeout',
        message: { en: expect.stringContaining('No message') },
        evidence: { failed_step: 'message' },
      })
    })
  })

  it('keeps a new message from somebody who is waiting for it no longer than it takes', async () => {
    const looking = lookAt('mqtt', {
      host: '127.0.0.1',
      port: server.port,
      username: 'reader',
      password,
      topic: 'plant/later',
      expect: 'now',
    })
    for (let done = false; !done; ) {
      await server.retain('plant/later', 'now')
      done = await Promise.race([looking.then(() => true), new Promise<false>((go) => setTimeout(go, 50, false))])
    }
    expect(await looking).toMatchObject({ state: 'up' })
    expect(faults).toEqual([])
  })
})
