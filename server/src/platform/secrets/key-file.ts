import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorMessage } from '#kernel/errors.ts'

export interface KeySource {
  /** BONGSU_SECRET_KEY, when the operator keeps the key outside. */
  readonly secretKey: string | null
  /** Keys that no longer seal but still open. */
  readonly oldSecretKeys: readonly string[]
  readonly dataDir: string
}

const fileName = 'secret.key'

/**
 * The keys for `createSealer`, the sealing one first. Without BONGSU_SECRET_KEY a key file is made in the data folder at
 * the first start, readable by its owner only; once the operator sets a key of their own, the file's still opens.
 */
export function loadSecretKeys(source: KeySource, warn: (message: string) => void): string[] {
  const fromFile = source.secretKey === null ? keyOfFile(source.dataDir, warn) : existingKey(source.dataDir, warn)
  const keys = [source.secretKey, fromFile, ...source.oldSecretKeys]
  return [...new Set(keys.filter((key) => key !== null))]
}

function keyOfFile(dataDir: string, warn: (message: string) => void): string | null {
  try {
    createOnce(dataDir)
  } catch (error) {
    warn(`the key file could not be made, so secrets cannot be stored: ${errorMessage(error)}`)
  }
  return existingKey(dataDir, warn)
}

/** Written aside and linked into place: two processes that start together agree on one key, and none reads half of it. */
function createOnce(dataDir: string): void {
  const file = join(dataDir, fileName)
  if (statSync(file, { throwIfNoEntry: false })) return
  mkdirSync(dataDir, { recursive: true })
  const draft = join(dataDir, `.${fileName}.${randomBytes(6).toString('hex')}`)
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
}

function existingKey(dataDir: string, warn: (message: string) => void): string | null {
  const file = join(dataDir, fileName)
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat) return null
  if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
    warn(`${fileName} can be read by others on this machine: run chmod 600 on it`)
  }
  try {
    const key = readFileSync(file, 'utf8').trim()
    if (key.length >= 32) return key
    warn(`${fileName} does not hold a key, so secrets cannot be opened: restore it from a backup`)
  } catch (error) {
    warn(`${fileName} cannot be read, so secrets cannot be opened: ${errorMessage(error)}`)
  }
  return null
}
