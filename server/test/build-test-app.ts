import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '#kernel/clock.ts'
import { silentLog } from '#platform/log/log.ts'
import { type App, createApp } from '../src/app.ts'
import { type Config, readConfig } from '../src/config.ts'

export interface TestApp extends App {
  readonly config: Config
  /** Stops the app and removes its data. */
  close(): Promise<void>
}

/** Else every new project would have its picture taken, by a Chromium that the test knows nothing of. */
const noBrowser = '/nowhere/chromium'

/**
 * The whole application on a folder of its own, with answers checked against their schemas. Requests are injected
 * (`app.http.inject`) or, after `app.http.listen`, real.
 */
export async function buildTestApp(
  environment: Record<string, string> = {},
  options: { clock?: Clock } = {},
): Promise<TestApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bongsu-app-'))
  const config = readConfig({ BONGSU_DATA_DIR: dataDir, BONGSU_PORT: '0', BONGSU_CHROMIUM: noBrowser, ...environment })
  const app = await createApp(config, { log: silentLog(), checkOutput: true, ...options })
  return {
    ...app,
    config,
    async close() {
      await app.stop(5000)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
