import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { type Text, text } from '@bongsu/contract/text.ts'
import { errorMessage, isFailure } from '#kernel/errors.ts'
import { createBrowsers } from '#platform/browser/index.ts'
import { EventDispatcher } from '#platform/db/events.ts'
import { createLog } from '#platform/log/log.ts'
import { createOutbound } from '#platform/outbound/index.ts'
import { createRedisQueue } from '#platform/queue/redis.ts'
import { loadSecretKeys } from '#platform/secrets/key-file.ts'
import { openStore } from '../app.ts'
import type { Config } from '../config.ts'
import { listenProblem } from './listen-problem.ts'

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
    keys(config),
    await store(config),
    ...(await redis(config)),
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
    const { ko, en } = wordsOf(error)
    return { ok: false, what: text(`데이터베이스를 열 수 없습니다: ${ko}`, `The database does not open: ${en}`) }
  }
}

/** Makes the key file where there is none yet, as a start does. */
function keys(config: Config): Finding {
  const warnings: string[] = []
  const isThere = loadSecretKeys(config, (message) => warnings.push(message)).length > 0
  if (isThere && warnings.length === 0)
    return { ok: true, what: text('비밀 값의 키가 있습니다', 'The key that seals secrets is there') }
  const told = warnings.join('; ')
  return {
    ok: false,
    what: text(`비밀 값의 키를 확인하세요: ${told}`, `Look after the key that seals secrets: ${told}`),
  }
}

/** Nothing where none is set. */
async function redis({ redisUrl }: Config): Promise<Finding[]> {
  if (redisUrl === null) return []
  try {
    const queue = await createRedisQueue(redisUrl, { name: 'doctor', warn: () => undefined })
    await queue.close(AbortSignal.timeout(1000))
    return [{ ok: true, what: text('Redis에 연결됩니다', 'Redis is reached') }]
  } catch (error) {
    return [{ ok: false, what: wordsOf(error) }]
  }
}

const wordsOf = (error: unknown): Text =>
  isFailure(error) ? error.text : text(errorMessage(error), errorMessage(error))

/** Having none is no fault: only checks that need one stay without. */
async function browser(config: Config): Promise<Finding> {
  const browsers = createBrowsers({
    outbound: createOutbound({ allowed: () => [], forbidden: () => [] }),
    path: config.chromium,
    playwrightFolder: config.playwrightFolder,
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
  server.once('error', (error) => resolve({ ok: false, what: listenProblem(error, config) }))
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
