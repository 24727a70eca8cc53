import { networkInterfaces } from 'node:os'
import { join, resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import { cleanEnvironment } from '#platform/mcp/upstream/stdio-process.ts'
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

type Environment = Readonly<Record<string, string | undefined>>

export class ConfigError extends Error {
  constructor(mistakes: readonly string[]) {
    super(`Bongsu cannot start with these settings:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}`)
    this.name = 'ConfigError'
  }
}

export function readConfig(environment: Environment): Config {
  const mistakes: string[] = []
  const value = (name: string): string | null => environment[name]?.trim() || null
  const refuse = (name: string, expected: string): void => {
    mistakes.push(`${name} must be ${expected}, but is "${value(name)}"`)
  }
  const integer = (name: string, fallback: number, low: number, high: number): number => {
    const given = value(name)
    if (given === null) return fallback
    const number = Number(given)
    if (Number.isInteger(number) && number >= low && number <= high) return number
    refuse(name, `a whole number from ${low} to ${high}`)
    return fallback
  }
  const list = (name: string): string[] =>
    (value(name) ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)

  const dataDir = resolve(value('BONGSU_DATA_DIR') ?? './data')
  const roles = list('BONGSU_ROLES')
  if (roles.some((role) => !(processRoles as readonly string[]).includes(role))) {
    refuse('BONGSU_ROLES', `a list of ${processRoles.join(', ')}`)
  }
  if (roles.includes('scheduler') && !roles.includes('worker') && value('BONGSU_REDIS_URL') === null) {
    mistakes.push(
      'BONGSU_ROLES names "scheduler" without "worker", which needs BONGSU_REDIS_URL: without Redis no other process would ever hear of a due check',
    )
  }
  const outboundAllow = list('BONGSU_OUTBOUND_ALLOW')
  for (const cidr of outboundAllow) {
    if (!ipaddr.isValidCIDR(cidr))
      mistakes.push(`BONGSU_OUTBOUND_ALLOW must be a list of CIDRs such as 10.0.0.0/8, but has "${cidr}"`)
  }
  const sandbox = value('BONGSU_BROWSER_SANDBOX') ?? 'on'
  if (sandbox !== 'on' && sandbox !== 'off') refuse('BONGSU_BROWSER_SANDBOX', 'on or off')
  const secretKey = value('BONGSU_SECRET_KEY')
  if (secretKey !== null && secretKey.length < 32) mistakes.push('BONGSU_SECRET_KEY must have at least 32 characters')
  const publicUrl = value('BONGSU_PUBLIC_URL')
  if (publicUrl !== null && !/^https?:\/\//.test(publicUrl)) refuse('BONGSU_PUBLIC_URL', 'an http or https address')
  const databaseUrl = value('BONGSU_DATABASE_URL') ?? `sqlite:${join(dataDir, 'bongsu.db')}`
  if (!/^(sqlite:|postgres(ql)?:\/\/)/.test(databaseUrl)) {
    mistakes.push('BONGSU_DATABASE_URL must start with sqlite: or postgres://')
  }
  const redisUrl = value('BONGSU_REDIS_URL')
  if (redisUrl !== null && !/^rediss?:\/\//.test(redisUrl))
    mistakes.push('BONGSU_REDIS_URL must start with redis:// or rediss://')

  const remoteUrl = value('BONGSU_URL') ?? `http://127.0.0.1:${value('BONGSU_PORT') ?? 8600}`
  if (!/^https?:\/\/[^/]/.test(remoteUrl)) refuse('BONGSU_URL', 'an http or https address')

  const config: Config = {
    host: value('BONGSU_HOST') ?? '127.0.0.1',
    port: integer('BONGSU_PORT', 8600, 0, 65_535),
    dataDir,
    databaseUrl,
    redisUrl,
    roles: roles.length === 0 ? processRoles : (roles as ProcessRole[]),
    publicUrl,
    trustedProxies: integer('BONGSU_TRUSTED_PROXIES', 0, 0, 10),
    secretKey,
    oldSecretKeys: list('BONGSU_OLD_SECRET_KEYS'),
    firstAdmin: firstAdmin(value('BONGSU_ADMIN_EMAIL'), value('BONGSU_ADMIN_PASSWORD'), mistakes),
    outboundAllow,
    minCheckInterval:
      value('BONGSU_MIN_CHECK_INTERVAL') === null ? null : integer('BONGSU_MIN_CHECK_INTERVAL', 60, 10, 3600),
    chromium: value('BONGSU_CHROMIUM'),
    browserSandbox: sandbox !== 'off',
    logLevel: value('BONGSU_LOG_LEVEL') ?? 'info',
    programs: readUpstreamsFile(join(dataDir, 'upstreams.json'), cleanEnvironment(environment), (mistake) =>
      mistakes.push(mistake),
    ),
    remote: { url: remoteUrl, token: value('BONGSU_TOKEN') },
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return Object.freeze(config)
}

function firstAdmin(email: string | null, password: string | null, mistakes: string[]): Config['firstAdmin'] {
  if (email === null && password === null) return null
  if (email !== null && password !== null) return { email, password }
  mistakes.push('BONGSU_ADMIN_EMAIL and BONGSU_ADMIN_PASSWORD go together: one of them is missing')
  return null
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
