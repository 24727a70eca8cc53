// The MCP clients and testers of others (`server/test/clients`): no part of the product, installed when a test asks.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const clientsFolder = join(import.meta.dirname, '..', 'test', 'clients')
const stamp = join(clientsFolder, 'node_modules', '.installed')

/** Whether they are there now. Without a registry what needs them is skipped, except in CI, which requires them. */
export function ensureClients() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(clientsFolder, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true
  console.log('installing the MCP clients of others …')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], {
    cwd: clientsFolder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (status === 0) {
    writeFileSync(stamp, wanted)
    return true
  }
  if (process.env.CI) throw new Error('CI requires the MCP clients, and "npm ci --prefix server/test/clients" failed')
  console.error('"npm ci --prefix server/test/clients" failed; what needs these clients is skipped')
  return false
}

if (import.meta.main) ensureClients()
