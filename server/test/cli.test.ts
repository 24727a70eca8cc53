import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildTestApp } from './build-test-app.ts'
import { startHttpTarget } from './targets/http-target.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

const admin = { BONGSU_ADMIN_EMAIL: 'kim@example.com', BONGSU_ADMIN_PASSWORD: 'a beacon on every hill' }
const loopback = { BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8' }
const patience = { timeout: 30_000 }

describe('the command line', () => {
  let dataDir: string
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'bongsu-cli-'))
  })
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

  const bongsu = (args: string[], environment: Record<string, string> = {}) =>
    promisify(execFile)(process.execPath, [main, ...args], {
      env: { PATH: process.env.PATH, BONGSU_DATA_DIR: dataDir, BONGSU_PORT: '0', ...environment },
    }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error) => ({ code: error.code as number, stdout: error.stdout as string, stderr: error.stderr as string }),
    )

  it('says in both languages where it is and what to do first, and stops when asked to', async () => {
    const greeting = async (environment: Record<string, string> = {}) => {
      const child = spawn(process.execPath, [main], {
        env: { PATH: process.env.PATH, BONGSU_DATA_DIR: dataDir, BONGSU_PORT: '0', ...environment },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let said = ''
      for await (const chunk of child.stdout) {
        said += chunk
        // Once: a second one leaves without finishing.
        if (said.includes('Ctrl-C stops') && !child.killed) child.kill('SIGINT')
      }
      const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode]
      expect(code).toBe(0)
      return said
    }
    const first = await greeting()
    expect(first).toMatch(/http:\/\/127\.0\.0\.1:\d+/)
    expect(first).toContain('첫 관리자 계정을 만들고')
    expect(first).toContain('create the first administrator')
    expect(first).not.toContain('Set-up code')
    for (const environment of [admin, {}]) {
      const later = await greeting(environment)
      expect(later).toContain('로그인하고')
      expect(later).toContain('sign in and add an address')
      expect(later).not.toContain('administrator')
    }
  })

  it('takes the Ctrl-C that npm passes on for the one it had already, and leaves at once at a later one', async () => {
    const hit = Promise.withResolvers<void>()
    const silent = await startHttpTarget(() => hit.resolve())
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env.PATH, BONGSU_DATA_DIR: dataDir, BONGSU_PORT: '0', ...admin, ...loopback },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = once(child, 'exit')
    let said = ''
    child.stdout.on('data', (chunk) => {
      said += chunk
    })
    await expect.poll(() => said, patience).toContain('Ctrl-C stops')
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0]
    const post = (path: string, body: object, token?: string) =>
      fetch(`${url}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify(body),
      })
    const signedIn = await post('/auth/login', {
      username: admin.BONGSU_ADMIN_EMAIL,
      password: admin.BONGSU_ADMIN_PASSWORD,
    })
    const { access_token } = (await signedIn.json()) as { access_token: string }
    // A look that never ends: without a second signal the server gives it seconds.
    const looking = post('/checks/http', { url: silent.url, timeout: 60 }, access_token).catch(() => undefined)
    await hit.promise

    child.kill('SIGINT')
    await expect.poll(() => said, { ...patience, interval: 5 }).toContain('Finishing what is under way')
    const from = performance.now()
    child.kill('SIGINT')
    await expect.poll(() => performance.now() - from, patience).toBeGreaterThan(1000)
    expect(child.exitCode).toBeNull()
    child.kill('SIGINT')
    expect(await exited).toEqual([1, null])
    await looking
    await silent.close()
  })

  it('is a command also on an older Node, by the one that npm ci has brought', async () => {
    const command = fileURLToPath(new URL('../scripts/bongsu.mjs', import.meta.url))
    const asOlder = `data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.1.0"}})`
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, args, { env: { PATH: process.env.PATH, BONGSU_DATA_DIR: dataDir } }).then(
        ({ stdout }) => ({ code: 0, said: stdout }),
        ({ code, stderr }) => ({ code: code as number, said: stderr as string }),
      )
    const asked = await Promise.all([run(command, 'mcp'), run('--import', asOlder, command, 'mcp')])
    for (const { code, said } of asked) {
      expect(code).toBe(2)
      expect(said).toContain('BONGSU_TOKEN is needed')
    }
  })

  it('makes an admin who can sign in, and leaves the first place to nobody else', async () => {
    const { stdout } = await bongsu(['user', 'add', 'kim@example.com', 'admin'])
    const password = /Password: (\S+)/.exec(stdout)?.[1]
    const app = await buildTestApp({ BONGSU_DATA_DIR: dataDir })
    const setup = await app.http.inject('/api/v1/auth/setup')
    const signIn = await app.http.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      payload: { username: 'kim@example.com', password },
    })
    await app.stop()
    expect(setup.json().needs_first_account).toBe(false)
    expect(signIn.json().user).toMatchObject({ email: 'kim@example.com', role: 'admin' })
  })

  it('gives a forgotten password anew', async () => {
    await bongsu(['user', 'add', 'kim@example.com', 'admin'])
    const { stdout } = await bongsu(['user', 'reset-password', 'kim@example.com'])
    expect(stdout).toMatch(/Password: \S{12,}/)
    const wrong = await bongsu(['user', 'add', 'lee@example.com', 'king'])
    expect(wrong.stderr).toMatch(/role: 다음 중 하나여야 합니다: [\s\S]*role: Must be one of: /)
    const unknown = await bongsu(['user', 'reset-password', 'lee@example.com'])
    expect(unknown.code).toBe(1)
    expect(unknown.stderr).toContain('lee@example.com')
  })

  it('finds what keeps a start from succeeding', async () => {
    expect((await bongsu(['doctor'])).code).toBe(0)
    const broken = await bongsu(['doctor'], { BONGSU_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
    expect(broken.code).toBe(1)
    expect(broken.stdout).toMatch(
      /✗ 데이터베이스를 열 수 없습니다: 데이터베이스 서버에 .* · The database does not open: The/,
    )
  })

  it('ends, with words, where its Redis is not there or its address is nobody’s here', async () => {
    const redis = { BONGSU_REDIS_URL: 'redis://127.0.0.1:1' }
    const [served, looked] = [await bongsu(['serve'], redis), await bongsu(['doctor'], redis)]
    expect(served.code).toBe(1)
    expect(served.stderr).toMatch(/Redis\(127\.0\.0\.1:1\)에 연결할 수 없습니다: connect ECONNREFUSED/)
    expect(served.stderr).toContain('cannot be reached')
    expect(served.stderr).not.toContain('node_modules')
    expect(looked.stdout).toMatch(/✗ BONGSU_REDIS_URL/)
    const elsewhere = await bongsu(['serve'], { BONGSU_HOST: '203.0.113.7' })
    expect(elsewhere.code).toBe(1)
    expect(elsewhere.stderr).toContain('203.0.113.7 is no address of this machine')
  })

  it('says all that is wrong with its settings at once', async () => {
    const { code, stderr } = await bongsu(['serve'], { BONGSU_PORT: 'eighty', BONGSU_ROLES: 'cook' })
    expect(code).toBe(1)
    expect(stderr).toContain('BONGSU_PORT')
    expect(stderr).toContain('BONGSU_ROLES')
  })
})
