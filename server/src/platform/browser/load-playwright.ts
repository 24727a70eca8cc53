import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire, getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { BrowserType } from 'playwright-core'

const require = createRequire(import.meta.url)
/** Seven megabytes of program: the first part is what the second brings along anyway. */
const parts = ['playwright-core/lib/utilsBundle', 'playwright-core']
const longestMs = 20_000

/**
 * Loads Playwright with the first look that needs it. Compiled and run at once it would hold the loop for a third of a
 * second, and every other check with it: so a process of its own compiles it, into the cache that Node keeps on disk,
 * and here it is run in parts, with a turn for everybody else between them.
 */
export async function loadPlaywright(): Promise<BrowserType> {
  await compileApart(parts.map((part) => require.resolve(part)))
  for (const part of parts) {
    require(part)
    await turn()
  }
  const { chromium } = require('playwright-core') as typeof import('playwright-core')
  return chromium
}

/** Without a cache there is nothing to be gained; a process that fails costs time and nothing else. */
async function compileApart(files: readonly string[]): Promise<void> {
  const cache = getCompileCacheDir()
  if (cache === undefined) return
  const program = `${files.map((file) => `require(${JSON.stringify(file)})`).join(';')};require('node:module').flushCompileCache()`
  const child = spawn(process.execPath, ['--eval', program], {
    env: { NODE_COMPILE_CACHE: dirname(cache) },
    stdio: 'ignore',
    timeout: longestMs,
  })
  await once(child, 'exit').catch(() => undefined)
}
