// Where a Chromium is on this machine, and how to get one when there is none.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

export function findChromium(environment = process.env) {
  if (environment.BONGSU_CHROMIUM) return environment.BONGSU_CHROMIUM
  for (const folder of (environment.PATH ?? '').split(delimiter)) {
    for (const name of names) if (existsSync(join(folder, name))) return join(folder, name)
  }
  return null
}

/** Debian's package when we may install it, else the browser that Playwright brings. Returns its path. */
export async function ensureChromium() {
  const found = findChromium()
  if (found) return found
  const isRoot = process.getuid?.() === 0
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    console.log('installing Chromium from Debian …')
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
    return findChromium()
  }
  console.log('installing the Chromium of Playwright …')
  run('npx', ['playwright', 'install', '--with-deps', 'chromium'])
  const { chromium } = await import('@playwright/test')
  return chromium.executablePath()
}

function run(command, args) {
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (status !== 0)
    throw new Error(`"${command} ${args.join(' ')}" failed: install a Chromium by hand, or name one in BONGSU_CHROMIUM`)
}
