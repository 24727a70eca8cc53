// The servers and programs of others that check kinds are tried on: each test starts its own, here they are only installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const postgresFolder = '/usr/lib/postgresql'

/** Program, Debian package, and whether it is a big one that nobody wants unasked on a machine of their own. */
const needed = [
  ['ping', 'iputils-ping'],
  ['prometheus-blackbox-exporter', 'prometheus-blackbox-exporter'],
  ['dovecot', 'dovecot-imapd dovecot-pop3d'],
  ['mosquitto', 'mosquitto'],
  ['nsd', 'nsd'],
  ['redis-server', 'redis-server'],
  ['initdb', 'postgresql', 'big'],
  ['mariadbd', 'mariadb-server', 'big'],
]

const folders = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  '/sbin',
  ...(existsSync(postgresFolder)
    ? readdirSync(postgresFolder).map((version) => join(postgresFolder, version, 'bin'))
    : []),
]
const isThere = (program) => folders.some((folder) => existsSync(join(folder, program)))

/** Debian's packages where we may install them. What is missing then is a visible skip, and in CI a failure. */
export function ensureServices() {
  const packages = needed
    .filter(([program, , size]) => !isThere(program) && (size !== 'big' || process.env.CI))
    .flatMap(([, names]) => names.split(' '))
  if (packages.length === 0) return
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.log(`not here, so what needs it is skipped: ${packages.join(', ')}`)
    return
  }
  console.log(`installing ${packages.join(', ')} from Debian …`)
  apt('update', '-qq')
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages)
}

function apt(...args) {
  const { status } = spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (status !== 0) console.error(`"apt-get ${args.join(' ')}" failed; what needs it is skipped`)
}
