import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Real servers of others, each a process of its own on a free port of loopback, with a folder that goes with it. */
export interface OwnProcess {
  readonly port: number
  readonly folder: string
  close(): Promise<void>
}

/** Where a program is, also in the places that are not in everybody's PATH. */
export function findProgram(name: string): string | null {
  const postgres = '/usr/lib/postgresql'
  const versions = existsSync(postgres) ? readdirSync(postgres).map((version) => join(postgres, version, 'bin')) : []
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/sbin', ...versions]
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null
}

/**
 * The programs a suite needs, and its title. Required in CI and brought by `npm test` (scripts/ensure-services.mjs);
 * elsewhere their absence is a visible skip that says what to install.
 */
export function serverPrograms(what: string, names: readonly string[], debianPackage: string) {
  const missing = names.filter((name) => !findProgram(name))
  if (missing.length > 0 && process.env.CI) throw new Error(`CI requires ${missing.join(', ')} (${debianPackage})`)
  return missing.length === 0
    ? { isThere: true, title: `on ${what}` }
    : { isThere: false, title: `on ${what} (skipped: install ${debianPackage})` }
}

export interface Account {
  readonly uid: number
  readonly gid: number
}

/** Database servers refuse to run as root. Undefined: whoever we are will do. */
export function accountOf(name: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout))
  return uid && gid ? { uid, gid } : undefined
}

export function ownFolder(account?: Account): string {
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-server-'))
  chmodSync(folder, 0o755)
  if (account) chownSync(folder, account.uid, account.gid)
  return folder
}

export function writeFor(account: Account | undefined, path: string, content: string, mode = 0o600): void {
  writeFileSync(path, content, { mode })
  if (account) chownSync(path, account.uid, account.gid)
}

/** A command that has to succeed before a server can start. */
export function prepare(program: string, args: readonly string[], account?: Account, input = ''): void {
  const path = findProgram(program)
  if (!path) throw new Error(`there is no ${program}`)
  const ran = spawnSync(path, args, { ...account, cwd: tmpdir(), input, encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`${program} failed: ${ran.stderr || ran.stdout || ran.error}`)
}

export const freePort = async (): Promise<number> => {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export interface Start {
  readonly program: string
  readonly args: readonly string[]
  readonly port: number
  readonly folder: string
  readonly account?: Account | undefined
  /** How it is told to end; SIGTERM unless said. */
  readonly signal?: NodeJS.Signals
}

/** Starts a server and waits until its port is open. */
export async function startOwn({ program, args, port, folder, account, signal }: Start): Promise<OwnProcess> {
  const path = findProgram(program)
  if (!path) throw new Error(`there is no ${program}`)
  const child = spawn(path, args, { ...account, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk).slice(-4000)
    })
  }
  // Also when nobody gets to close it: a test that fails on the way must leave nothing behind.
  const leave = () => void child.kill(signal)
  process.once('exit', leave)
  const close = async () => {
    process.off('exit', leave)
    await ended(child, signal)
    rmSync(folder, { recursive: true, force: true })
  }
  for (const deadline = Date.now() + 25_000; !(await isOpen(port)); await sleep(30)) {
    if (child.exitCode === null && Date.now() < deadline) continue
    await close()
    throw new Error(`${program} did not start: ${said}`)
  }
  return { port, folder, close }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  const impatience = setTimeout(() => child.kill('SIGKILL'), 10_000)
  child.kill(signal)
  await exit
  clearTimeout(impatience)
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
