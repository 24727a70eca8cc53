import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { type Text, text } from '@bongsu/contract/text.ts'
import { errorMessage } from '#kernel/errors.ts'
import { createBrowsers } from '#platform/browser/index.ts'
import { EventDispatcher } from '#platform/db/events.ts'
import { createLog } from '#platform/log/log.ts'
import { createOutbound } from '#platform/outbound/index.ts'
import { openStore } from '../app.ts'
import type { Config } from '../config.ts'

interface Finding {
  readonly ok: boolean
  readonly what: Text
}

/** Looks at everything a start needs and says what is wrong, one line each. 0 when all is well. */
export async function doctor(config: Config): Promise<number> {
  const findings = [
    runtime(),
    folder(config),
    disk(config),
    await store(config),
    await port(config),
    await browser(config),
  ]
  for (const { ok, what } of findings) console.log(`${ok ? '✓' : '✗'} ${what.ko} · ${what.en}`)
  return findings.every((finding) => finding.ok) ? 0 : 1
}

function runtime(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const ok = major > 22 || (major === 22 && minor >= 19)
  return {
    ok,
    what: text(
      `Node ${process.versions.node}(22.19 이상 필요)`,
      `Node ${process.versions.node} (22.19 or newer is needed)`,
    ),
  }
}

function folder(config: Config): Finding {
  const place = nearestFolder(config.dataDir)
  try {
    accessSync(place, constants.W_OK)
    return {
      ok: true,
      what: text(`데이터 폴더 ${config.dataDir}에 쓸 수 있습니다`, `The data folder ${config.dataDir} can be written`),
    }
  } catch {
    return {
      ok: false,
      what: text(
        `${place}에 쓸 수 없습니다. 소유자와 권한을 확인하세요`,
        `${place} cannot be written: check its owner and mode`,
      ),
    }
  }
}

function disk(config: Config): Finding {
  const { bavail, bsize } = statfsSync(nearestFolder(config.dataDir))
  const freeMb = Math.floor((bavail * bsize) / 1_048_576)
  return {
    ok: freeMb > 500,
    what: text(
      `디스크 여유 ${freeMb} MB(500 MB 이상 권장)`,
      `${freeMb} MB of disk are free (500 MB or more are advised)`,
    ),
  }
}

async function store(config: Config): Promise<Finding> {
  const log = createLog('silent')
  try {
    const database = await openStore(config, new EventDispatcher(() => undefined), log, Date.now())
    await database.close()
    return { ok: true, what: text('데이터베이스가 열리고 최신 구조입니다', 'The database opens and is up to date') }
  } catch (error) {
    return {
      ok: false,
      what: text(
        `데이터베이스를 열 수 없습니다: ${errorMessage(error)}`,
        `The database does not open: ${errorMessage(error)}`,
      ),
    }
  }
}

/** Having none is no fault: only checks that need one stay without. */
async function browser(config: Config): Promise<Finding> {
  const browsers = createBrowsers({
    outbound: createOutbound({ allowed: () => [], forbidden: () => [] }),
    path: config.chromium,
    sandbox: config.browserSandbox,
    most: () => 1,
    warn: () => undefined,
  })
  const request = { viewport: { width: 800, height: 600 }, timeoutMs: 30_000, signal: new AbortController().signal }
  try {
    const visited = await browsers.visit(request, async ({ context }) => context.browser()?.version() ?? '')
    if (!visited.ok) return { ok: config.chromium === null, what: visited.message }
    return {
      ok: true,
      what: text(
        `브라우저 점검에 Chromium ${visited.value}을 씁니다`,
        `Chromium ${visited.value} is used for browser checks`,
      ),
    }
  } finally {
    await browsers.stop()
  }
}

function port(config: Config): Promise<Finding> {
  const { promise, resolve } = Promise.withResolvers<Finding>()
  const server = createServer()
  server.once('error', (error) =>
    resolve({
      ok: false,
      what: text(
        `${config.host}:${config.port}에서 들을 수 없습니다: ${error.message}`,
        `Cannot listen on ${config.host}:${config.port}: ${error.message}`,
      ),
    }),
  )
  server.listen(config.port, config.host, () => {
    server.close()
    resolve({
      ok: true,
      what: text(`${config.host}:${config.port} 포트가 비어 있습니다`, `${config.host}:${config.port} is free`),
    })
  })
  return promise
}

const nearestFolder = (path: string): string =>
  existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path))
