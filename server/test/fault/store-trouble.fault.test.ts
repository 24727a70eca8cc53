import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RealServer, type RealServerOptions, until } from './real-server.ts'
import {
  startWatchedTarget,
  startWebhookTarget,
  tell,
  type WatchedTarget,
  type WebhookTarget,
  watch,
} from './watched-target.ts'

const isLong = process.env.BONGSU_FAULT_KILLS !== undefined
const isRoot = process.getuid?.() === 0
const nobody = 65_534
/** Half of what the store's patience is; long enough for every waiting in place to show. */
const lockedForMs = isLong ? 8000 : 2500

/** A disk of our own, gone with the process: a file system in memory that only this process sees. */
const ownDisk = (folder: string, megabytes: number): string[] => [
  'unshare',
  ...(isRoot ? [] : ['--user', '--map-root-user']),
  '--mount',
  'sh',
  '-c',
  `mount -t tmpfs -o size=${megabytes}m tmpfs "$0" && exec "$@"`,
  folder,
]
const mayMount = spawnSync('unshare', [...ownDisk(tmpdir(), 1).slice(1, -1), tmpdir(), 'true']).status === 0

describe('a server whose SQLite file is in trouble', () => {
  let dataDir: string
  let target: WatchedTarget
  let receiver: WebhookTarget
  let server: RealServer
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'bongsu-trouble-'))
    target = await startWatchedTarget()
    receiver = await startWebhookTarget()
  })
  afterEach(async () => {
    await server.kill()
    target.close()
    receiver.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const open = (options: Partial<RealServerOptions> = {}) => {
    server = new RealServer({ dataDir, ...options })
    return server
  }
  const furnish = async () => {
    await server.begin()
    await server.signIn()
    await server.liftLimits()
    await tell(server, 'receiver', receiver.port)
    const monitor = await watch(server, 0, target.port)
    await server.call('POST', `/monitors/${monitor.id}/check-now`)
    return monitor
  }
  const edit = (projectId: number, description: string) =>
    server.ask('PATCH', `/projects/${projectId}`, { description })
  const stateOf = async (id: number) => (await server.call<{ state: string }>('GET', `/monitors/${id}`)).state

  it('answers reads while another program holds it locked, and then does all it was asked to', async () => {
    open()
    const { id, projectId } = await furnish()
    const other = new Sqlite(join(dataDir, 'bongsu.db'))
    other.exec('begin immediate')
    const lockedAt = performance.now()
    const edited = edit(projectId, 'written while it was locked')
    target.set(0, false)
    const checked = server.ask('POST', `/monitors/${id}/check-now`)
    let reads = 0
    while (performance.now() - lockedAt < lockedForMs || reads < 10) {
      expect((await server.ask('GET', `/projects/${projectId}`)).status).toBe(200)
      reads += 1
    }
    other.exec('rollback')
    other.close()
    expect(await edited).toMatchObject({ status: 200, body: { description: 'written while it was locked' } })
    expect((await checked).status).toBe(200)
    expect(await stateOf(id)).toBe('down')
    await until('the receiver hears of it', () => receiver.hasHeard('down'))
    expect((await server.readiness()).status).toBe(200)
  })

  // Everywhere but on systems that forbid even a namespace of one's own.
  it.skipIf(!mayMount)('goes on watching while its disk is full, and tells everything once there is room', async () => {
    open({ through: ownDisk(dataDir, 48) })
    const { id, projectId } = await furnish()
    const filler = `/proc/${server.pid}/root${join(dataDir, 'filler')}`
    fill(filler)
    let refused = await edit(projectId, 'x')
    // The log that is there already takes some more.
    await until('a write is refused', async () => {
      refused = await edit(projectId, `${'x'.repeat(400)}${Math.random()}`)
      return refused.status !== 200
    })
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } })
    expect(refused.body.error.message).toMatch(/디스크가 가득|disk is full/)
    expect(await server.readiness()).toMatchObject({
      status: 503,
      body: { reasons: { store: expect.stringContaining('disk is full') } },
    })
    expect((await server.ask('GET', `/projects/${projectId}`)).status).toBe(200)

    target.set(0, false)
    const looked = await server.metric('bongsu_checks_total')
    for (let look = 1; look <= 3; look++) {
      void server.ask('POST', `/monitors/${id}/check-now`)
      await until('it looks', async () => (await server.metric('bongsu_checks_total')) >= looked + look)
    }
    expect(await server.metric('bongsu_results_waiting')).toBeGreaterThan(0)
    await until('the log says so', () => server.output.includes('disk is full'))

    rmSync(filler)
    await until('the receiver hears of it', () => receiver.hasHeard('down'))
    expect(await stateOf(id)).toBe('down')
    await until('it is ready again', async () => (await server.readiness()).status === 200)
    expect(await server.metric('bongsu_results_waiting')).toBe(0)
    expect(await server.metric('bongsu_results_lost_total')).toBe(0)
    expect((await edit(projectId, 'room')).status).toBe(200)
  })

  it('does not start where it cannot work, and says why in both languages', async () => {
    const inTheWay = mkdtempSync(join(dataDir, 'way-'))
    mkdirSync(join(inTheWay, 'bongsu.db'))
    const damaged = mkdtempSync(join(dataDir, 'damaged-'))
    writeFileSync(join(damaged, 'bongsu.db'), 'no database '.repeat(1000))
    const readOnly = mkdtempSync(join(dataDir, 'readonly-'))
    writeFileSync(join(readOnly, 'bongsu.db'), '')
    chmodSync(join(readOnly, 'bongsu.db'), 0o444)
    // Permissions do not bind root, so there it starts as nobody, in a folder of nobody's.
    if (isRoot) for (const folder of [dataDir, readOnly]) chownSync(folder, nobody, nobody)
    const refusals = await Promise.all([
      open({ dataDir: inTheWay }).refuse(),
      open({ dataDir: damaged }).refuse(),
      open({ dataDir: readOnly, ...(isRoot ? { uid: nobody } : {}) }).refuse(),
    ])
    expect(refusals.map(({ code }) => code)).toEqual([1, 1, 1])
    const [place, damage, permission] = refusals.map(({ said }) => said)
    expect(place).toContain('파일이 아닌 것이 있습니다')
    expect(place).toContain('Something else is in its place')
    expect(damage).toContain('손상되었거나')
    expect(damage).toContain('Restore a backup')
    expect(permission).toContain('쓸 권한이 없습니다')
    expect(permission).toContain('must be writable')
  })

  it('says that its data are gone when the file was taken away, and is not ready until then either', async () => {
    open()
    await furnish()
    rmSync(join(dataDir, 'bongsu.db'))
    expect(await server.readiness()).toMatchObject({
      status: 503,
      body: { reasons: { store: expect.stringContaining('deleted or replaced') } },
    })
    await server.kill()
    server.output = ''
    await server.begin()
    await until('it warns', () => server.output.includes('새 데이터베이스') && server.output.includes('a new database'))
  })
})

function fill(file: string): void {
  const descriptor = openSync(file, 'w')
  for (let size = 1_048_576; size >= 4096; size /= 2) {
    try {
      for (;;) writeSync(descriptor, Buffer.alloc(size, 1))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
  closeSync(descriptor)
}
