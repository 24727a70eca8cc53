import { networkInterfaces } from 'node:os'
import { join, resolve } from 'node:path'
import { emailField, newPassword } from '@bongsu/contract/identity.ts'
import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import ipaddr from 'ipaddr.js'
import { cleanEnvironment } from '#platform/mcp/upstream/stdio-process.ts'
import { type Environment, EnvironmentReader } from './environment-reader.ts'
import { type ProgramInFile, readUpstreamsFile } from './upstreams-file.ts'

/**
 * Every setting that is needed before the database opens, read once. Mistakes are reported together, the result is
 * frozen, and nothing else in the product reads the environment. What people change at run time is a system setting.
 */
export interface Config {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  /** `sqlite:<file>` or a PostgreSQL URL. */
  readonly databaseUrl: string
  readonly redisUrl: string | null
  readonly roles: readonly ProcessRole[]
  readonly publicUrl: string | null
  readonly trustedProxies: number
  readonly secretKey: string | null
  readonly oldSecretKeys: readonly string[]
  readonly firstAdmin: { readonly email: string; readonly password: string } | null
  readonly outboundAllow: readonly string[]
  /** Seconds; null leaves the system setting in force. */
  readonly minCheckInterval: number | null
  /** The Chromium to check with; null looks for one where packages put it. */
  readonly chromium: string | null
  /** Where Playwright was told to put its browsers, as it reads it itself: its images and many build machines say so. */
  readonly playwrightFolder: string | null
  /** Chromium's own protection against the sites it opens. */
  readonly browserSandbox: boolean
  readonly logLevel: string
  /** Upstream MCP servers that are programs on this machine. */
  readonly programs: readonly ProgramInFile[]
  /** The server that `bongsu mcp` passes messages on to, and the token it shows there. */
  readonly remote: { readonly url: string; readonly token: string | null }
}

export const processRoles = ['api', 'scheduler', 'worker'] as const
export type ProcessRole = (typeof processRoles)[number]

export class ConfigError extends Error {
  constructor(mistakes: readonly Text[]) {
    const listed = (language: Language) => mistakes.map((mistake) => `  - ${mistake[language]}`).join('\n')
    super(
      `이 설정으로는 시작할 수 없습니다:\n${listed('ko')}\n\nBongsu cannot start with these settings:\n${listed('en')}`,
    )
    this.name = 'ConfigError'
  }
}

export function readConfig(environment: Environment): Config {
  const reader = new EnvironmentReader(environment)
  const dataDir = resolve(reader.value('BONGSU_DATA_DIR') ?? './data')
  const port = reader.integer('BONGSU_PORT', 8600, 0, 65_535)
  const config: Config = {
    host: readHost(reader),
    port,
    dataDir,
    databaseUrl: readDatabaseUrl(reader) ?? `sqlite:${join(dataDir, 'bongsu.db')}`,
    redisUrl: reader.url('BONGSU_REDIS_URL', ['redis:', 'rediss:']),
    roles: readRoles(reader),
    publicUrl: reader.url('BONGSU_PUBLIC_URL', ['http:', 'https:']),
    trustedProxies: reader.integer('BONGSU_TRUSTED_PROXIES', 0, 0, 10),
    secretKey: readKeys(reader, 'BONGSU_SECRET_KEY', [reader.value('BONGSU_SECRET_KEY')])[0] ?? null,
    oldSecretKeys: readKeys(reader, 'BONGSU_OLD_SECRET_KEYS', reader.list('BONGSU_OLD_SECRET_KEYS')),
    firstAdmin: readFirstAdmin(reader),
    outboundAllow: readOutboundAllow(reader),
    minCheckInterval:
      reader.value('BONGSU_MIN_CHECK_INTERVAL') === null
        ? null
        : reader.integer('BONGSU_MIN_CHECK_INTERVAL', 60, 10, 3600),
    chromium: reader.value('BONGSU_CHROMIUM'),
    playwrightFolder: reader.value('PLAYWRIGHT_BROWSERS_PATH'),
    browserSandbox: reader.choice('BONGSU_BROWSER_SANDBOX', ['on', 'off'], 'on') === 'on',
    logLevel: reader.choice('BONGSU_LOG_LEVEL', logLevels, 'info'),
    programs: readUpstreamsFile(join(dataDir, 'upstreams.json'), cleanEnvironment(environment), (mistake) =>
      reader.mistakes.push(mistake),
    ),
    remote: {
      url: reader.url('BONGSU_URL', ['http:', 'https:']) ?? `http://127.0.0.1:${port}`,
      token: reader.value('BONGSU_TOKEN'),
    },
  }
  if (reader.mistakes.length > 0) throw new ConfigError(reader.mistakes)
  return Object.freeze(config)
}

const logLevels = ['debug', 'info', 'warn', 'error', 'trace', 'fatal', 'silent'] as const

function readHost(reader: EnvironmentReader): string {
  const host = reader.value('BONGSU_HOST') ?? '127.0.0.1'
  if (!ipaddr.isValid(host) && !/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i.test(host))
    reader.refuseValue('BONGSU_HOST', text('IP 주소나 호스트 이름이어야', 'an IP address or a host name'))
  return host
}

