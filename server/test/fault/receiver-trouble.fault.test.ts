import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startDeafTarget } from '../targets/deaf-target.ts'
import { startDripTarget, startRawHttpTarget, startSilentTarget } from '../targets/hostile-targets.ts'
import { startSmtpTarget } from '../targets/smtp-target.ts'
import { startTcpTarget } from '../targets/tcp-target.ts'
import { freePort, RealServer, until } from './real-server.ts'
import {
  startWatchedTarget,
  startWebhookTarget,
  tell,
  type WatchedTarget,
  type WebhookTarget,
  watch,
} from './watched-target.ts'

interface Closing {
  readonly port: number
  close(): Promise<void>
}

const isLong = process.env.BONGSU_FAULT_MINUTES !== undefined

/** Ways in which a mail server fails, each with what becomes of a message for it. */
const mailTroubles: readonly { name: string; start: () => Promise<Closing>; state: string; inShort: boolean }[] = [
  {
    name: 'is not there',
    start: async () => ({ port: await freePort(), close: async () => undefined }),
    state: 'pending',
    inShort: false,
  },
  { name: 'never takes the connection', start: startDeafTarget, state: 'pending', inShort: false },
  { name: 'takes the connection and says nothing', start: startSilentTarget, state: 'pending', inShort: true },
  {
    name: 'says a letter a second',
    start: () => startTcpTarget((socket) => void dripGreeting(socket)),
    state: 'pending',
    inShort: false,
  },
  {
    name: 'refuses for now (451)',
    start: () => startSmtpTarget({ plain: true, refuse: { code: 451, message: 'later' } }),
    state: 'pending',
    inShort: false,
  },
  {
    name: 'refuses for good (550)',
    start: () => startSmtpTarget({ plain: true, refuse: { code: 550, message: 'never' } }),
    state: 'dead',
    inShort: true,
  },
]

function dripGreeting(socket: import('node:net').Socket): void {
  let sent = 0
  const timer = setInterval(() => socket.write('220 mail.example.com ready\r\n'[sent++ % 28] as string), 1000)
  socket.on('close', () => clearInterval(timer))
}

describe('a server whose receivers are in trouble', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bongsu-receivers-'))
  const server = new RealServer({ dataDir })
  const closing: Closing[] = []
  let target: WatchedTarget
  let good: WebhookTarget
  let monitor: number
  let goodChannel: number
  let told = 0

  beforeAll(async () => {
    target = await startWatchedTarget()
    good = await startWebhookTarget()
    await server.begin()
    await server.signIn()
    await server.liftLimits()
    goodChannel = (await tell(server, 'good', good.port)).id
    monitor = (await watch(server, 0, target.port)).id
    await server.call('POST', `/monitors/${monitor}/check-now`)
  }, 120_000)
  afterAll(async () => {
    await server.kill()
    target.close()
    good.close()
    await Promise.all(closing.map((one) => one.close()))
    rmSync(dataDir, { recursive: true, force: true })
  })
  const started = async <Started extends Closing>(start: () => Promise<Started>): Promise<Started> => {
    const one = await start()
    closing.push(one)
    return one
  }

  const turn = async (isUp: boolean) => {
    target.set(0, isUp)
    await server.call('POST', `/monitors/${monitor}/check-now`)
  }
  /** Resolves when the good receiver has heard of it. */
  const change = async (isUp: boolean) => {
    await turn(isUp)
    told += 1
    await until('the good receiver hears of it', () => newsHeard() >= told)
  }
  const newsHeard = () =>
    new Set(
      good.heard.flatMap((one) => [one, ...one.includes].filter(({ event }) => event !== 'group').map(({ id }) => id)),
    ).size
  const deliveriesTo = async (channel: number) =>
    (
      await server.call<{ items: { state: string; last_error: string | null; attempts: number }[] }>(
        'GET',
        `/deliveries?channel_id=${channel}`,
      )
    ).items

  it('tells everybody else at once while others hang, drip, fail or want no more', async () => {
    const silent = await started(startSilentTarget)
    const hanging = await Promise.all(
      Array.from({ length: 8 }, (_, n) => tell(server, `hanging ${n}`, silent.port, `/${n}`)),
    )
    await tell(server, 'dripping', (await started(() => startDripTarget(1000))).port)
    const failing = await tell(server, 'failing', (await started(() => raw('500 Broken'))).port)
    const gone = await tell(server, 'gone', (await started(() => raw('410 Gone'))).port)
    await change(false)
    // The good one has heard while those that hang still do.
    expect(silent.open()).toBeGreaterThan(0)
    await change(true)

    await until('the one that is gone is given up', async () =>
      (await deliveriesTo(gone.id)).some(({ state }) => state === 'dead'),
    )
    expect(await server.call('GET', `/channels/${gone.id}`)).toMatchObject({ is_enabled: false })
    const { total } = await server.call<{ total: number }>('GET', '/deliveries?state=dead')
    expect(total).toBeGreaterThan(0)
    await until('the failure is noted', async () => (await deliveriesTo(failing.id)).some((one) => one.attempts > 0))
    expect((await deliveriesTo(failing.id)).every(({ state }) => state !== 'dead')).toBe(true)
    for (const { id } of [...hanging, failing]) await server.call('PATCH', `/channels/${id}`, { is_enabled: false })
  }, 180_000)

  describe('a mail server that', () => {
    it.each(isLong ? mailTroubles : mailTroubles.filter(({ inShort }) => inShort))(
      '$name delays nobody, and its message is $state',
      async ({ start, state }) => {
        // New channels, so that this outage is the first news they ever had and no burst is gathered.
        await server.call('DELETE', `/channels/${goodChannel}`)
        await turn(true)
        goodChannel = (await tell(server, 'good', good.port)).id
        const { port } = await started(start)
        const value = { host: '127.0.0.1', port, secure: 'none', verify_tls: false, from: 'bongsu@example.com' }
        await server.call('PUT', '/settings/smtp', { value })
        const options = { to: ['ops@example.com'] }
        const made = await server.call<{ id: number }>('POST', '/channels', { name: 'mail', kind: 'email', options })
        const mailChannel = made.id
        await change(false)
        await until('the message was tried', async () => {
          const [newest] = await deliveriesTo(mailChannel)
          return newest !== undefined && (newest.attempts > 0 || newest.state !== 'pending')
        })
        if (state === 'dead')
          await until('it is given up', async () => (await deliveriesTo(mailChannel))[0]?.state === 'dead')
        else expect((await deliveriesTo(mailChannel)).every((one) => one.state !== 'delivered')).toBe(true)
        const { is_enabled } = await server.call<{ is_enabled: boolean }>('GET', `/channels/${mailChannel}`)
        expect(is_enabled).toBe(true)
      },
      120_000,
    )
  })
})

const raw = (status: string) => startRawHttpTarget(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`)