function readDatabaseUrl(reader: EnvironmentReader): string | null {
  const url = reader.value('BONGSU_DATABASE_URL')
  if (url === null || /^sqlite:./.test(url) || (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url))) return url
  reader.refuse(
    'BONGSU_DATABASE_URL',
    text('sqlite:파일 또는 postgres:// 주소여야', 'sqlite: and a file, or an address that begins with postgres://'),
  )
  return null
}

function readRoles(reader: EnvironmentReader): readonly ProcessRole[] {
  const given = reader.list('BONGSU_ROLES')
  const roles = processRoles.filter((role) => given.includes(role))
  if (given.some((role) => !(processRoles as readonly string[]).includes(role))) {
    const all = processRoles.join(', ')
    reader.refuseValue('BONGSU_ROLES', text(`${all} 가운데서 골라야`, `a list of ${all}`))
  }
  if (roles.includes('scheduler') && !roles.includes('worker') && reader.value('BONGSU_REDIS_URL') === null) {
    reader.mistakes.push(
      text(
        'BONGSU_ROLES에 "worker" 없이 "scheduler"가 있으면 BONGSU_REDIS_URL이 필요합니다. Redis가 없으면 다른 프로세스가 점검할 차례를 알 수 없습니다.',
        'BONGSU_ROLES names "scheduler" without "worker", which needs BONGSU_REDIS_URL: without Redis no other process would ever hear of a due check.',
      ),
    )
  }
  return given.length === 0 ? processRoles : roles
}

function readKeys(reader: EnvironmentReader, name: string, given: readonly (string | null)[]): string[] {
  const keys = given.filter((key) => key !== null)
  if (keys.some((key) => key.length < 32))
    reader.refuse(name, text('키 하나가 32자 이상이어야', '32 characters or more for each key'))
  return keys
}

function readOutboundAllow(reader: EnvironmentReader): string[] {
  const ranges = reader.list('BONGSU_OUTBOUND_ALLOW')
  for (const range of ranges.filter((cidr) => !ipaddr.isValidCIDR(cidr)))
    reader.mistakes.push(
      text(
        `BONGSU_OUTBOUND_ALLOW: 10.0.0.0/8 같은 CIDR 목록이어야 합니다(지금 값: "${range}").`,
        `BONGSU_OUTBOUND_ALLOW must be a list of CIDRs such as 10.0.0.0/8, but has "${range}".`,
      ),
    )
  return ranges
}

function readFirstAdmin(reader: EnvironmentReader): Config['firstAdmin'] {
  const [email, password] = [reader.value('BONGSU_ADMIN_EMAIL'), reader.value('BONGSU_ADMIN_PASSWORD')]
  if (email === null && password === null) return null
  if (email === null || password === null) {
    reader.mistakes.push(
      text(
        'BONGSU_ADMIN_EMAIL과 BONGSU_ADMIN_PASSWORD는 함께 적어야 하는데 하나가 없습니다.',
        'BONGSU_ADMIN_EMAIL and BONGSU_ADMIN_PASSWORD go together: one of them is missing.',
      ),
    )
    return null
  }
  if (!emailField.safeParse(email).success)
    reader.refuseValue('BONGSU_ADMIN_EMAIL', text('이메일 주소여야', 'an e-mail address'))
  if (!newPassword.safeParse(password).success)
    reader.refuse('BONGSU_ADMIN_PASSWORD', text('8자에서 256자까지여야', 'from 8 to 256 characters long'))
  return { email, password }
}

/** Whether only this machine can reach the listener. */
export const listensOnLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.')

/** Fields of system settings that the environment decides: forms show them as fixed. */
export const pinnedSettings = (config: Config): Record<string, Record<string, unknown>> => ({
  ...(config.minCheckInterval === null ? {} : { monitoring: { min_check_interval: config.minCheckInterval } }),
  ...(config.publicUrl === null ? {} : { general: { public_url: config.publicUrl } }),
})

/** Our own database and Redis: never a target, not even where their network is allowed. */
export function ownStores(config: Config): { address: string; port: number }[] {
  const urls = [config.databaseUrl, config.redisUrl].filter((url) => url !== null && !url.startsWith('sqlite:'))
  return urls.flatMap((url) => {
    const { hostname, port, protocol } = new URL(url as string)
    const usual = protocol.startsWith('redis') ? 6379 : 5432
    const names = hostname === 'localhost' ? ['localhost', '127.0.0.1', '::1'] : [hostname]
    return names.map((address) => ({ address, port: Number(port) || usual }))
  })
}

/** Where our own listener can be reached from this machine, once it listens: no target either. */
export function ownDoors(listening: {
  readonly address: string
  readonly port: number
}): { address: string; port: number }[] {
  const { address, port } = listening
  if (address !== '0.0.0.0' && address !== '::') return [{ address, port }]
  const ofThisMachine = Object.values(networkInterfaces()).flatMap((all) => all?.map((one) => one.address) ?? [])
  return [address, ...ofThisMachine].map((one) => ({ address: one, port }))
}
